#include "engine/matchers.h"

#include <array>

namespace leastwise {
namespace {

constexpr int kDeepest = 32;

constexpr std::array<MatcherKind, 12> kKinds{{
    {"all", "every node holds of the subject", MakeAll},
    {"allow", "something like this is let through after everything that denies", MakeAllow},
    {"any", "at least one of the nodes holds", MakeAny},
    {"at_least", "at least `n` of the nodes hold", MakeAtLeast},
    {"deny", "a Deny statement says this", MakeDeny},
    {"exists", "another identity of the input is linked to this one", MakeExists},
    {"identity", "facts on the user, group or role", MakeIdentity},
    {"not", "the node does not hold", MakeNot},
    {"path", "grants that together lead further than each alone", MakePath},
    {"problem", "the reader, the grammar or the review found this", MakeProblem},
    {"text", "a value, name or tag matches a regular expression", MakeText},
    {"unless", "none of the nodes holds", MakeUnless},
}};

const MatcherKind* FindKind(std::string_view name) {
  for (const MatcherKind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::string SuggestKind(std::string_view word, std::span<const std::string_view> others) {
  std::vector<std::string_view> names(others.begin(), others.end());
  for (const MatcherKind& kind : kKinds) names.push_back(kind.name);
  return PackErrors::Suggest(word, names);
}

}  // namespace

std::span<const MatcherKind> MatcherKinds() { return kKinds; }

GrantQueryId MatchParser::AddQuery(GrantQuery query) {
  queries_.push_back(std::move(query));
  return static_cast<GrantQueryId>(queries_.size() - 1);
}

std::unique_ptr<Matcher> MatchParser::Parse(const Node& node) {
  if (!node.is(NodeKind::kObject) || node.members().empty()) {
    errors().Add(node, "a match is a mapping such as `allow: {…}`", SuggestKind("", {}));
    return nullptr;
  }
  if (++depth_ > kDeepest) {
    errors().Add(node, "match nodes are nested too deeply");
    --depth_;
    return nullptr;
  }
  MatcherList parts;
  bool is_right = true;
  for (const Member& member : node.members()) {
    std::unique_ptr<Matcher> part = ParseMember(member);
    if (part == nullptr) is_right = false;
    if (part != nullptr) parts.push_back(std::move(part));
  }
  --depth_;
  return is_right ? MatchAll(std::move(parts)) : nullptr;
}

std::unique_ptr<Matcher> MatchParser::ParseMember(const Member& member,
                                                  std::span<const std::string_view> others) {
  const MatcherKind* kind = FindKind(member.key);
  if (kind != nullptr) return kind->make(*member.value, *this);
  errors().Add(member.key_span, "unknown match node " + Quoted(member.key),
               SuggestKind(member.key, others));
  return nullptr;
}

MatcherList MatchParser::ParseList(const Node& node) {
  MatcherList parts;
  const Node* pointer = &node;
  const std::span<const Node* const> items = ItemsOf(pointer);
  if (items.empty()) errors().Add(node, "a list of match nodes is empty");
  for (const Node* item : items) {
    if (std::unique_ptr<Matcher> part = Parse(*item)) parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace leastwise
