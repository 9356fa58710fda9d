#include "base/arena.h"

#include <algorithm>
#include <cstring>

namespace leastwise {

void* Arena::Allocate(std::size_t bytes, std::size_t alignment) {
  bytes_used_ += bytes;
  for (; current_ < blocks_.size(); ++current_, offset_ = 0) {
    const std::size_t at = (offset_ + alignment - 1) & ~(alignment - 1);
    if (at + bytes > sizes_[current_]) continue;
    offset_ = at + bytes;
    return blocks_[current_].get() + at;
  }
  const std::size_t size = std::max(block_bytes_, bytes);
  blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
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
