#include "tree/json_reader.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "tree/duplicate_keys.h"
#include "tree/json_syntax.h"
#include "tree/json_text.h"

namespace leastwise {
namespace {

namespace ondemand = simdjson::ondemand;

static_assert(SourceFile::kPadding >= simdjson::SIMDJSON_PADDING);

// Reading recurses once a level; this bounds the stack whatever the caller allows.
constexpr std::uint32_t kDeepest = 512;

std::string_view TrimRight(std::string_view text) {
  while (!text.empty() && IsJsonSpace(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

// simdjson finds the tokens and checks punctuation; everything else about a value, and that tokens
// end where the text ends, is checked here. Whatever fails is explained by FindJsonError.
struct JsonReader::Impl {
  ondemand::parser parser;
  std::vector<const Node*> items;  // a stack: those of open arrays
  std::vector<Member> members;     // a stack: those of open objects
  std::vector<std::uint32_t> order;
  std::string unescaped;

  // Of the read that is under way.
  const SourceView* view = nullptr;
  std::string_view text;
  Arena* arena = nullptr;
  ondemand::document document;
  std::uint32_t max_depth = 0;
  std::uint32_t nodes_left = 0;
  std::optional<std::uint32_t> over_limit;  // where a node too many stands
  struct Outlining {
    std::span<const std::string_view> keys;
    std::size_t run_length = 0;
    const std::function<void(OutlinedRun)>* take = nullptr;
  };
  Outlining outlining;
  JsonOutline result;
  std::uint32_t tree_size = 0;

  Result<JsonOutline> Run(const SourceView& source, Arena& nodes, const Outlining& how,
                          const ReadLimits& limits);
  const Node* ReadRoot();
  const Node* ReadScalar(std::string_view token);
  const Node* ReadArray(ondemand::array array, std::uint32_t begin, std::uint32_t depth);
  const Node* ReadObject(ondemand::object object, std::uint32_t begin, std::uint32_t depth);
  const Node* ReadValue(ondemand::value value, std::string_view token, std::uint32_t depth);
  bool ReadMember(ondemand::field field, std::uint32_t depth);
  bool IsOutlined(std::string_view key, std::string_view token, std::uint32_t depth) const;
  const Node* OutlineArray(std::string_view key, ondemand::value value, std::string_view token,
                           std::uint32_t depth);
  std::optional<Span> StepOver(ondemand::value value, std::uint32_t depth);
  std::optional<std::string_view> Decode(std::string_view quoted);
  std::optional<std::uint32_t> EndOfContainer();
  bool CountNode(std::uint32_t begin);
  Error Explain() const;

  std::uint32_t OffsetOf(const char* at) const {
    return static_cast<std::uint32_t>(at - text.data());
  }
  // simdjson's token list has a sentinel at the end of the text; behind it may stand other bytes.
  bool Inside(std::string_view token) const { return token.data() < text.data() + text.size(); }
  Span SpanOf(std::string_view token) const {
    const std::uint32_t begin = OffsetOf(token.data());
    return {begin, begin + static_cast<std::uint32_t>(token.size())};
  }
};

bool JsonReader::Impl::CountNode(std::uint32_t begin) {
  if (nodes_left == 0) {
    over_limit = begin;
    return false;
  }
  --nodes_left;
  return true;
}

// What a string says; `quoted` is a whole token, so only its escapes are still to be checked.
std::optional<std::string_view> JsonReader::Impl::Decode(std::string_view quoted) {
  if (quoted.size() < 2 || quoted.back() != '"') return std::nullopt;
  const std::string_view inside = quoted.substr(1, quoted.size() - 2);
  if (std::memchr(inside.data(), '\\', inside.size()) == nullptr) return inside;
  if (!UnescapeJson(inside, &unescaped)) return std::nullopt;
  return arena->Copy(unescaped);
}

const Node* JsonReader::Impl::ReadScalar(std::string_view token) {
  token = TrimRight(token);
  if (token.empty() || !CountNode(OffsetOf(token.data()))) return nullptr;
  const Span span = SpanOf(token);
  if (token[0] == '"') {
    const std::optional<std::string_view> decoded = Decode(token);
    if (!decoded) return nullptr;
    return arena->Make<Node>(Node::Scalar(NodeKind::kString, span, *decoded));
  }
  if (token == "null") return arena->Make<Node>(Node::Scalar(NodeKind::kNull, span, {}));
  const bool boolean = token == "true" || token == "false";
  if (!boolean && JsonNumberSize(token) != token.size()) return nullptr;
  return arena->Make<Node>(
      Node::Scalar(boolean ? NodeKind::kBool : NodeKind::kNumber, span, token));
}

// The offset behind the bracket that simdjson has just stepped over.
std::optional<std::uint32_t> JsonReader::Impl::EndOfContainer() {
  const char* next = nullptr;
  const simdjson::error_code error = document.current_location().get(next);
  if (error == simdjson::OUT_OF_BOUNDS)
    next = text.data() + text.size();
  else if (error != simdjson::SUCCESS || next >= text.data() + text.size())
    return std::nullopt;
  return static_cast<std::uint32_t>(TrimRight(text.substr(0, OffsetOf(next))).size());
}

const Node* JsonReader::Impl::ReadArray(ondemand::array array, std::uint32_t begin,
                                        std::uint32_t depth) {
  if (depth > max_depth || !CountNode(begin)) return nullptr;
  const std::size_t first = items.size();
  for (auto element : array) {
    ondemand::value value;
    if (element.get(value) != simdjson::SUCCESS) return nullptr;
    const Node* const item = ReadValue(value, value.raw_json_token(), depth);
    if (item == nullptr) return nullptr;
    items.push_back(item);
  }
  const std::optional<std::uint32_t> end = EndOfContainer();
  if (!end) return nullptr;
  const auto own = arena->Copy(std::span<const Node* const>(items).subspan(first));
  items.resize(first);
  return arena->Make<Node>(Node::Array({begin, *end}, own, NodeKind::kArray));
}

bool JsonReader::Impl::ReadMember(ondemand::field field, std::uint32_t depth) {
  const std::string_view token = field.value().raw_json_token();
  if (!Inside(token)) return false;
  // Between the key and its value stand nothing but white space and the colon.
  const char* const open = field.key().raw() - 1;
  std::string_view key(open, static_cast<std::size_t>(token.data() - open));
  key = TrimRight(key);
  if (!key.ends_with(':')) return false;
  key.remove_suffix(1);
  key = TrimRight(key);
  const std::optional<std::string_view> decoded = Decode(key);
  if (!decoded) return false;
  const Node* const value = IsOutlined(*decoded, token, depth)
                                ? OutlineArray(*decoded, field.value(), token, depth + 1)
                                : ReadValue(field.value(), token, depth);
  if (value == nullptr) return false;
  members.push_back({*decoded, SpanOf(key), value});
  return true;
}

bool JsonReader::Impl::IsOutlined(std::string_view key, std::string_view token,
                                  std::uint32_t depth) const {
  return depth == 1 && token.starts_with('[') &&
         std::find(outlining.keys.begin(), outlining.keys.end(), key) != outlining.keys.end();
}

const Node* JsonReader::Impl::OutlineArray(std::string_view key, ondemand::value value,
                                           std::string_view token, std::uint32_t depth) {
  const std::uint32_t begin = OffsetOf(token.data());
  ondemand::array array;
  if (depth > max_depth || !CountNode(begin)) return nullptr;
  if (value.get_array().get(array) != simdjson::SUCCESS) return nullptr;
  OutlinedRun run{result.arrays.size(), key, 0, {}};
  const auto give = [this, &run] {
    if (run.elements.empty()) return;
    const std::size_t next = run.first + run.elements.size();
    (*outlining.take)(std::exchange(run, {run.array, run.key, next, {}}));
  };
  for (auto element : array) {
    ondemand::value one;
    if (element.get(one) != simdjson::SUCCESS) return nullptr;
    const std::optional<Span> place = StepOver(one, depth);
    if (!place) return nullptr;
    run.elements.push_back(*place);
    if (run.elements.size() >= outlining.run_length) give();
  }
  give();
  const std::optional<std::uint32_t> end = EndOfContainer();
  if (!end) return nullptr;
  const Node* const node = arena->Make<Node>(Node::Array({begin, *end}, {}, NodeKind::kArray));
  result.arrays.push_back(node);
  return node;
}

// Goes behind a value without looking into it; brackets are only counted.
std::optional<Span> JsonReader::Impl::StepOver(ondemand::value value, std::uint32_t depth) {
  const std::string_view token = value.raw_json_token();
  if (!Inside(token) || token.empty()) return std::nullopt;
  const std::uint32_t begin = OffsetOf(token.data());
  if (token[0] == '{') {
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return std::nullopt;
    if (object.raw_json().error() != simdjson::SUCCESS) return std::nullopt;
  } else if (token[0] == '[') {
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return std::nullopt;
    if (array.raw_json().error() != simdjson::SUCCESS) return std::nullopt;
  } else {
    ++nodes_left;  // counted where the element is read
    const Node* const scalar = ReadValue(value, token, depth);
    if (scalar == nullptr) return std::nullopt;
    return scalar->span();
  }
  const std::optional<std::uint32_t> end = EndOfContainer();
  if (!end) return std::nullopt;
  return Span{begin, *end};
}

const Node* JsonReader::Impl::ReadObject(ondemand::object object, std::uint32_t begin,
                                         std::uint32_t depth) {
  if (depth > max_depth || !CountNode(begin)) return nullptr;
  const std::size_t first = members.size();
  for (auto member : object) {
    ondemand::field field;
    if (std::move(member).get(field) != simdjson::SUCCESS) return nullptr;
    if (!ReadMember(field, depth)) return nullptr;
  }
  const std::optional<std::uint32_t> end = EndOfContainer();
  if (!end) return nullptr;
  const auto own = arena->Copy(std::span<const Member>(members).subspan(first));
  members.resize(first);
  AddDuplicateKeys(*view, own, &order, &result.tree.problems);
  return arena->Make<Node>(Node::Object({begin, *end}, own));
}

const Node* JsonReader::Impl::ReadValue(ondemand::value value, std::string_view token,
                                        std::uint32_t depth) {
  if (!Inside(token) || token.empty()) return nullptr;
  const std::uint32_t begin = OffsetOf(token.data());
  if (token[0] == '{') {
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return nullptr;
    return ReadObject(object, begin, depth + 1);
  }
  if (token[0] == '[') {
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return nullptr;
    return ReadArray(array, begin, depth + 1);
  }
  // A string must be consumed: left alone, simdjson would take one before a colon for a key.
  // Other scalars are stepped over by the loop above.
  if (token[0] == '"') {
    ondemand::raw_json_string raw;
    if (value.get_raw_json_string().get(raw) != simdjson::SUCCESS) return nullptr;
  }
  return ReadScalar(token);
}

const Node* JsonReader::Impl::ReadRoot() {
  const simdjson::padded_string_view padded(text.data(), text.size(),
                                            text.size() + SourceFile::kPadding);
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return nullptr;
  std::string_view token;
  if (document.raw_json_token().get(token) != simdjson::SUCCESS) return nullptr;
  if (!Inside(token) || token.empty()) return nullptr;
  const std::uint32_t begin = OffsetOf(token.data());
  const Node* root = nullptr;
  if (token[0] == '{') {
    ondemand::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS) return nullptr;
    root = ReadObject(object, begin, 1);
  } else if (token[0] == '[') {
    ondemand::array array;
    if (document.get_array().get(array) != simdjson::SUCCESS) return nullptr;
    root = ReadArray(array, begin, 1);
  } else {
    return begin + token.size() == text.size() ? ReadScalar(token) : nullptr;
  }
  if (root == nullptr || root->span().end != TrimRight(text).size()) return nullptr;
  return root;
}

Error JsonReader::Impl::Explain() const {
  const auto place = [this](std::uint32_t offset) {
    return PlaceOf(view->Locate({offset, offset}));
  };
  if (over_limit) {
    return {ErrorKind::kLimit, "too many values in one document", place(*over_limit),
            "split the file"};
  }
  std::optional<JsonSyntaxError> found = FindJsonError(text, max_depth);
  if (!found) return {ErrorKind::kInternal, "simdjson refused valid JSON", place(0), {}};
  return {found->kind, std::move(found->message), place(found->offset), std::move(found->hint)};
}

JsonReader::JsonReader() : impl_(std::make_unique<Impl>()) {}
JsonReader::~JsonReader() = default;
JsonReader::JsonReader(JsonReader&&) noexcept = default;
JsonReader& JsonReader::operator=(JsonReader&&) noexcept = default;

Result<JsonOutline> JsonReader::Impl::Run(const SourceView& source, Arena& nodes,
                                          const Outlining& how, const ReadLimits& limits) {
  items.clear();
  members.clear();
  view = &source;
  text = source.text();
  arena = &nodes;
  max_depth = std::min(limits.max_depth, kDeepest);
  nodes_left = limits.max_nodes;
  over_limit.reset();
  outlining = how;
  result = JsonOutline{{&source, nullptr, {}}, 0, {}};
  result.tree.root = ReadRoot();
  if (result.tree.root == nullptr) return Explain();
  tree_size = limits.max_nodes - nodes_left;
  result.tree_size = tree_size;
  return std::move(result);
}

std::uint32_t JsonReader::tree_size() const { return impl_->tree_size; }

Result<Tree> JsonReader::Read(const SourceView& view, Arena& arena, const ReadLimits& limits) {
  Result<JsonOutline> read = impl_->Run(view, arena, {}, limits);
  if (!read) return read.error();
  return std::move(read->tree);
}

Result<JsonOutline> JsonReader::ReadOutline(const SourceView& view, Arena& arena,
                                            std::span<const std::string_view> keys,
                                            std::size_t run_length,
                                            const std::function<void(OutlinedRun)>& take,
                                            const ReadLimits& limits) {
  return impl_->Run(view, arena, {keys, run_length, &take}, limits);
}

}  // namespace leastwise
