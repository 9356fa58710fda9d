#include "output.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace leastwise {
namespace {

Error CannotWrite(ErrorKind kind, const std::string& path, int number) {
  const std::string name = path.empty() ? "standard output" : "`" + path + "`";
  return {kind, "cannot write " + name + ": " + std::strerror(number), {}, {}};
}

}  // namespace

Output::Output(std::FILE* stream, std::string path, std::string temporary)
    : stream_(stream), path_(std::move(path)), temporary_(std::move(temporary)) {}

Output::Output(Output&& other) noexcept
    : stream_(std::exchange(other.stream_, nullptr)),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      failure_(other.failure_) {}

Output::~Output() {
  if (stream_ != nullptr && stream_ != stdout) std::fclose(stream_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<Output> Output::ToFile(const std::string& path) {
  struct stat status {};
  const bool in_place = ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
  std::string temporary = in_place ? "" : path + ".tmp-" + std::to_string(::getpid());
  std::FILE* stream = std::fopen(in_place ? path.c_str() : temporary.c_str(), "wbe");
  if (stream == nullptr) return CannotWrite(ErrorKind::kUsage, path, errno);
  return Output(stream, path, std::move(temporary));
}

void Output::Write(std::string_view text) {
  if (failure_ != 0 || text.empty()) return;
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stream_) != text.size()) {
    failure_ = errno != 0 ? errno : EIO;
  }
}

std::optional<Error> Output::Close() {
  if (failure_ == 0 && std::fflush(stream_) != 0) failure_ = errno;
  if (stream_ != stdout && std::fclose(stream_) != 0 && failure_ == 0) failure_ = errno;
  stream_ = nullptr;
  if (failure_ == 0 && !temporary_.empty()) {
    if (std::rename(temporary_.c_str(), path_.c_str()) == 0) {
      temporary_.clear();
    } else {
      failure_ = errno;
    }
  }
  if (failure_ == 0) return std::nullopt;
  return CannotWrite(ErrorKind::kInternal, path_, failure_);
}

}  // namespace leastwise
