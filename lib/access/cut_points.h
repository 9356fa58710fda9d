#ifndef LEASTWISE_ACCESS_CUT_POINTS_H_
#define LEASTWISE_ACCESS_CUT_POINTS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leastwise {

// Values that fall between and on what a key's limits cut its values into: for m limits at most
// 2m + 1 ranges, and one value of each. Exact: decimals of any length, never binary fractions.
// Limits that cannot be read are passed over. A number on a limit is spelled as that limit is.

// Of NumericEquals, NumericLessThan, …
std::vector<std::string> NumbersAround(std::span<const std::string_view> limits);

// Of DateEquals, DateLessThan, …; dates in ISO 8601 and UTC.
std::vector<std::string> DatesAround(std::span<const std::string_view> limits);

// Of IpAddress and NotIpAddress: the first address of each range that the blocks' edges make, of
// both versions of IP.
std::vector<std::string> AddressesAround(std::span<const std::string_view> blocks);

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_CUT_POINTS_H_
