#ifndef LEASTWISE_BASE_FILE_READER_H_
#define LEASTWISE_BASE_FILE_READER_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/source_file.h"

namespace leastwise {

// Where bytes come from. The only door to the disk for reading inputs, packs and catalogs, so that
// tests and fuzzers run in memory. Read is const and may be called from many threads.
class FileReader {
 public:
  virtual ~FileReader() = default;
  // Errors (kIo): `cannot read `p`: No such file or directory`; (kLimit): larger than max_bytes.
  virtual Result<std::unique_ptr<SourceFile>> Read(const std::string& path) const = 0;
};

// Reads with open/read, large files with mmap (base/mapped_file.h); follows symbolic links; refuses
// folders, devices and pipes.
class DiskFileReader : public FileReader {
 public:
  explicit DiskFileReader(std::size_t max_bytes = std::size_t{1} << 31) : max_bytes_(max_bytes) {}
  Result<std::unique_ptr<SourceFile>> Read(const std::string& path) const override;

 private:
  std::size_t max_bytes_;
};

// Files held in memory, by path. Add everything before sharing it between threads.
class MemoryFileReader : public FileReader {
 public:
  void Add(std::string path, std::string text);
  Result<std::unique_ptr<SourceFile>> Read(const std::string& path) const override;

 private:
  std::map<std::string, std::string> files_;
};

// Reads standard input to its end; `path` is what reports print for it.
Result<std::unique_ptr<SourceFile>> ReadStandardInput(const std::string& path,
                                                      std::size_t max_bytes);

}  // namespace leastwise

#endif  // LEASTWISE_BASE_FILE_READER_H_
