#ifndef LEASTWISE_ACCESS_KEY_CLASSES_H_
#define LEASTWISE_ACCESS_KEY_CLASSES_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/condition_value.h"
#include "access/work_meter.h"
#include "base/truth.h"
#include "iam/action_catalog.h"

namespace leastwise {

// One way in which the entries that test a key can come out together, with a value that does it.
struct KeyClass {
  ContextValue value;
  std::vector<Truth> truths;  // one for each entry
};

// All ways. Unlike value_domain.h, which looks for values worth trying, this is exact: a value that
// comes out otherwise than all of these does not exist.
struct KeyClasses {
  std::vector<KeyClass> items;  // absent first, then by how easily a person reads the value
  bool is_complete = true;      // false: a limit was hit, there may be more
  // Some class has several values, and an entry without set operator is taken not to match them.
  bool reads_many_values = false;
  bool reads_as_observed = false;  // see KeyQuestion; and a truth would be kUnknown else
};

struct KeyQuestion {
  std::string_view key;                            // folded
  std::span<const ConditionEntry* const> entries;  // all of this key
  // The catalog's type of the key; none where it does not know the key. A key that the catalog has
  // as single-valued has at most one value, whatever operators ask for.
  std::optional<ConditionKeyType> type;
  const std::string* pinned = nullptr;  // the only value, where there is one
  // Reads `ForAnyValue:…IfExists` without the key as AWS is seen to do (ObservedReadings of
  // witness.h), though its pages leave it open.
  bool as_observed = false;
  std::size_t max_states = 20000;
  std::size_t max_classes = 512;
  WorkMeter* meter = nullptr;  // pays for each value that is compared; null: no limit
};

// Text that is an ARN by the key's type is always one of six parts, and a value that a Numeric,
// Date or IpAddress operator asks of is of that type unless the catalog says otherwise. Sets of
// values are closed under union, so that each combination of quantified operators is found.
KeyClasses ClassesOf(const KeyQuestion& question);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_KEY_CLASSES_H_
