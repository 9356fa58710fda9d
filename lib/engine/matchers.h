#ifndef LEASTWISE_ENGINE_MATCHERS_H_
#define LEASTWISE_ENGINE_MATCHERS_H_

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/matcher.h"
#include "engine/pack_scope.h"
#include "tree/field_reader.h"

namespace leastwise {

// A mapping that narrows an `allow` of the match: `when` of a step, or `$x` in it.
struct Narrowing {
  std::string name;            // of the `allow` (`as: $name`); empty: the first one
  const Node* node = nullptr;  // of its keys, the caller has checked those that are no grant's
  bool is_used = false;
};

// Makes matchers from nodes. One parser makes one match; the narrowings it was given are used up by
// the `allow` nodes that they name.
class MatchParser {
 public:
  // `queries` and `personas` are the book's, and outlive the matchers.
  MatchParser(const PackScope& scope, std::deque<GrantQuery>& queries,
              std::span<const Persona> personas, std::vector<Narrowing> narrowings = {})
      : scope_(scope), queries_(queries), personas_(personas), narrowings_(std::move(narrowings)) {}

  // A mapping of match nodes, all of which must hold. Null after an error.
  std::unique_ptr<Matcher> Parse(const Node& node);
  // One member of such a mapping. `others`: keys that the mapping may have besides, for the hint.
  std::unique_ptr<Matcher> ParseMember(const Member& member,
                                       std::span<const std::string_view> others = {});
  // A list of mappings, or one.
  MatcherList ParseList(const Node& node);

  const PackScope& scope() const { return scope_; }
  PackErrors& errors() const { return scope_.errors(); }
  std::span<const Persona> personas() const { return personas_; }
  std::span<Narrowing> narrowings() { return narrowings_; }
  GrantQueryId AddQuery(GrantQuery query);
  const GrantQuery& query(GrantQueryId id) const { return queries_[id]; }

 private:
  const PackScope& scope_;
  std::deque<GrantQuery>& queries_;
  std::span<const Persona> personas_;
  std::vector<Narrowing> narrowings_;
  int depth_ = 0;
};

// One word of the rule language. A matcher is one file matchers/<name>.cc and one line in the table
// of matchers.cc.
struct MatcherKind {
  std::string_view name;
  std::string_view help;  // one line
  // Reads the word's value; null after an error.
  std::unique_ptr<Matcher> (*make)(const Node& node, MatchParser& parser);
};

// All of them, sorted by name.
std::span<const MatcherKind> MatcherKinds();

std::unique_ptr<Matcher> MakeAll(const Node& node, MatchParser& parser);
std::unique_ptr<Matcher> MakeAllow(const Node& node, MatchParser& parser);
std::unique_ptr<Matcher> MakeAny(const Node& node, MatchParser& parser);
std::unique_ptr<Matcher> MakeAtLeast(const Node& node, MatchParser& parser);
std::unique_ptr<Matcher> MakeDeny(const Node& node, MatchParser& parser);
std::unique_ptr<Matcher> MakeExists(const Node& node, MatchParser& parser);
std::unique_ptr<Matcher> MakeIdentity(const Node& node, MatchParser& parser);
std::unique_ptr<Matcher> MakeNot(const Node& node, MatchParser& parser);
std::unique_ptr<Matcher> MakePath(const Node& node, MatchParser& parser);
std::unique_ptr<Matcher> MakeProblem(const Node& node, MatchParser& parser);
std::unique_ptr<Matcher> MakeText(const Node& node, MatchParser& parser);
// `unless`: none of them holds.
std::unique_ptr<Matcher> MakeUnless(const Node& node, MatchParser& parser);

// A grant; `fields` has the members of its mapping, and is finished here.
std::unique_ptr<Matcher> MakeGrant(FieldReader& fields, MatchParser& parser, GrantQuery query);

// The members of a path; null where it lacks one.
struct PathNodes {
  const Node* needs = nullptr;
  const Node* passes_to = nullptr;
  const Node* gains = nullptr;

  // Takes them from the mapping that has them: a `path`, or an element of `paths`.
  static PathNodes From(FieldReader& fields);
};
std::unique_ptr<Matcher> MakePath(const PathNodes& nodes, MatchParser& parser);

// `needs_input` of an entry: says yes where the input holds what the node lists, else that it lacks
// input.
std::unique_ptr<Matcher> MakeNeedsInput(const Node& node, PackErrors& errors);

// Every one of `parts` holds. The single part itself where there is one.
std::unique_ptr<Matcher> MatchAll(MatcherList parts);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_MATCHERS_H_
