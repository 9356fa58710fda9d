#ifndef LEASTWISE_BASE_TRUTH_H_
#define LEASTWISE_BASE_TRUTH_H_

#include <algorithm>
#include <cstdint>

// Kleene's three values. Every question that leastwise asks about a policy can end in kUnknown:
// a hole in the text, a document that was not read, or a fragment AWS does not define.

namespace leastwise {

// Ordered so that And is the minimum and Or is the maximum.
enum class Truth : std::uint8_t { kNo = 0, kUnknown = 1, kYes = 2 };

constexpr Truth And(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth Or(Truth a, Truth b) { return std::max(a, b); }
constexpr Truth Not(Truth a) {
  return a == Truth::kUnknown ? a : (a == Truth::kYes ? Truth::kNo : Truth::kYes);
}
constexpr Truth ToTruth(bool value) { return value ? Truth::kYes : Truth::kNo; }

}  // namespace leastwise

#endif  // LEASTWISE_BASE_TRUTH_H_
