#ifndef LEASTWISE_ACCESS_QUERY_PLAN_H_
#define LEASTWISE_ACCESS_QUERY_PLAN_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "access/query.h"
#include "access/resource_cells.h"
#include "iam/action_table.h"

namespace leastwise {

// A query read once for many grants: its actions as one set, its patterns and resource types looked
// up. Borrows the query and the table; const and thread-safe once built. Not moved.
class QueryPlan {
 public:
  // `number`: of this plan among those of a run, under which answers are kept.
  QueryPlan(const ActionTable& actions, const Query& query,
            std::optional<std::uint32_t> number = std::nullopt);
  QueryPlan(const QueryPlan&) = delete;
  QueryPlan& operator=(const QueryPlan&) = delete;

  const Query& query() const { return query_; }
  std::optional<std::uint32_t> number() const { return number_; }
  const ResourceTester& resources() const { return resources_; }
  // The actions that are asked for, or null: any action.
  const ActionSet* wanted() const { return wanted_; }
  // Those of them that the catalog lacks, later ones of AWS included. Thread-safe.
  const ActionSet* wanted_of_no_catalog() const;
  // Whether a pattern of the query has digits behind its head: else it does not tell one digit of a
  // resource's name from another.
  bool asks_digits() const { return asks_digits_; }
  // Of the services of ActionTest::share_services.
  const std::vector<ActionCatalog::Range>& shares() const { return shares_; }
  // Whether resources of the type are judged: ResourceTest::of, or all.
  bool names_types() const { return types_.has_value(); }
  bool Names(ResourceTypeId type) const;

 private:
  void ReadActions(const ActionTable& actions);
  void ReadTypes(const ActionCatalog& catalog);

  const ActionTable& actions_;
  const Query& query_;
  std::optional<std::uint32_t> number_;
  ResourceTester resources_;
  const ActionSet* wanted_ = nullptr;
  ActionSet own_wanted_;  // where no one set of the query says it
  mutable std::once_flag once_;
  mutable ActionSet wanted_of_no_catalog_;  // made when first asked for
  std::vector<ActionCatalog::Range> shares_;
  std::optional<std::vector<ResourceTypeId>> types_;
  bool asks_digits_ = false;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_QUERY_PLAN_H_
