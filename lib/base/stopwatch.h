#ifndef LEASTWISE_BASE_STOPWATCH_H_
#define LEASTWISE_BASE_STOPWATCH_H_

#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

namespace leastwise {

// What a part of a run took, on the clock on the wall.
struct PhaseTime {
  std::string_view name;  // a literal
  double milliseconds = 0;
};

// Times the phases of a run, one behind the other. For `--profile`: no result depends on it.
class Stopwatch {
 public:
  // Ends the phase that began with the last call, or with the stopwatch.
  void Lap(std::string_view name) {
    const Clock::time_point now = Clock::now();
    laps_.push_back({name, std::chrono::duration<double, std::milli>(now - last_).count()});
    last_ = now;
  }
  // The milliseconds since the last call of Restart or Lap, which are in no lap.
  double Restart() {
    const Clock::time_point now = Clock::now();
    return std::chrono::duration<double, std::milli>(now - std::exchange(last_, now)).count();
  }
  const std::vector<PhaseTime>& laps() const { return laps_; }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point last_ = Clock::now();
  std::vector<PhaseTime> laps_;
};

}  // namespace leastwise

#endif  // LEASTWISE_BASE_STOPWATCH_H_
