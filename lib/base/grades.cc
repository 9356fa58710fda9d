#include "base/grades.h"

#include <cstddef>

namespace leastwise {
namespace {

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
  return kSeverityWords[static_cast<std::size_t>(severity)];
}

std::string_view ConfidenceName(Confidence confidence) {
  return kConfidenceWords[static_cast<std::size_t>(confidence)];
}

std::string_view AudienceName(Audience audience) {
  return kAudienceWords[static_cast<std::size_t>(audience)];
}

std::optional<Severity> ParseSeverity(std::string_view name) {
  return Parse<Severity>(kSeverityWords, name);
}

std::optional<Confidence> ParseConfidence(std::string_view name) {
  return Parse<Confidence>(kConfidenceWords, name);
}

std::optional<Audience> ParseAudience(std::string_view name) {
  return Parse<Audience>(kAudienceWords, name);
}

}  // namespace leastwise
