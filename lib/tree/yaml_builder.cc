#include "tree/yaml_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tree/duplicate_keys.h"
#include "tree/yaml_scalar.h"

namespace leastwise {
namespace {

constexpr std::string_view kCoreTags = "tag:yaml.org,2002:";

std::uint32_t ToOffset(std::size_t value) { return static_cast<std::uint32_t>(value); }

// Whether a node of that kind may bear that core tag.
bool TagFits(std::string_view tag, NodeKind kind) {
  switch (kind) {
    case NodeKind::kNull:
      return tag == "null";
    case NodeKind::kBool:
      return tag == "bool";
    case NodeKind::kNumber:
      return tag == "int" || tag == "float";
    case NodeKind::kArray:
      return tag == "seq";
    case NodeKind::kObject:
      return tag == "map";
    default:
      return tag == "str";
  }
}

std::string_view BooleanText(std::string_view value) {
  return value[0] == 't' || value[0] == 'T' ? "true" : "false";
}

}  // namespace

YamlBuilder::YamlBuilder(const SourceView& view, Arena& arena, const ReadLimits& limits)
    : view_(view), text_(view.text()), arena_(arena), limits_(limits) {
  tree_.view = &view;
}

Tree YamlBuilder::Finish() {
  if (tree_.root == nullptr) {
    tree_.root = arena_.Make<Node>(Node::Scalar(NodeKind::kNull, {}, {}));
  }
  return std::move(tree_);
}

std::optional<std::uint32_t> YamlBuilder::OpenBracket() const {
  if (frames_.empty() || !frames_.back().flow) return std::nullopt;
  return frames_.back().begin;
}

Error YamlBuilder::MakeError(ErrorKind kind, std::size_t offset, std::string message,
                             std::string hint) const {
  const std::uint32_t at = ToOffset(std::min(offset, text_.size()));
  return {kind, std::move(message), PlaceOf(view_.Locate({at, at})), std::move(hint)};
}

void YamlBuilder::Fail(ErrorKind kind, std::size_t offset, std::string message, std::string hint) {
  if (!error_) error_ = MakeError(kind, offset, std::move(message), std::move(hint));
}

std::uint32_t YamlBuilder::OffsetOf(const YAML::Mark& mark) const {
  const std::size_t at = mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
  return ToOffset(SkipYamlProperties(text_, std::min(at, text_.size())));
}

bool YamlBuilder::KeyIsNext() const {
  return !frames_.empty() && frames_.back().kind == NodeKind::kObject && !frames_.back().has_key;
}

// `?` and `!` are what yaml-cpp says for a plain and a quoted node without a tag.
bool YamlBuilder::CheckTag(std::uint32_t offset, const std::string& tag, NodeKind kind) {
  if (tag.empty() || tag == "?" || tag == "!") return true;
  if (tag.starts_with(kCoreTags) && TagFits(tag.substr(kCoreTags.size()), kind)) return true;
  Fail(ErrorKind::kSyntax, offset, fmt::format("the tag `{}` is not known for such a value", tag),
       "leave it out");
  return false;
}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  if (error_) return;
  const std::uint32_t at = OffsetOf(mark);
  const std::size_t size = YamlNullSize(text_, at, !KeyIsNext());
  if (size != 0) {
    const Span span = {at, at + ToOffset(size)};
    return AddScalar(Node::Scalar(NodeKind::kNull, span, {}), anchor);
  }
  // Nothing is written: the place is behind the colon or the dash, before any comment.
  std::size_t place = last_end_;
  while (place < text_.size() && (text_[place] == ' ' || text_[place] == '\t')) ++place;
  place = place < text_.size() && text_[place] == ':' ? place + 1 : std::max(last_end_, at);
  while (place > last_end_ &&
         std::string_view(" \t\r\n").find(text_[place - 1]) != std::string_view::npos) {
    --place;
  }
  AddScalar(Node::Scalar(NodeKind::kNull, {ToOffset(place), ToOffset(place)}, {}), anchor);
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  if (error_) return;
  const std::uint32_t begin = OffsetOf(mark);
  const std::size_t end = YamlScalarEnd(text_, begin, value);
  if (end == std::string_view::npos) {
    return Fail(ErrorKind::kSyntax, begin, "this string is never closed",
                "add the quote that ends it");
  }
  const Span span = {begin, ToOffset(end)};
  const bool plain = IsPlainYaml(text_, begin) && tag != "!" && tag != "tag:yaml.org,2002:str";
  const NodeKind kind = plain ? PlainYamlKind(value) : NodeKind::kString;
  if (!CheckTag(begin, tag, kind)) return;
  if (plain && KeyIsNext() && value == "<<") {
    return Fail(ErrorKind::kSyntax, begin, "merge keys are not supported", "write the keys out");
  }
  const std::string_view source = text_.substr(span.begin, span.size());
  std::string_view text = source == value ? source : arena_.Copy(value);
  if (kind == NodeKind::kBool && !KeyIsNext()) text = BooleanText(value);
  if (kind == NodeKind::kNull && !KeyIsNext()) text = {};
  AddScalar(Node::Scalar(kind, span, text), anchor);
}

