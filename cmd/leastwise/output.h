#ifndef LEASTWISE_LEASTWISE_OUTPUT_H_
#define LEASTWISE_LEASTWISE_OUTPUT_H_

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace leastwise {

// Where one report goes: standard output, or a file that appears under its name only when it is
// whole (written beside it under another name, then renamed). What is named and is no regular file
// (/dev/stderr, a pipe) is written to as it is. An Output that was not closed leaves nothing.
class Output {
 public:
  static Output Standard() { return Output(stdout, {}, {}); }
  // Errors (kUsage): the folder is missing or cannot be written to.
  static Result<Output> ToFile(const std::string& path);

  Output(Output&& other) noexcept;
  Output& operator=(Output&&) = delete;
  ~Output();

  // The first failure is kept and told by Close.
  void Write(std::string_view text);
  // Flushes and gives the file its name. Errors (kInternal): the disk is full, …
  std::optional<Error> Close();

 private:
  Output(std::FILE* stream, std::string path, std::string temporary);

  std::FILE* stream_;
  std::string path_;       // empty: standard output
  std::string temporary_;  // empty: written in place
  int failure_ = 0;        // errno
};

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_OUTPUT_H_
