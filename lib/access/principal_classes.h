#ifndef LEASTWISE_ACCESS_PRINCIPAL_CLASSES_H_
#define LEASTWISE_ACCESS_PRINCIPAL_CLASSES_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "access/work_meter.h"
#include "base/truth.h"
#include "iam/policy.h"

namespace leastwise {

// The number of a statement that speaks of whoever holds the policy.
inline constexpr std::uint32_t kAnyPrincipal = UINT32_MAX;

// Who may ask, as far as the Principal and NotPrincipal elements of some statements tell them
// apart: everyone who is listed, somebody else of each listed account, and strangers of each kind.
// Borrows the statements. Const use after Finish() is thread-safe.
class PrincipalClasses {
 public:
  // The number of a statement's element; equal elements have equal numbers.
  std::uint32_t Add(const Statement& statement);
  // False where the meter ran out: there are more classes than were found.
  bool Finish(WorkMeter* meter);

  struct Class {
    std::string principal;      // as Request::principal
    std::vector<Truth> truths;  // one for each number: whether the element speaks of it
  };
  // Never empty; without any element one class of nobody in particular.
  std::span<const Class> classes() const { return classes_; }

 private:
  std::map<std::string, std::uint32_t> ids_;
  std::vector<const Statement*> elements_;  // by number
  std::vector<Class> classes_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_PRINCIPAL_CLASSES_H_