void YamlBuilder::AddScalar(const Node& node, YAML::anchor_t anchor) {
  if (nodes_++ >= limits_.max_nodes) {
    return Fail(ErrorKind::kLimit, node.span().begin, "too many values in one document",
                "split the file");
  }
  last_end_ = std::max(last_end_, node.span().end);
  const Built built = {arena_.Make<Node>(node), 1, 0};
  if (anchor != 0) anchors_[anchor] = built;
  Add(built, node.span());
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  if (error_) return;
  const std::uint32_t begin = OffsetOf(mark);
  const Span span = {begin,
                     ToOffset(std::min(text_.find_first_of(" \t\r\n,[]{}", begin), text_.size()))};
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) {
    return Fail(ErrorKind::kSyntax, begin, "an alias inside of what it stands for");
  }
  aliased_ += found->second.nodes;
  if (aliased_ > limits_.max_aliases) {
    return Fail(ErrorKind::kLimit, begin,
                fmt::format("aliases that stand for more than {} values", limits_.max_aliases),
                "write the values out");
  }
  if (frames_.size() + found->second.height > limits_.max_depth) {
    return Fail(ErrorKind::kLimit, begin,
                fmt::format("nested more than {} deep", limits_.max_depth));
  }
  last_end_ = std::max(last_end_, span.end);
  Add(found->second, span);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                                  YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
  OpenFrame(mark, tag, anchor, NodeKind::kArray, style);
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style) {
  OpenFrame(mark, tag, anchor, NodeKind::kObject, style);
}

void YamlBuilder::OpenFrame(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                            NodeKind kind, YAML::EmitterStyle::value style) {
  if (error_) return;
  const std::uint32_t begin = OffsetOf(mark);
  if (!CheckTag(begin, tag, kind)) return;
  if (frames_.size() >= limits_.max_depth) {
    return Fail(ErrorKind::kLimit, begin,
                fmt::format("nested more than {} deep", limits_.max_depth));
  }
  if (nodes_++ >= limits_.max_nodes) {
    return Fail(ErrorKind::kLimit, begin, "too many values in one document", "split the file");
  }
  Frame frame;
  frame.kind = kind;
  frame.flow = style == YAML::EmitterStyle::Flow;
  frame.begin = begin;
  frame.first = kind == NodeKind::kArray ? items_.size() : members_.size();
  frame.anchor = anchor;
  frames_.push_back(frame);
}

std::uint32_t YamlBuilder::EndOfFrame(const Frame& frame) const {
  const std::uint32_t last = std::max(last_end_, frame.begin);
  if (!frame.flow) return last;
  std::size_t at = std::max(last, frame.begin + 1);
  const char closer = frame.kind == NodeKind::kArray ? ']' : '}';
  for (;;) {
    at = SkipYamlSpace(text_, at);
    if (at >= text_.size()) return last;
    if (text_[at] == closer) return ToOffset(at + 1);
    if (text_[at] != ',' && text_[at] != ':' && text_[at] != '?') return last;
    ++at;
  }
}

void YamlBuilder::CloseFrame() {
  if (error_ || frames_.empty()) return;
  const Frame frame = frames_.back();
  frames_.pop_back();
  const Span span = {frame.begin, EndOfFrame(frame)};
  last_end_ = std::max(last_end_, span.end);
  Built built = {nullptr, frame.nodes, frame.height};
  if (frame.kind == NodeKind::kArray) {
    const auto own = arena_.Copy(std::span<const Node* const>(items_).subspan(frame.first));
    items_.resize(frame.first);
    built.node = arena_.Make<Node>(Node::Array(span, own, NodeKind::kArray));
  } else {
    const auto own = arena_.Copy(std::span<const Member>(members_).subspan(frame.first));
    members_.resize(frame.first);
    AddDuplicateKeys(view_, own, &scratch_, &tree_.problems);
    built.node = arena_.Make<Node>(Node::Object(span, own));
  }
  if (frame.anchor != 0) anchors_[frame.anchor] = built;
  Add(built, span);
}

void YamlBuilder::Add(const Built& built, Span place) {
  if (frames_.empty()) {
    tree_.root = built.node;
    return;
  }
  if (KeyIsNext()) return AddKey(*built.node, place);
  Frame& frame = frames_.back();
  frame.nodes += built.nodes;
  frame.height = std::max(frame.height, built.height + 1);
  if (frame.kind == NodeKind::kArray) {
    items_.push_back(built.node);
    return;
  }
  frame.key.value = built.node;
  members_.push_back(frame.key);
  frame.has_key = false;
}

// An unclosed bracket looks like a key to yaml-cpp, so a collection is refused only at its end.
void YamlBuilder::AddKey(const Node& node, Span place) {
  if (node.is(NodeKind::kArray) || node.is(NodeKind::kObject)) {
    return Fail(ErrorKind::kSyntax, place.begin, "a list or a map as a key",
                "a key is a word or string");
  }
  Frame& frame = frames_.back();
  const bool null = node.is(NodeKind::kNull);
  frame.key = {null ? text_.substr(place.begin, place.size()) : node.text(), place, nullptr};
  frame.has_key = true;
}

}  // namespace leastwise
