#include "access/query_plan.h"

#include <algorithm>
#include <string_view>

#include "iam/arn.h"

namespace leastwise {
namespace {

// Of a pattern that is no whole ARN any part may meet a name.
bool HasDigits(std::string_view pattern) {
  const std::optional<ArnParts> arn = SplitArn(pattern);
  return (arn ? arn->resource : pattern).find_first_of("0123456789") != pattern.npos;
}

bool HaveDigits(const Query& query) {
  const ResourceTest& test = query.resources;
  for (const auto* patterns : {&test.reaches, &test.covers, &test.within, &test.beyond}) {
    if (std::any_of(patterns->begin(), patterns->end(), HasDigits)) return true;
  }
  return std::any_of(query.overlaps.begin(), query.overlaps.end(), HasDigits);
}

}  // namespace

QueryPlan::QueryPlan(const ActionTable& actions, const Query& query,
                     std::optional<std::uint32_t> number)
    : actions_(actions),
      query_(query),
      number_(number),
      resources_(query.resources, query.overlaps),
      asks_digits_(HaveDigits(query)) {
  ReadActions(actions);
  ReadTypes(actions.catalog());
}

const ActionSet* QueryPlan::wanted_of_no_catalog() const {
  std::call_once(once_, [this] {
    wanted_of_no_catalog_ = ActionSet(actions_.universe_size());
    wanted_of_no_catalog_.SetRange(static_cast<ActionId>(actions_.catalog().action_count()),
                                   static_cast<ActionId>(actions_.universe_size()));
    if (wanted_ != nullptr) wanted_of_no_catalog_ &= *wanted_;
  });
  return &wanted_of_no_catalog_;
}

bool QueryPlan::Names(ResourceTypeId type) const {
  return types_ && std::find(types_->begin(), types_->end(), type) != types_->end();
}

// Puts what the query says of actions into one set, once for all statements.
void QueryPlan::ReadActions(const ActionTable& actions) {
  const ActionTest& test = query_.actions;
  const bool has_share = !test.share_services.empty();
  if (test.any != nullptr && test.all == nullptr && test.beyond == nullptr && !has_share) {
    wanted_ = test.any;
    return;
  }
  if (test.any == nullptr && test.all == nullptr && test.beyond == nullptr && !has_share) return;
  own_wanted_ = ActionSet(actions.universe_size());
  if (test.any != nullptr) own_wanted_ |= *test.any;
  if (test.all != nullptr) own_wanted_ |= *test.all;
  for (const std::string& service : test.share_services) {
    shares_.push_back(actions.catalog().ServiceRange(service));
    own_wanted_.SetRange(shares_.back().first, shares_.back().last);
  }
  const bool is_any = test.any == nullptr && test.all == nullptr && !has_share;
  if (is_any) own_wanted_.SetRange(0, static_cast<ActionId>(actions.universe_size()));
  if (test.beyond != nullptr) own_wanted_ -= *test.beyond;
  wanted_ = &own_wanted_;
}

void QueryPlan::ReadTypes(const ActionCatalog& catalog) {
  const std::vector<std::string>& of = query_.resources.of;
  if (of.empty()) return;
  types_.emplace();
  for (const std::string_view name : of) {
    const std::size_t colon = std::min(name.find(':'), name.size());
    const std::optional<ResourceTypeId> id = catalog.FindResourceType(
        name.substr(0, colon), colon < name.size() ? name.substr(colon + 1) : "");
    if (id) types_->push_back(*id);
  }
}

}  // namespace leastwise
