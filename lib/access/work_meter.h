#ifndef LEASTWISE_ACCESS_WORK_METER_H_
#define LEASTWISE_ACCESS_WORK_METER_H_

#include <algorithm>
#include <cstddef>

namespace leastwise {

// Counts the steps of one comparison, whichever part takes them, so that the whole has one bound
// that does not hang on the machine. A step is one pattern, value or statement looked at; what is
// kept in memory counts several times, so that memory is bounded too. Not thread-safe.
class WorkMeter {
 public:
  explicit WorkMeter(std::size_t limit) : left_(limit), limit_(limit) {}

  // False once more than the limit was asked for, and ever after.
  bool Spend(std::size_t steps) {
    if (steps > left_) is_spent_ = true;
    left_ -= std::min(steps, left_);
    return !is_spent_;
  }
  bool is_spent() const { return is_spent_; }
  std::size_t spent() const { return limit_ - left_; }

 private:
  std::size_t left_;
  std::size_t limit_;
  bool is_spent_ = false;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_WORK_METER_H_
