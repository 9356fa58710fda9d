#include "config/calendar_date.h"

#include <gtest/gtest.h>

namespace leastwise {
namespace {

TEST(CalendarDateTest, ReadsDaysOfTheCalendarOnly) {
  ASSERT_TRUE(ParseDate("2028-02-29").has_value());
  EXPECT_EQ(DateText(*ParseDate("2028-02-29")), "2028-02-29");
  EXPECT_EQ(DateText(*ParseDate("0007-01-02")), "0007-01-02");
  for (const char* text : {"2027-02-29", "2027-13-01", "2027-00-10", "2027-1-01", "27-01-01",
                           "2027-01-01 ", "2027/01/01", "20x7-01-01", ""}) {
    EXPECT_FALSE(ParseDate(text).has_value()) << text;
  }
}

TEST(CalendarDateTest, CountsDaysBothWays) {
  EXPECT_EQ(DaysBetween(*ParseDate("2027-02-27"), *ParseDate("2027-03-01")), 2);
  EXPECT_EQ(DaysBetween(*ParseDate("2027-03-01"), *ParseDate("2027-02-27")), -2);
}

}  // namespace
}  // namespace leastwise
