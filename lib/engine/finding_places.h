#ifndef LEASTWISE_ENGINE_FINDING_PLACES_H_
#define LEASTWISE_ENGINE_FINDING_PLACES_H_

#include <string_view>
#include <vector>

#include "engine/finding.h"
#include "engine/finding_values.h"

namespace leastwise {

// The places of a finding: what is underlined and what is shown along with it.
struct FindingPlaces {
  LabelledLocation primary;
  std::vector<LabelledLocation> related;  // in file order, none twice
  std::vector<LabelledLocation> flow;     // of several grants: each, in order
  std::string_view element;               // what is underlined: "Resource", "Action", …
};

// Chooses them as rules/README.md says. AWS managed text is never underlined: the attachment of it
// to `holder` is. `holder` may be null.
FindingPlaces PlacesOf(const Hit& hit, const RuleDetail& detail, const Identity* holder,
                       const Policy* document, const PlaceholderValues& values,
                       const ActionTable& actions);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_FINDING_PLACES_H_
