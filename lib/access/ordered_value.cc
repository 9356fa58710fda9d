#include <algorithm>
#include <charconv>
#include <cstdint>

#include "access/condition_value.h"

namespace leastwise {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

struct Decimal {
  bool is_negative = false;
  std::string_view whole;     // without leading zeros
  std::string_view fraction;  // without trailing zeros
  bool is_zero() const { return whole.empty() && fraction.empty(); }
};

std::optional<Decimal> ParseDecimal(std::string_view text) {
  Decimal out;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    out.is_negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const std::size_t dot = std::min(text.find('.'), text.size());
  out.whole = text.substr(0, dot);
  if (dot < text.size()) out.fraction = text.substr(dot + 1);
  const bool all_digits = std::all_of(out.whole.begin(), out.whole.end(), IsDigit) &&
                          std::all_of(out.fraction.begin(), out.fraction.end(), IsDigit);
  if (!all_digits || (out.whole.empty() && out.fraction.empty())) return std::nullopt;
  while (!out.whole.empty() && out.whole.front() == '0') out.whole.remove_prefix(1);
  while (!out.fraction.empty() && out.fraction.back() == '0') out.fraction.remove_suffix(1);
  if (out.is_zero()) out.is_negative = false;
  return out;
}

int Sign(int value) { return (value > 0) - (value < 0); }

int CompareMagnitudes(const Decimal& a, const Decimal& b) {
  if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size() ? -1 : 1;
  const int whole = a.whole.compare(b.whole);
  return Sign(whole != 0 ? whole : a.fraction.compare(b.fraction));
}

std::optional<int> ReadNumber(std::string_view text, std::size_t at, std::size_t size) {
  int value = 0;
  if (at + size > text.size()) return std::nullopt;
  const char* end = text.data() + at + size;
  const auto [stop, error] = std::from_chars(text.data() + at, end, value);
  if (error != std::errc() || stop != end || !IsDigit(text[at])) return std::nullopt;
  return value;
}

// Days since 1970-01-01 in the proleptic Gregorian calendar.
std::int64_t DaysOf(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

// The seconds that `Z`, `+hh:mm` or `-hh:mm` is ahead of UTC; nothing for any other text.
std::optional<std::int64_t> ZoneOffset(std::string_view zone) {
  if (zone == "Z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') {
    return std::nullopt;
  }
  const std::optional<int> hours = ReadNumber(zone, 1, 2);
  const std::optional<int> minutes = ReadNumber(zone, 4, 2);
  if (!hours || !minutes) return std::nullopt;
  return (zone[0] == '-' ? -1 : 1) * (*hours * 3600 + *minutes * 60);
}

// Behind the date: `Thh:mm[:ss[.s]]ZONE`, as whole seconds of the day in UTC and the fraction.
std::optional<std::pair<std::int64_t, std::string_view>> TimeOf(std::string_view text) {
  if (text.empty()) return std::pair<std::int64_t, std::string_view>(0, "");
  const std::size_t zone = text.find_first_of("Z+-");
  const std::optional<int> hours = ReadNumber(text, 1, 2);
  const std::optional<int> minutes = ReadNumber(text, 4, 2);
  if (text[0] != 'T' || zone == std::string_view::npos || !hours || !minutes || text[3] != ':') {
    return std::nullopt;
  }
  std::int64_t seconds = *hours * 3600 + *minutes * 60;
  std::string_view fraction;
  if (zone > 6) {
    const std::optional<int> own = ReadNumber(text, 7, 2);
    if (text[6] != ':' || !own || zone < 9) return std::nullopt;
    seconds += *own;
    fraction = text.substr(9, zone - 9);
    if (!fraction.empty() && (fraction[0] != '.' || fraction.size() == 1)) return std::nullopt;
  }
  const std::optional<std::int64_t> offset = ZoneOffset(text.substr(zone));
  if (!offset) return std::nullopt;
  return std::pair<std::int64_t, std::string_view>(seconds - *offset, fraction);
}

}  // namespace

std::optional<int> CompareDecimals(std::string_view a, std::string_view b) {
  const std::optional<Decimal> x = ParseDecimal(a);
  const std::optional<Decimal> y = ParseDecimal(b);
  if (!x || !y) return std::nullopt;
  if (x->is_negative != y->is_negative) return x->is_negative ? -1 : 1;
  return x->is_negative ? CompareMagnitudes(*y, *x) : CompareMagnitudes(*x, *y);
}

std::optional<std::string> SecondsOf(std::string_view date) {
  if (ParseDecimal(date) && date.size() > 4) return std::string(date);
  const std::optional<int> year = ReadNumber(date, 0, 4);
  if (!year) return std::nullopt;
  int month = 1;
  int day = 1;
  std::string_view time;
  if (date.size() > 4) {
    const std::optional<int> own = ReadNumber(date, 5, 2);
    if (date[4] != '-' || !own || *own < 1 || *own > 12) return std::nullopt;
    month = *own;
  }
  if (date.size() > 7) {
    const std::optional<int> own = ReadNumber(date, 8, 2);
    if (date[7] != '-' || !own || *own < 1 || *own > 31) return std::nullopt;
    day = *own;
    time = date.substr(10);
  }
  const auto seconds = TimeOf(time);
  if (!seconds) return std::nullopt;
  return std::to_string(DaysOf(*year, month, day) * 86400 + seconds->first) +
         std::string(seconds->second);
}

}  // namespace leastwise
