#include "report/grant_json.h"

#include <utility>

#include "report/request_json.h"

namespace leastwise {
namespace {

OrderedJson ConditionsJson(const Statement& statement) {
  OrderedJson out = OrderedJson::array();
  for (const ConditionEntry& entry : statement.conditions) {
    OrderedJson values = OrderedJson::array();
    for (const Text& value : entry.values) values.push_back(value.value);
    out.push_back(
        {{"operator", entry.op.value}, {"key", entry.key.value}, {"values", std::move(values)}});
  }
  return out;
}

}  // namespace

OrderedJson GrantJson(const AddedGrant& grant, const ActionTable& actions, Columns& columns) {
  OrderedJson names = OrderedJson::array();
  for (const ActionId id : grant.actions) names.push_back(actions.Name(id));
  OrderedJson elements = OrderedJson::array();
  for (const Text* element : grant.elements) elements.push_back(element->value);
  OrderedJson out = {{"actions", std::move(names)},
                     {"future_actions", grant.future_actions},
                     {"resource", grant.resource == nullptr ? OrderedJson(nullptr)
                                                            : OrderedJson(grant.resource->value)},
                     {"elements", std::move(elements)},
                     {"policy", TextOrNull(grant.policy->name)},
                     {"conditions", ConditionsJson(*grant.statement)},
                     {"statement", grant.statement->index},
                     {"sid", TextOrNull(grant.statement->sid.value)},
                     {"witness", RequestJson(grant.witness)},
                     {"outside_catalog_types", grant.outside_catalog_types},
                     {"unlisted_keys", grant.unlisted_keys}};
  // Where the reader should look: the attachment, the resource string, or the statement.
  Location place = grant.statement->location;
  if (grant.resource != nullptr) place = grant.resource->location;
  // AWS's own policies are in no file.
  if (grant.policy->is_aws_managed) place = Location{};
  AddPlaceJson(grant.attached.valid() ? grant.attached : place, columns, out);
  return out;
}

}  // namespace leastwise
