#ifndef LEASTWISE_BASE_MADE_LATE_H_
#define LEASTWISE_BASE_MADE_LATE_H_

#include <atomic>
#include <memory>
#include <utility>

namespace leastwise {

// A value that is made when it is first asked for, and mostly never. Where several threads ask at
// once each makes one, and all get the same. For what is made by the hundred thousand:
// std::call_once calls the system each time. Get is thread-safe; moving it is not.
template <typename T>
class MadeLate {
 public:
  MadeLate() = default;
  MadeLate(MadeLate&& other) noexcept : value_(other.value_.exchange(nullptr)) {}
  MadeLate& operator=(MadeLate&& other) noexcept {
    delete value_.exchange(other.value_.exchange(nullptr));
    return *this;
  }
  ~MadeLate() { delete value_.load(); }

  // `make` gives a std::unique_ptr.
  template <typename Make>
  const T& Get(const Make& make) const {
    const T* known = value_.load(std::memory_order_acquire);
    if (known != nullptr) return *known;
    std::unique_ptr<const T> own = make();
    const bool is_first = value_.compare_exchange_strong(
        known, own.get(), std::memory_order_acq_rel, std::memory_order_acquire);
    return is_first ? *own.release() : *known;
  }

 private:
  mutable std::atomic<const T*> value_{nullptr};
};

}  // namespace leastwise

#endif  // LEASTWISE_BASE_MADE_LATE_H_
