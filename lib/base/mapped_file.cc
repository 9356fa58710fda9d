#include "base/mapped_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <utility>

namespace leastwise {

std::optional<MappedFile> MappedFile::Map(int descriptor, std::size_t size, std::size_t padding) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  if (size == 0 || padding > page) return std::nullopt;
  const std::size_t of_file = (size + page - 1) / page * page;
  // The rest of the last page is zero; a page of zeros behind it where that is not enough.
  const std::size_t mapped = of_file - size >= padding ? of_file : of_file + page;
  void* const memory =
      ::mmap(nullptr, mapped, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return std::nullopt;
  MappedFile file(static_cast<char*>(memory), size, mapped);
  if (::mmap(memory, of_file, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0) == MAP_FAILED) {
    return std::nullopt;
  }
  return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : memory_(std::exchange(other.memory_, nullptr)), size_(other.size_), mapped_(other.mapped_) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(memory_, other.memory_);
  std::swap(size_, other.size_);
  std::swap(mapped_, other.mapped_);
  return *this;
}

MappedFile::~MappedFile() {
  if (memory_ != nullptr) ::munmap(memory_, mapped_);
}

void MappedFile::Release() const { ::madvise(memory_, size_, MADV_DONTNEED); }

}  // namespace leastwise
