#include "base/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace leastwise {
namespace {

constexpr std::size_t kGrainsPerWorker = 64;
constexpr std::size_t kLargestGrain = 64;

// Threads that wait for work until the program ends. A new thread for each call would cost more
// than its start: its allocator takes fresh pages and does not find what earlier threads gave back.
class ThreadPool {
 public:
  ThreadPool() = default;
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  // Calls work(0) on this thread and work(1) to work(helpers) on as many others as are free before
  // work(0) ends: any one of them must be able to do all there is. A thread of the pool may call it
  // too.
  void Run(std::size_t helpers, const std::function<void(std::size_t)>& work) {
    Call call{&work, 0};
    {
      const std::lock_guard lock(mutex_);
      for (std::size_t i = 1; i <= helpers; ++i) waiting_.push_back({&call, i});
      while (threads_.size() < helpers) threads_.emplace_back([this] { Serve(); });
    }
    wake_.notify_all();
    work(0);
    std::unique_lock lock(mutex_);
    std::erase_if(waiting_, [&call](const Share& share) { return share.call == &call; });
    done_.wait(lock, [&call] { return call.running == 0; });
  }

 private:
  struct Call {
    const std::function<void(std::size_t)>* work = nullptr;
    std::size_t running = 0;  // shares that other threads are at
  };
  struct Share {
    Call* call = nullptr;
    std::size_t worker = 0;
  };

  void Serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
      if (is_over_) return;
      const Share share = waiting_.front();
      waiting_.pop_front();
      ++share.call->running;
      lock.unlock();
      (*share.call->work)(share.worker);
      lock.lock();
      if (--share.call->running == 0) done_.notify_all();
    }
  }

  std::mutex mutex_;  // guards everything below
  std::condition_variable wake_;
  std::condition_variable done_;
  std::deque<Share> waiting_;
  std::vector<std::thread> threads_;
  bool is_over_ = false;
};

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
  static ThreadPool pool;
  pool.Run(workers - 1, work);
}

std::size_t HardwareWorkers() {
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace leastwise
