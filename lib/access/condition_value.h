#ifndef LEASTWISE_ACCESS_CONDITION_VALUE_H_
#define LEASTWISE_ACCESS_CONDITION_VALUE_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/truth.h"
#include "iam/policy.h"

namespace leastwise {

// A byte that stands in no policy: what is made with it equals no literal.
inline constexpr char kFreshByte = '\x04';
// Behind a number or a date: a value a little above it; alone: below all numbers.
inline constexpr char kJustAbove = '\x05';

// What one request says of one key. One value is the usual case; a key of the catalog's "array"
// types may have several. Absent and present-but-empty are one case, as nearly every operator
// treats them alike.
struct ContextValue {
  std::vector<std::string> values;  // empty: the key is absent
  bool is_fresh = false;            // stands for any value that no policy names

  bool is_absent() const { return values.empty(); }
};

// Whether one operator × key pair holds. kUnknown for an operator that AWS does not have, for what
// AWS leaves open (ForAnyValue with IfExists and no key, an ARN operator on a short pattern,
// several values without a quantifier), and for holes that decide.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
Truth Evaluate(const ConditionEntry& entry, const ContextValue& value);

// Decimal numbers of any length, compared exactly; no value where one is not a number.
std::optional<int> CompareDecimals(std::string_view a, std::string_view b);
// The W3C profile of ISO 8601, or seconds since 1970, as seconds; no value for anything else.
std::optional<std::string> SecondsOf(std::string_view date);

using IpBytes = std::array<unsigned char, 16>;

// An IP address or block; IPv4 lies in the first four bytes.
struct IpBlock {
  bool is_v6 = false;
  unsigned bits = 0;   // of the prefix, within 32 or 128
  IpBytes first = {};  // network order
  IpBytes last = {};
};
std::optional<IpBlock> ParseIpBlock(std::string_view text);
std::string FormatIp(const IpBytes& address, bool is_v6);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_CONDITION_VALUE_H_
