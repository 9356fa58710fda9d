#ifndef LEASTWISE_BASE_BOXED_H_
#define LEASTWISE_BASE_BOXED_H_

#include <memory>
#include <utility>

namespace leastwise {

// An optional value that stands apart, so that a holder that mostly lacks it stays small. Copies
// copy the value; moving leaves none behind. As thread-safe as the value.
template <typename T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(T value) : value_(std::make_unique<T>(std::move(value))) {}
  Boxed(const Boxed& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(const Boxed& other) { return *this = Boxed(other); }
  Boxed& operator=(Boxed&&) noexcept = default;
  ~Boxed() = default;

  // Puts a new one in the place of whatever is there.
  T& emplace() { return *(value_ = std::make_unique<T>()); }

  bool has_value() const { return value_ != nullptr; }
  explicit operator bool() const { return has_value(); }
  // Only where there is one.
  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  T* operator->() { return value_.get(); }
  const T* operator->() const { return value_.get(); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace leastwise

#endif  // LEASTWISE_BASE_BOXED_H_
