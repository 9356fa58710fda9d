#include "access/cut_points.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "access/condition_value.h"

namespace leastwise {
namespace {

bool IsLess(const std::string& a, const std::string& b) { return *CompareDecimals(a, b) < 0; }

bool IsNegative(const std::string& number) { return *CompareDecimals(number, "0") < 0; }

std::size_t FractionDigits(const std::string& number) {
  const std::size_t dot = number.find('.');
  return dot == std::string::npos ? 0 : number.size() - dot - 1;
}

// The digits of a number that is not negative, with exactly `digits` behind the dot, then a 1: more
// than the number by less than any other number of so many digits is.
std::string JustAbove(std::string number, std::size_t digits) {
  if (number.front() == '+') number.erase(0, 1);
  if (number.find('.') == std::string::npos) number += '.';
  number.append(digits - FractionDigits(number), '0');
  return number + '1';
}

std::string Magnitude(const std::string& number) {
  return number.front() == '-' || number.front() == '+' ? number.substr(1) : number;
}

// The next whole number, for what is a plain one.
std::optional<std::string> NextWhole(const std::string& number) {
  std::uint64_t value = 0;
  const char* const end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(number.data(), end, value);
  if (error != std::errc() || stop != end || value == UINT64_MAX) return std::nullopt;
  return std::to_string(value + 1);
}

std::string Between(const std::string& low, const std::string& high) {
  if (IsNegative(low) && IsLess("0", high)) return "0";
  const std::optional<std::string> whole = NextWhole(low);
  if (whole && IsLess(*whole, high)) return *whole;
  const std::size_t digits = std::max(FractionDigits(low), FractionDigits(high));
  if (!IsNegative(low)) return JustAbove(low, digits);
  return "-" + JustAbove(Magnitude(high), digits);
}

std::string Below(const std::string& lowest) {
  if (IsLess("0", lowest)) return "0";
  return "-" + NextWhole(Magnitude(lowest))
                   .value_or(JustAbove(Magnitude(lowest), FractionDigits(lowest)));
}

std::string Above(const std::string& highest) {
  if (IsNegative(highest)) return "0";
  return NextWhole(highest).value_or(JustAbove(highest, FractionDigits(highest)));
}

// A number of each range; those on a limit as they are written.
std::vector<std::string> RangesOf(std::vector<std::string> limits) {
  std::sort(limits.begin(), limits.end(), IsLess);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    if (i > 0 && !IsLess(limits[i - 1], limits[i])) continue;
    out.push_back(i == 0 ? Below(limits[0]) : Between(limits[i - 1], limits[i]));
    out.push_back(limits[i]);
  }
  if (!limits.empty()) out.push_back(Above(limits.back()));
  return out;
}

std::string Padded(std::int64_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

// Whole and split seconds since 1970 as a date, where its year has four digits.
std::optional<std::string> DateOf(const std::string& seconds) {
  const std::size_t dot = std::min(seconds.find('.'), seconds.size());
  std::int64_t whole = 0;
  const auto [stop, error] = std::from_chars(seconds.data(), seconds.data() + dot, whole);
  if (error != std::errc() || stop != seconds.data() + dot || seconds.front() == '-') {
    return std::nullopt;
  }
  constexpr std::int64_t kDay = 86400;
  const std::int64_t day = whole / kDay;
  const std::int64_t rest = whole % kDay;
  // Days to a date of the Gregorian calendar, counted from a first of March.
  const std::int64_t shifted = day + 719468;
  const std::int64_t era = shifted / 146097;
  const std::int64_t day_of_era = shifted % 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  if (year > 9999) return std::nullopt;
  const std::int64_t day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  return Padded(year, 4) + "-" + Padded(month, 2) + "-" + Padded(day_of_month, 2) + "T" +
         Padded(rest / 3600, 2) + ":" + Padded(rest % 3600 / 60, 2) + ":" + Padded(rest % 60, 2) +
         seconds.substr(dot) + "Z";
}

std::string AfterBlock(const IpBlock& block) {
  IpBytes next = block.last;
  for (std::size_t i = block.is_v6 ? 16 : 4; i-- > 0;) {
    if (++next[i] != 0) return FormatIp(next, block.is_v6);
  }
  return {};
}

}  // namespace

std::vector<std::string> NumbersAround(std::span<const std::string_view> limits) {
  std::vector<std::string> numbers;
  for (const std::string_view limit : limits) {
    if (CompareDecimals(limit, "0")) numbers.emplace_back(limit);
  }
  return RangesOf(std::move(numbers));
}

std::vector<std::string> DatesAround(std::span<const std::string_view> limits) {
  std::vector<std::string> seconds;
  for (const std::string_view limit : limits) {
    if (const std::optional<std::string> own = SecondsOf(limit)) seconds.push_back(*own);
  }
  std::vector<std::string> out;
  for (const std::string& range : RangesOf(std::move(seconds))) {
    // Before 1970 as seconds, with zeros: a short number would be read as a year.
    const std::string before_1970 = "-0000" + Magnitude(range);
    out.push_back(DateOf(range).value_or(range.front() == '-' ? before_1970 : range));
  }
  return out;
}

std::vector<std::string> AddressesAround(std::span<const std::string_view> blocks) {
  std::vector<std::string> out = {"203.0.113.10", "0.0.0.0", "2001:db8::10", "::"};
  for (const std::string_view text : blocks) {
    const std::optional<IpBlock> block = ParseIpBlock(text);
    if (!block) continue;
    out.push_back(FormatIp(block->first, block->is_v6));
    const std::string after = AfterBlock(*block);
    if (!after.empty()) out.push_back(after);
  }
  return out;
}

}  // namespace leastwise
