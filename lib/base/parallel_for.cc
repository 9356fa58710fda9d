#include "base/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace leastwise {
namespace {

constexpr std::size_t kGrainsPerWorker = 64;
constexpr std::size_t kLargestGrain = 64;

}  // namespace

void ParallelFor(std::size_t count, std::size_t workers,
                 const std::function<void(std::size_t, std::size_t)>& body) {
  workers = std::clamp<std::size_t>(workers, 1, std::max<std::size_t>(count, 1));
  if (workers == 1) {
    for (std::size_t index = 0; index < count; ++index) body(index, 0);
    return;
  }
  // Neighbours go to one worker: what is written for them stands in the same cache lines.
  const std::size_t grain =
      std::clamp<std::size_t>(count / (workers * kGrainsPerWorker), 1, kLargestGrain);
  std::atomic<std::size_t> next{0};
  const auto work = [&](std::size_t worker) {
    for (std::size_t first = next.fetch_add(grain); first < count; first = next.fetch_add(grain)) {
      const std::size_t last = std::min(count, first + grain);
      for (std::size_t index = first; index < last; ++index) body(index, worker);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t worker = 1; worker < workers; ++worker) threads.emplace_back(work, worker);
  work(0);
  for (std::thread& thread : threads) thread.join();
}

std::size_t HardwareWorkers() {
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace leastwise
