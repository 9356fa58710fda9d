#ifndef LEASTWISE_BASE_PARALLEL_FOR_H_
#define LEASTWISE_BASE_PARALLEL_FOR_H_

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>

namespace leastwise {

// Calls body(index, worker) once for each index in [0, count), on up to `workers` threads; worker
// is in [0, workers) and never runs two bodies at once, so per-worker scratch needs no lock. Order
// is unspecified: write results to a slot per index. Runs inline when one worker is enough. Threads
// are started when first needed and kept until the program ends. A body may call it too; none may
// throw.
void ParallelFor(std::size_t count, std::size_t workers,
                 const std::function<void(std::size_t index, std::size_t worker)>& body);

// What each worker of a ParallelFor keeps for itself. Each value has cache lines of its own: two
// threads that write to the same one wait for each other at every write.
template <typename T>
class PerWorker {
 public:
  // As many as `workers`, at least one, each made of `arguments`.
  template <typename... Arguments>
  explicit PerWorker(std::size_t workers, const Arguments&... arguments) {
    for (std::size_t i = 0; i < std::max<std::size_t>(workers, 1); ++i) {
      slots_.emplace_back(arguments...);
    }
  }

  std::size_t size() const { return slots_.size(); }
  T& operator[](std::size_t worker) { return slots_[worker].value; }
  const T& operator[](std::size_t worker) const { return slots_[worker].value; }

 private:
  static constexpr std::size_t kCacheLine = 64;  // bytes
  struct alignas(kCacheLine) Slot {
    template <typename... Arguments>
    explicit Slot(const Arguments&... arguments) : value(arguments...) {}
    T value;
  };

  std::deque<Slot> slots_;
};

// The number of hardware threads, at least 1.
std::size_t HardwareWorkers();

}  // namespace leastwise

#endif  // LEASTWISE_BASE_PARALLEL_FOR_H_
