#include "knowledge/pack_text.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "tree/json_text.h"

namespace leastwise {
namespace {

// YAML nests as deep as ReadLimits allow, so that recursion here is bounded.
enum class Part { kMatching, kProse };

constexpr std::string_view kRules = "rules";

bool IsProseKey(std::string_view key) {
  static constexpr std::string_view kKeys[] = {
      "why",        "help",     "title", "references",  "tests", "false_positives",
      "suggestion", "mappings", "tags",  "description", "cwe"};
  return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
}

// Tests stand in the prose and are about ids.
bool StandsInBoth(std::string_view key) { return key == "id"; }

bool HoldsEntries(const Node& node) {
  const auto is_object = [](const Node* item) { return item->is(NodeKind::kObject); };
  return node.is(NodeKind::kArray) && !node.items().empty() &&
         std::all_of(node.items().begin(), node.items().end(), is_object);
}

void WriteString(std::string_view text, std::string* out) {
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

class PackWriter {
 public:
  explicit PackWriter(const Tree& tree) : tree_(tree) {}

  // The document: lists of entries are split, other members go where their key says.
  void WriteDocument(const Node& node, Part part, std::string* out) {
    WriteSplit(node, part, out, [](std::string_view) { return true; });
  }
  // What stands around the rules.
  void WriteHeader(const Node& node, std::string* out) {
    const char* comma = "";
    *out += '{';
    for (const Member& member : node.members()) {
      if (member.key == kRules || IsProseKey(member.key)) continue;
      *out += comma;
      comma = ",";
      WriteString(member.key, out);
      *out += ':';
      WriteValue(*member.value, out);
    }
    *out += '}';
  }
  const std::vector<Span>& entries() const { return entries_; }
  const std::optional<Error>& error() const { return error_; }

 private:
  void WriteEntries(const Node& list, Part part, std::string* out, bool are_rules) {
    const char* comma = "";
    *out += '[';
    for (const Node* entry : list.items()) {
      *out += comma;
      comma = ",";
      const auto begin = static_cast<std::uint32_t>(out->size());
      WriteSplit(*entry, part, out, [](std::string_view key) { return key == "steps"; });
      if (are_rules && part == Part::kMatching) {
        entries_.push_back({begin, static_cast<std::uint32_t>(out->size())});
      }
    }
    *out += ']';
  }

  template <typename MayHoldEntries>
  void WriteSplit(const Node& node, Part part, std::string* out, MayHoldEntries may_hold) {
    const char* comma = "";
    *out += '{';
    for (const Member& member : node.members()) {
      const bool is_prose = IsProseKey(member.key);
      const bool entries = !is_prose && may_hold(member.key) && HoldsEntries(*member.value);
      if (!entries && !StandsInBoth(member.key) && is_prose != (part == Part::kProse)) continue;
      *out += comma;
      comma = ",";
      WriteString(member.key, out);
      *out += ':';
      if (entries) {
        WriteEntries(*member.value, part, out, member.key == kRules);
      } else {
        WriteValue(*member.value, out);
      }
    }
    *out += '}';
  }

  void WriteValue(const Node& node, std::string* out) {
    switch (node.kind()) {
      case NodeKind::kString:
        return WriteString(node.text(), out);
      case NodeKind::kBool:
        *out += node.text()[0] == 't' || node.text()[0] == 'T' ? "true" : "false";
        return;
      case NodeKind::kNumber:
        return WriteNumber(node, out);
      case NodeKind::kArray:
        return WriteArray(node, out);
      case NodeKind::kObject:
        return WriteObject(node, out);
      default:
        *out += "null";
    }
  }

  void WriteNumber(const Node& node, std::string* out) {
    if (JsonNumberSize(node.text()) != node.text().size() && !error_.has_value()) {
      error_ = Error{ErrorKind::kPack,
                     "`" + std::string(node.text()) + "` is not written as JSON writes numbers",
                     PlaceOf(tree_.Locate(node)), "quote it, or write digits before the point"};
    }
    *out += node.text();
  }

  void WriteArray(const Node& node, std::string* out) {
    const char* comma = "";
    *out += '[';
    for (const Node* item : node.items()) {
      *out += comma;
      comma = ",";
      WriteValue(*item, out);
    }
    *out += ']';
  }

  void WriteObject(const Node& node, std::string* out) {
    const char* comma = "";
    *out += '{';
    for (const Member& member : node.members()) {
      *out += comma;
      comma = ",";
      WriteString(member.key, out);
      *out += ':';
      WriteValue(*member.value, out);
    }
    *out += '}';
  }

  const Tree& tree_;
  std::vector<Span> entries_;
  std::optional<Error> error_;
};

}  // namespace

Result<PackText> SplitPack(const Tree& tree) {
  if (tree.root == nullptr || !tree.root->is(NodeKind::kObject)) {
    return Error{ErrorKind::kPack, "a pack is a mapping of keys", std::nullopt, ""};
  }
  PackText pack;
  PackWriter writer(tree);
  writer.WriteDocument(*tree.root, Part::kMatching, &pack.matching);
  writer.WriteDocument(*tree.root, Part::kProse, &pack.prose);
  writer.WriteHeader(*tree.root, &pack.header);
  pack.entries = writer.entries();
  if (writer.error().has_value()) return *writer.error();
  return pack;
}

}  // namespace leastwise
