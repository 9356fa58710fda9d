#ifndef LEASTWISE_BASE_GRADES_H_
#define LEASTWISE_BASE_GRADES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

// How bad, how sure, and for whom: what rules give and configuration asks for.

namespace leastwise {

// Two axes and an audience, never mixed. One severity per rule id, forever (rules/ids.tsv); only a
// user's configuration gives a rule another one.
enum class Severity : std::uint8_t { kInfo, kLow, kMedium, kHigh, kCritical };
enum class Confidence : std::uint8_t { kLow, kMedium, kHigh };
// Who should see a finding: kRegular acts on it, kPedantic wants smells, kAuditor accepts noise.
enum class Audience : std::uint8_t { kRegular, kPedantic, kAuditor };

// Their words, in the order of the values.
inline constexpr std::array<std::string_view, 5> kSeverityWords{"info", "low", "medium", "high",
                                                                "critical"};
inline constexpr std::array<std::string_view, 3> kConfidenceWords{"low", "medium", "high"};
inline constexpr std::array<std::string_view, 3> kAudienceWords{"regular", "pedantic", "auditor"};

std::string_view SeverityName(Severity severity);  // "critical", …
std::string_view ConfidenceName(Confidence confidence);
std::string_view AudienceName(Audience audience);
std::optional<Severity> ParseSeverity(std::string_view name);
std::optional<Confidence> ParseConfidence(std::string_view name);
std::optional<Audience> ParseAudience(std::string_view name);

// At or above both grades a finding fails the run.
struct FailOn {
  Severity severity = Severity::kMedium;
  Confidence confidence = Confidence::kMedium;
};

}  // namespace leastwise

#endif  // LEASTWISE_BASE_GRADES_H_
