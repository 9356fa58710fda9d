#ifndef LEASTWISE_ACCESS_COMPARISON_MODEL_H_
#define LEASTWISE_ACCESS_COMPARISON_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/policy_comparison.h"
#include "access/principal_classes.h"
#include "access/work_meter.h"
#include "iam/action_table.h"
#include "iam/arn.h"
#include "iam/policy.h"

// Two sides of a comparison taken apart into what a search can decide: statements as conjunctions
// of parts that are known by number, equal parts of both sides under one number.

namespace leastwise {

// One distinct string of a Resource or NotResource element.
struct ModelResource {
  const Text* text = nullptr;
  std::string glob;         // six parts; what it matches at most
  ArnPattern arn;           // as it is written: a hole is a text of its own
  bool everything = false;  // `*`
  bool nothing = false;     // malformed
  bool flat = false;        // the wildcards of `glob` cross colons
  // A hole, or a reading of AWS's, decides: it matches what `glob` does, or some of it. One unknown
  // for the whole comparison, the same wherever the text stands.
  bool open = false;
  bool open_by_reading = false;  // too short for what it stands in
};

// Whether everything that `inner` matches is matched by `outer`. Sound; misses some with `?`.
bool Covers(const ModelResource& outer, const ModelResource& inner);

struct ModelStatement {
  const Policy* policy = nullptr;
  const Statement* statement = nullptr;
  bool is_new = false;
  bool is_allow = false;
  // 0: the policies; then the boundary, the service control policies and the scope.
  std::uint32_t layer = 0;
  std::vector<std::uint32_t> resources;  // sorted; empty: whatever the resource
  bool not_resource = false;
  bool any_resource = false;           // one of them is `*`, or there is none to match
  std::vector<std::uint32_t> entries;  // sorted; all must hold
  std::uint32_t principal = kAnyPrincipal;
};

// Whether the statement is what can add something: an Allow of the new side's policies.
inline bool IsGranting(const ModelStatement& statement) {
  return statement.is_new && statement.is_allow && statement.layer == 0;
}

// Immutable once made. Borrows the sides and what they borrow. What cannot be represented, and so
// makes a pass uncertain, is in `doubts`.
class ComparisonModel {
 public:
  // `bind` gives every policy variable one value that nothing else names: fewer requests, but each
  // is a real one.
  ComparisonModel(const ComparisonSide& old_side, const ComparisonSide& new_side, bool bind,
                  WorkMeter* meter);
  ComparisonModel(const ComparisonModel&) = delete;
  ComparisonModel& operator=(const ComparisonModel&) = delete;

  std::span<const ModelStatement> statements() const { return statements_; }
  std::span<const ModelResource> resources() const { return resources_; }
  const ModelResource& resource(std::uint32_t id) const { return resources_[id]; }
  const ConditionEntry& entry(std::uint32_t id) const { return entries_[id]; }
  std::size_t entry_count() const { return entries_.size(); }
  std::uint32_t layer_count(bool is_new) const { return is_new ? new_layers_ : old_layers_; }
  const PrincipalClasses& principals() const { return principals_; }
  // Policy variables and the values they are bound to; folded keys.
  const std::map<std::string, std::string>& bindings() const { return bindings_; }
  bool has_variables() const { return has_variables_; }
  // Why a pass would not be certain, one line each; the first few.
  const std::vector<std::string>& doubts() const { return doubts_; }

 private:
  void AddSide(const ComparisonSide& side, bool is_new);
  void AddPolicy(const Policy& policy, bool is_new, std::uint32_t layer);
  void AddStatement(const Policy& policy, const Statement& statement, bool is_new,
                    std::uint32_t layer);
  std::uint32_t AddResource(const Policy& policy, const Text& text, bool is_excluded);
  std::uint32_t AddEntry(const ConditionEntry& entry);
  const Text& Bound(const Text& text, bool in_resource);
  void Doubt(const Statement& statement, std::string_view why);

  bool bind_;
  bool has_variables_ = false;
  std::uint32_t old_layers_ = 0;
  std::uint32_t new_layers_ = 0;
  std::vector<ModelStatement> statements_;
  std::vector<ModelResource> resources_;
  std::vector<ConditionEntry> entries_;
  PrincipalClasses principals_;
  std::map<std::string, std::string> bindings_;
  std::vector<std::string> doubts_;
  std::unordered_map<std::string, std::uint32_t> ids_;  // of resources and entries by content
  std::deque<std::string> strings_;
  std::deque<Text> texts_;
  std::deque<std::vector<Text>> values_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_COMPARISON_MODEL_H_
