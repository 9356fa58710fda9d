#include "config/calendar_date.h"

#include <charconv>

namespace leastwise {
namespace {

// Digits only, all of them.
std::optional<unsigned> Digits(std::string_view text) {
  unsigned number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

void AppendPadded(unsigned number, std::size_t width, std::string* out) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out->append(width - digits.size(), '0');
  *out += digits;
}

}  // namespace

std::optional<CalendarDate> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::optional<unsigned> year = Digits(text.substr(0, 4));
  const std::optional<unsigned> month = Digits(text.substr(5, 2));
  const std::optional<unsigned> day = Digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const CalendarDate date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                          std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::string DateText(CalendarDate date) {
  std::string out;
  AppendPadded(static_cast<unsigned>(static_cast<int>(date.year())), 4, &out);
  out += '-';
  AppendPadded(static_cast<unsigned>(date.month()), 2, &out);
  out += '-';
  AppendPadded(static_cast<unsigned>(date.day()), 2, &out);
  return out;
}

int DaysBetween(CalendarDate from, CalendarDate to) {
  return static_cast<int>((std::chrono::sys_days(to) - std::chrono::sys_days(from)).count());
}

}  // namespace leastwise
