#ifndef LEASTWISE_BASE_MAPPED_FILE_H_
#define LEASTWISE_BASE_MAPPED_FILE_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace leastwise {

// The bytes of a file on the disk as memory, read when they are first looked at. For large files
// that are not written to meanwhile: what is written shows, and a file that is cut short ends the
// program where its lost part is read. Move-only; const and thread-safe.
class MappedFile {
 public:
  // Maps `size` bytes of an open file with `padding` readable zero bytes behind them, at most a
  // page. The descriptor may be closed afterwards. Nothing where the system refuses.
  static std::optional<MappedFile> Map(int descriptor, std::size_t size, std::size_t padding);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view text() const { return {memory_, size_}; }
  // Gives back the memory of what was looked at; it is read anew when it is looked at again.
  void Release() const;

 private:
  MappedFile(char* memory, std::size_t size, std::size_t mapped)
      : memory_(memory), size_(size), mapped_(mapped) {}

  char* memory_;  // null: moved from
  std::size_t size_;
  std::size_t mapped_;  // bytes, with the padding, in whole pages
};

}  // namespace leastwise

#endif  // LEASTWISE_BASE_MAPPED_FILE_H_
