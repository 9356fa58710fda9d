#include "base/file_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace leastwise {
namespace {

// Account dumps and the like, bytes. What is smaller is copied, and may change meanwhile.
constexpr std::size_t kLeastMapped = std::size_t{16} << 20U;

Error CannotRead(const std::string& path, const std::string& why) {
  return {ErrorKind::kIo, fmt::format("cannot read `{}`: {}", path, why), std::nullopt, {}};
}

Error TooLarge(const std::string& path, std::size_t max_bytes) {
  return {ErrorKind::kLimit,
          fmt::format("`{}` is larger than {} bytes", path, max_bytes),
          std::nullopt,
          {}};
}

// Appends the whole of `descriptor` to `buffer`; returns an errno value, 0 for success.
int Drain(int descriptor, std::size_t max_bytes, std::string* buffer) {
  std::size_t used = 0;
  for (;;) {
    if (buffer->size() - used < 4096) buffer->resize(std::max<std::size_t>(65536, used * 2));
    const ssize_t got = ::read(descriptor, buffer->data() + used, buffer->size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    used += static_cast<std::size_t>(got);
    if (got == 0 || used > max_bytes) break;
  }
  buffer->resize(used);
  return 0;
}

Result<std::unique_ptr<SourceFile>> Finish(const std::string& path, std::size_t max_bytes,
                                           std::string buffer) {
  if (buffer.size() >= max_bytes) return TooLarge(path, max_bytes);
  buffer.append(SourceFile::kPadding, '\0');
  return SourceFile::FromPadded(path, std::move(buffer));
}

}  // namespace

Result<std::unique_ptr<SourceFile>> DiskFileReader::Read(const std::string& path) const {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return CannotRead(path, std::strerror(errno));
  struct stat info {};
  const bool known = ::fstat(descriptor, &info) == 0;
  if (!known || !S_ISREG(info.st_mode)) {
    ::close(descriptor);
    return CannotRead(path, S_ISDIR(info.st_mode) ? "it is a folder" : "it is not a file");
  }
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size >= max_bytes_) {
    ::close(descriptor);
    return TooLarge(path, max_bytes_);
  }
  if (size >= kLeastMapped) {
    if (auto mapped = MappedFile::Map(descriptor, size, SourceFile::kPadding)) {
      ::close(descriptor);
      return SourceFile::FromMapped(path, *std::move(mapped));
    }
  }
  std::string buffer(size + SourceFile::kPadding, '\0');
  std::size_t used = 0;
  int failure = 0;
  while (used < size) {
    const ssize_t got = ::read(descriptor, buffer.data() + used, size - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) failure = errno;
    if (got <= 0) break;
    used += static_cast<std::size_t>(got);
  }
  ::close(descriptor);
  if (failure != 0) return CannotRead(path, std::strerror(failure));
  if (used < size) buffer.resize(used + SourceFile::kPadding);
  return SourceFile::FromPadded(path, std::move(buffer));
}

void MemoryFileReader::Add(std::string path, std::string text) {
  files_.insert_or_assign(std::move(path), std::move(text));
}

Result<std::unique_ptr<SourceFile>> MemoryFileReader::Read(const std::string& path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return CannotRead(path, std::strerror(ENOENT));
  return SourceFile::FromString(path, found->second);
}

Result<std::unique_ptr<SourceFile>> ReadStandardInput(const std::string& path,
                                                      std::size_t max_bytes) {
  std::string buffer;
  const int failure = Drain(STDIN_FILENO, max_bytes, &buffer);
  if (failure != 0) return CannotRead(path, std::strerror(failure));
  return Finish(path, max_bytes, std::move(buffer));
}

}  // namespace leastwise
