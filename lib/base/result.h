#ifndef LEASTWISE_BASE_RESULT_H_
#define LEASTWISE_BASE_RESULT_H_

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/source_file.h"

// What the tool could not do, as a value. Anything wrong in the user's policy is a Problem or a
// Finding, never an Error; an Error says that what was asked could not be carried out.
// Our own code never throws; exceptions of libraries are caught where the library is called.

namespace leastwise {

// Why something could not be done; cmd maps it to an exit code (usage and pack: 2, the rest: 3).
enum class ErrorKind { kUsage, kPack, kIo, kSyntax, kLimit, kInternal };

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;                 // lower-case start, no final stop, user text in backticks
  std::optional<SourcePlace> where{};  // path, line and column, where there is one
  std::string hint{};                  // what to do, or the nearest valid word; may be empty
};

// A value or an Error; spelled like std::expected so that it can be replaced by it.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool has_value() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return has_value(); }

  T& value() & { return Get(); }
  const T& value() const& { return const_cast<Result*>(this)->Get(); }
  T&& value() && { return std::move(Get()); }
  T& operator*() & { return Get(); }
  const T& operator*() const& { return const_cast<Result*>(this)->Get(); }
  T&& operator*() && { return std::move(Get()); }
  T* operator->() { return &Get(); }
  const T* operator->() const { return &const_cast<Result*>(this)->Get(); }

  const Error& error() const {
    assert(!has_value());
    return *std::get_if<Error>(&state_);
  }

 private:
  T& Get() {
    assert(has_value());
    return *std::get_if<T>(&state_);
  }

  std::variant<T, Error> state_;
};

}  // namespace leastwise

// Returns the Error of `expr` from the enclosing function, or binds its value to `name`.
#define LEASTWISE_TRY(name, expr)                                 \
  auto name##_result = (expr);                                    \
  if (!name##_result.has_value()) return (name##_result).error(); \
  auto& name = *name##_result

#endif  // LEASTWISE_BASE_RESULT_H_
