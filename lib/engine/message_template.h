#ifndef LEASTWISE_ENGINE_MESSAGE_TEMPLATE_H_
#define LEASTWISE_ENGINE_MESSAGE_TEMPLATE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Texts of rules with `{placeholders}`.

namespace leastwise {

enum class Placeholder : std::uint8_t {
  kActions,
  kResources,
  kPrincipals,
  kKeys,
  kIdentity,
  kIdentityKind,
  kPolicy,
  kSid,
  kAttached,
  kDetail,
  kCount,
  kService,
  kTarget,
  kNearest,
  kGains,
  kPersona,
};
inline constexpr std::size_t kPlaceholderCount = 16;

// A set of placeholders, as bits.
using PlaceholderSet = std::uint16_t;
constexpr PlaceholderSet PlaceholderBit(Placeholder placeholder) {
  return static_cast<PlaceholderSet>(1U << static_cast<unsigned>(placeholder));
}
inline constexpr PlaceholderSet kEveryPlaceholder = (1U << kPlaceholderCount) - 1U;

// What a column of a table says of a finding: the placeholder `{table.column}`.
struct ColumnValue {
  std::string name;  // "table.column"
  std::string text;
};

// What one finding puts in for each placeholder; owns its text.
struct PlaceholderValues {
  std::array<std::string, kPlaceholderCount> fixed;  // by Placeholder
  std::vector<ColumnValue> columns;

  std::string& operator[](Placeholder placeholder) {
    return fixed[static_cast<std::size_t>(placeholder)];
  }
};

std::string_view PlaceholderName(Placeholder placeholder);
// The placeholders of `set` as "{actions}", … for a hint.
std::string ListPlaceholders(PlaceholderSet set);

// The first `{word}` of `text` that is no placeholder of `allowed` and none of `columns`
// ("table.column"), or nothing. Braces that do not hold a lower-case word, or two with a stop
// between them ("${aws:username}", JSON) are text. Braces of a known name behind a `$` are text as
// well.
std::optional<std::string_view> FindBadPlaceholder(std::string_view text, PlaceholderSet allowed,
                                                   std::span<const std::string> columns = {});

// Those that FillTemplate would look for.
PlaceholderSet PlaceholdersIn(std::string_view text);
// Puts values in. Text that is no placeholder stays as it is.
std::string FillTemplate(std::string_view text, const PlaceholderValues& values);

// "`a`, `b`, `c` and 4 more": at most three of `texts`, in their order. Long texts are shortened.
std::string ListTexts(std::span<const std::string_view> texts);
// The same without backticks, for words of the rule itself: "one, two and three".
std::string ListWords(std::span<const std::string_view> words);
// "`text`", shortened to a length that fits a headline, never inside a UTF-8 character.
std::string QuoteText(std::string_view text);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_MESSAGE_TEMPLATE_H_
