#ifndef LEASTWISE_ENGINE_GRANT_QUERY_H_
#define LEASTWISE_ENGINE_GRANT_QUERY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/query.h"
#include "engine/action_expr.h"
#include "engine/pack_scope.h"

namespace leastwise {

// Which grants of an identity are asked.
enum class GrantScope : std::uint8_t {
  kSubject,  // those that the rule's `applies_to` speaks of
  kTrust,    // the identity's trust policy
};

// What a grant is held against besides what the query says of it.
enum class PersonaBound : std::uint8_t {
  kNone,
  kBeyond,  // actions that none of the holder's personas needs
  kWider,   // actions that one needs, on more than the resources that the user bound it to
};

using GrantQueryId = std::uint32_t;

// An `allow` or `deny` as a pack writes it: a Query whose sets of actions are still expressions.
// Owned by the book; a run binds it to its own universe of actions.
struct GrantQuery {
  Query query;  // all but the three sets
  std::optional<ActionExpr> any;
  std::optional<ActionExpr> all;
  std::optional<ActionExpr> beyond;
  GrantScope scope = GrantScope::kSubject;
  std::vector<std::string> keys;  // of the requests that are asked for, as `{keys}` prints them
  std::string binds;              // `as: $x`, without the mark, or empty
  std::string overlaps;           // `overlaps: $x`, likewise
  bool names_self = false;        // a pattern has `{self.…}` in it
  PersonaBound persona = PersonaBound::kNone;
  std::vector<GrantQueryId> unless;  // cells of these do not count

  // What the underline goes to when nothing else is said: see rules/README.md.
  bool asks_resources() const {
    return !query.resources.is_trivial() || !overlaps.empty() || persona == PersonaBound::kWider;
  }
  bool asks_actions_only() const {
    const ConditionTest& condition = query.condition;
    return !asks_resources() && !asks_principals() && !condition.key && !condition.admits &&
           !condition.refuses && !condition.none;
  }
  bool asks_wording() const { return query.condition.key.has_value(); }
  bool asks_principals() const { return !query.principals.is_trivial(); }
};

// Reads the members of an `allow`, a `deny`, or a narrowing of one (`when`, `unless`) into `out`:
// what is there already still has to hold, and what is read has to hold as well. The keys `unless`,
// `as` and whatever `fields` has beyond them are the caller's.
void ReadGrantFields(const PackScope& scope, FieldReader& fields, GrantQuery* out);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_GRANT_QUERY_H_
