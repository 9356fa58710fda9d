#ifndef LEASTWISE_CONFIG_CALENDAR_DATE_H_
#define LEASTWISE_CONFIG_CALENDAR_DATE_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// Days on which suppressions end. What day it is comes from the caller of a run, never from a clock
// below it, so that a run can be repeated.

namespace leastwise {

using CalendarDate = std::chrono::year_month_day;

// "2027-03-31"; nothing where the text is no day of the calendar.
std::optional<CalendarDate> ParseDate(std::string_view text);
std::string DateText(CalendarDate date);
// Whole days from one to the other; negative where `to` is before `from`.
int DaysBetween(CalendarDate from, CalendarDate to);

}  // namespace leastwise

#endif  // LEASTWISE_CONFIG_CALENDAR_DATE_H_
