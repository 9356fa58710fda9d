#include "engine/rule.h"

#include <array>
#include <cstddef>

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 5> kSeverities{"info", "low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 3> kConfidences{"low", "medium", "high"};
constexpr std::array<std::string_view, 3> kAudiences{"regular", "pedantic", "auditor"};

template <typename Grade, std::size_t kCount>
std::optional<Grade> Parse(const std::array<std::string_view, kCount>& names,
                           std::string_view name) {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (names[i] == name) return static_cast<Grade>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view SeverityName(Severity severity) {
  return kSeverities[static_cast<std::size_t>(severity)];
}

std::string_view ConfidenceName(Confidence confidence) {
  return kConfidences[static_cast<std::size_t>(confidence)];
}

std::string_view AudienceName(Audience audience) {
  return kAudiences[static_cast<std::size_t>(audience)];
}

std::optional<Severity> ParseSeverity(std::string_view name) {
  return Parse<Severity>(kSeverities, name);
}

std::optional<Confidence> ParseConfidence(std::string_view name) {
  return Parse<Confidence>(kConfidences, name);
}

std::optional<Audience> ParseAudience(std::string_view name) {
  return Parse<Audience>(kAudiences, name);
}

}  // namespace leastwise
