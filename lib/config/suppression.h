#ifndef LEASTWISE_CONFIG_SUPPRESSION_H_
#define LEASTWISE_CONFIG_SUPPRESSION_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/source_file.h"
#include "config/calendar_date.h"
#include "tree/field_reader.h"

namespace leastwise {

// One entry of `suppressions:`: findings that somebody looked at and accepted. Which findings those
// are: of the rule, in files of the path pattern, and with each of the other marks that is given.
struct Suppression {
  static constexpr std::size_t kDefaultAtMost = 10;

  Location where{};  // the whole entry
  PlacedText rule;   // id or name; whether there is such a rule is for the reader of findings
  PlacedText path;   // pattern (base/path_glob.h), from the folder of the configuration file
  std::optional<PlacedText> sid;
  std::optional<PlacedText> resource;     // name of the role, user, group or resource that holds it
  std::optional<PlacedText> fingerprint;  // "lw1:…"
  std::optional<PlacedText> content;      // "st1:…": the statement must say what it said then
  std::optional<PlacedText> reason;
  std::optional<PlacedText> expires;  // as written: a date, or `never`
  std::optional<CalendarDate> last_day;
  std::string ticket;
  std::string owner;
  std::size_t at_most = kDefaultAtMost;  // findings that it is meant for
  Location at_most_where{};

  bool EndsBefore(CalendarDate today) const { return last_day && *last_day < today; }
};

// Reads one entry. What no entry can do without (`rule`, `path`) is demanded; a reason or a date
// that is missing is a finding, and not for here.
Suppression ReadSuppression(PackErrors& errors, const Node& node);

}  // namespace leastwise

#endif  // LEASTWISE_CONFIG_SUPPRESSION_H_
