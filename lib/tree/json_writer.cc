#include "tree/json_writer.h"

#include "tree/json_text.h"

namespace leastwise {

void AppendJsonString(std::string_view text, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  *out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      *out += '\\';
      *out += c;
    } else if (c == '\n') {
      *out += "\\n";
    } else if (byte < 0x20) {
      *out += "\\u00";
      *out += kHex[byte >> 4U];
      *out += kHex[byte & 0xFU];
    } else {
      *out += c;
    }
  }
  *out += '"';
}

void JsonWriter::Append(const Node& node, std::string* out) {
  switch (node.kind()) {
    case NodeKind::kString:
      return AppendJsonString(node.text(), out);
    case NodeKind::kBool:
      *out += node.text()[0] == 't' || node.text()[0] == 'T' ? "true" : "false";
      return;
    case NodeKind::kNumber:
      return AppendNumber(node, out);
    case NodeKind::kArray:
      return AppendArray(node, out);
    case NodeKind::kObject:
      return AppendObject(node, out);
    default:
      *out += "null";
  }
}

void JsonWriter::AppendNumber(const Node& node, std::string* out) {
  const bool is_json = JsonNumberSize(node.text()) == node.text().size();
  if (!is_json && bad_number_ == nullptr) bad_number_ = &node;
  *out += node.text();
}

void JsonWriter::AppendArray(const Node& node, std::string* out) {
  const char* comma = "";
  *out += '[';
  for (const Node* item : node.items()) {
    *out += comma;
    comma = spacing_ == JsonSpacing::kNone ? "," : ", ";
    Append(*item, out);
  }
  *out += ']';
}

void JsonWriter::AppendObject(const Node& node, std::string* out) {
  const char* comma = "";
  *out += '{';
  for (const Member& member : node.members()) {
    *out += comma;
    comma = spacing_ == JsonSpacing::kNone ? "," : ", ";
    AppendJsonString(member.key, out);
    *out += spacing_ == JsonSpacing::kNone ? ":" : ": ";
    Append(*member.value, out);
  }
  *out += '}';
}

Error NoJsonNumber(const Tree& tree, const Node& number) {
  return {ErrorKind::kPack,
          "`" + std::string(number.text()) + "` is not written as JSON writes numbers",
          PlaceOf(tree.Locate(number)), "quote it, or write digits before the point"};
}

}  // namespace leastwise
