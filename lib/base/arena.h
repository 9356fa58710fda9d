#ifndef LEASTWISE_BASE_ARENA_H_
#define LEASTWISE_BASE_ARENA_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leastwise {

// A bump allocator. What it hands out lives until the arena is destroyed or Reset; nothing is
// destructed, so only trivially destructible types may be made in it. Not thread-safe: one arena
// belongs to one worker at a time.
class Arena {
 public:
  explicit Arena(std::size_t block_bytes = 64 * 1024) : block_bytes_(block_bytes) {}
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* Allocate(std::size_t bytes, std::size_t alignment);

  template <typename T, typename... Args>
  T* Make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (Allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  // A copy that lives in the arena.
  std::string_view Copy(std::string_view text);
  template <typename T>
  std::span<T> Copy(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    if (items.empty()) return {};
    T* out = static_cast<T*>(Allocate(items.size_bytes(), alignof(T)));
    std::uninitialized_copy(items.begin(), items.end(), out);
    return {out, items.size()};
  }
  template <typename T>
  std::span<T> Copy(const std::vector<T>& items) {
    return Copy(std::span<const T>(items));
  }

  // Makes all memory reusable; everything handed out before is gone.
  void Reset();
  std::size_t bytes_used() const { return bytes_used_; }

 private:
  std::size_t block_bytes_;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::vector<std::size_t> sizes_;
  std::size_t current_ = 0;  // index into blocks_
  std::size_t offset_ = 0;   // first free byte of the current block
  std::size_t bytes_used_ = 0;
};

}  // namespace leastwise

#endif  // LEASTWISE_BASE_ARENA_H_
