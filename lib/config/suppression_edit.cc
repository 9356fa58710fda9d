#include "config/suppression_edit.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "tree/source_view.h"
#include "tree/yaml_reader.h"

namespace leastwise {
namespace {

constexpr std::string_view kKey = "suppressions";

// A double-quoted YAML text.
std::string QuotedText(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\x";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string EntryText(const NewSuppression& entry, const std::string& indent) {
  std::string out = indent + "- rule: " + entry.rule + "\n";
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out += indent + "  " + std::string(key) + ": " + value + "\n";
  };
  add("path", QuotedText(entry.path));
  add("fingerprint", entry.fingerprint);
  add("content", entry.content);
  if (!entry.reason.empty()) add("reason", QuotedText(entry.reason));
  add("expires", entry.expires);
  return out;
}

Error WrittenInBrackets(const SourceFile& file, Span span) {
  return {ErrorKind::kUsage, "`suppressions` is written in brackets and cannot be changed here",
          PlaceOf({&file, span}), "write it as a list of lines, each entry behind a dash"};
}

Error CannotBeEdited(const SourceFile& file) {
  return {ErrorKind::kUsage,
          "`suppressions` cannot be changed here: the file is laid out unusually",
          PlaceOf({&file, {0, 0}}), "write its keys at the beginning of lines, in one document"};
}

// The keys of a configuration but `suppressions`, in order.
std::vector<std::string_view> OtherKeys(const Node& root) {
  std::vector<std::string_view> keys;
  for (const Member& member : root.members()) {
    if (member.key != kKey) keys.push_back(member.key);
  }
  return keys;
}

std::size_t SuppressionCount(const Node& root) {
  const Node* list = root.Find(kKey);
  return list == nullptr ? 0 : list->items().size();
}

// `text`, if it still says what `file` says, with so many entries more (or, negative, fewer). YAML
// can be laid out in ways that an edit by lines does not foresee.
Result<std::string> IfItStillReads(const SourceFile& file, const Node& before, std::string text,
                                   std::ptrdiff_t more) {
  const std::unique_ptr<SourceFile> edited = SourceFile::FromString(file.path(), text);
  const SourceView view = SourceView::Whole(*edited);
  Arena arena;
  const Result<Tree> after = ReadYaml(view, arena);
  const std::ptrdiff_t count =
      after ? static_cast<std::ptrdiff_t>(SuppressionCount(*after->root)) : 0;
  if (!after || OtherKeys(*after->root) != OtherKeys(before) ||
      count != static_cast<std::ptrdiff_t>(SuppressionCount(before)) + more) {
    return CannotBeEdited(file);
  }
  return text;
}

std::size_t LineBegin(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? text.npos : text.rfind('\n', at - 1);
  return before == text.npos ? 0 : before + 1;
}

// Behind the line end.
std::size_t LineEnd(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == text.npos ? text.size() : end + 1;
}

// Where the line of an entry begins, if a dash and blanks are all that stands before it.
std::optional<std::size_t> DashLine(std::string_view text, std::size_t item) {
  const std::size_t begin = LineBegin(text, item);
  const std::string_view before = text.substr(begin, item - begin);
  const std::size_t dash = before.find_first_not_of(' ');
  const bool is_dash = dash != before.npos && before[dash] == '-' &&
                       before.find_first_not_of(" \t", dash + 1) == before.npos;
  if (!is_dash) return std::nullopt;
  return begin;
}

// Where the list ends, and how its dashes are indented.
struct InsertPoint {
  std::size_t at = 0;
  std::string indent;
};

// The end of an item that may have no line behind it.
std::size_t EndOf(const Node& item) { return std::max(item.span().end, item.span().begin + 1) - 1; }

Result<InsertPoint> PointIn(const SourceFile& file, const Node& list) {
  const std::string_view text = file.text();
  const Node& last = *list.items().back();
  const std::optional<std::size_t> line = DashLine(text, list.items().front()->span().begin);
  if (!line || text[list.span().begin] == '[') return WrittenInBrackets(file, list.span());
  const std::size_t dash = text.find('-', *line);
  return InsertPoint{LineEnd(text, EndOf(last)), std::string(text.substr(*line, dash - *line))};
}

// The blanks before the keys of a configuration; empty for one without keys.
std::string RootIndent(std::string_view text, const Node& root) {
  if (!root.is(NodeKind::kObject) || root.members().empty()) return {};
  const std::size_t key = root.members().front().key_span.begin;
  const std::size_t begin = LineBegin(text, key);
  const std::string_view before = text.substr(begin, key - begin);
  const std::size_t blanks = std::min(before.find_first_not_of(' '), before.size());
  return std::string(before.substr(0, blanks));
}

}  // namespace

Result<std::string> WithSuppressions(const SourceFile* file,
                                     std::span<const NewSuppression> entries) {
  std::string added;
  if (file == nullptr) {
    added = "version: 1\n\nsuppressions:\n";
    for (const NewSuppression& entry : entries) added += EntryText(entry, {});
    return added;
  }
  const SourceView view = SourceView::Whole(*file);
  Arena arena;
  LEASTWISE_TRY(tree, ReadYaml(view, arena));
  if (tree.root->is(NodeKind::kObject) &&
      file->Slice(tree.Locate(*tree.root).span).starts_with('{')) {
    return WrittenInBrackets(*file, tree.Locate(*tree.root).span);
  }
  std::string text(file->text());
  const Member* member = tree.root->FindMember(kKey);
  InsertPoint point{text.size(), {}};
  if (member == nullptr) {
    point.indent = RootIndent(text, *tree.root);
    added = "\n" + point.indent + "suppressions:\n";
  } else if (member->value->is(NodeKind::kArray) && !member->value->items().empty()) {
    LEASTWISE_TRY(found, PointIn(*file, *member->value));
    point = found;
  } else if (member->value->is(NodeKind::kNull)) {
    point = {LineEnd(text, member->key_span.end), RootIndent(text, *tree.root)};
  } else {
    return WrittenInBrackets(*file, member->value->span());
  }
  for (const NewSuppression& entry : entries) added += EntryText(entry, point.indent);
  if (point.at > 0 && text[point.at - 1] != '\n') added.insert(0, "\n");
  text.insert(point.at, added);
  return IfItStillReads(*file, *tree.root, std::move(text),
                        static_cast<std::ptrdiff_t>(entries.size()));
}

Result<std::string> WithoutSuppressions(const SourceFile& file,
                                        std::span<const Suppression* const> entries) {
  const SourceView view = SourceView::Whole(file);
  Arena arena;
  LEASTWISE_TRY(tree, ReadYaml(view, arena));
  std::string text(file.text());
  std::vector<Span> spans;
  for (const Suppression* entry : entries) {
    if (entry->where.file == &file) spans.push_back(entry->where.span);
  }
  std::sort(spans.begin(), spans.end(), [](Span a, Span b) { return a.begin > b.begin; });
  for (const Span span : spans) {
    const std::optional<std::size_t> line = DashLine(text, span.begin);
    if (!line) return WrittenInBrackets(file, span);
    std::size_t begin = *line;
    const std::size_t end = LineEnd(text, std::max(span.end, span.begin + 1) - 1);
    while (begin > 0) {
      const std::size_t above = LineBegin(text, begin - 1);
      const std::size_t first = text.find_first_not_of(" \t", above);
      if (first == text.npos || text[first] != '#') break;
      begin = above;
    }
    text.erase(begin, end - begin);
  }
  return IfItStillReads(file, *tree.root, std::move(text),
                        -static_cast<std::ptrdiff_t>(spans.size()));
}

}  // namespace leastwise
