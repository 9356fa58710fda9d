#include "base/arena.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace leastwise {
namespace {

constexpr std::size_t kLargeArena = std::size_t{8} << 20U;
constexpr std::size_t kLargeBlock = std::size_t{512} << 10U;

// Asks for all pages of a block at once: one by one, as they are first written to, they cost more
// than what is put into them. The system may refuse.
void TakePages([[maybe_unused]] std::byte* block, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_POPULATE_WRITE
  static const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = (reinterpret_cast<std::uintptr_t>(block) + page - 1) / page * page;
  const auto end = (reinterpret_cast<std::uintptr_t>(block) + bytes) / page * page;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
#endif
}

}  // namespace

void* Arena::Allocate(std::size_t bytes, std::size_t alignment) {
  bytes_used_ += bytes;
  for (; current_ < blocks_.size(); ++current_, offset_ = 0) {
    const std::size_t at = (offset_ + alignment - 1) & ~(alignment - 1);
    if (at + bytes > sizes_[current_]) continue;
    offset_ = at + bytes;
    return blocks_[current_].get() + at;
  }
  const bool is_large = bytes_used_ >= kLargeArena;
  const std::size_t size =
      std::max(is_large ? std::max(block_bytes_, kLargeBlock) : block_bytes_, bytes);
  blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
  if (is_large) TakePages(blocks_.back().get(), size);
  sizes_.push_back(size);
  current_ = blocks_.size() - 1;
  offset_ = bytes;
  return blocks_[current_].get();
}

std::string_view Arena::Copy(std::string_view text) {
  if (text.empty()) return {};
  char* out = static_cast<char*>(Allocate(text.size(), 1));
  std::memcpy(out, text.data(), text.size());
  return {out, text.size()};
}

void Arena::Reset() {
  current_ = 0;
  offset_ = 0;
  bytes_used_ = 0;
}

}  // namespace leastwise
