#ifndef LEASTWISE_LINTER_REVISION_READER_H_
#define LEASTWISE_LINTER_REVISION_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"

namespace leastwise {

// The disk, and beside it files of a repository's history under names like "main:policies/a.json".
// Those are asked for one by one and read by one run of git; afterwards Read is thread-safe.
class RevisionReader : public FileReader {
 public:
  // Borrows the disk.
  explicit RevisionReader(const FileReader& disk) : disk_(disk) {}

  // Asks for an object of `size` bytes under a path.
  void Want(std::string path, std::string object, std::uint64_t size);
  // Reads what was asked for, in the repository of the working folder. Errors (kIo, kLimit) are
  // added to `errors`.
  void ReadWanted(std::vector<Error>* errors);

  // A path that was asked for is never looked for on the disk.
  Result<std::unique_ptr<SourceFile>> Read(const std::string& path) const override;

 private:
  struct Wanted {
    std::string path;
    std::string object;
    std::uint64_t size = 0;
  };

  const FileReader& disk_;
  std::vector<Wanted> wanted_;
  std::vector<std::string> paths_;  // sorted
  MemoryFileReader files_;
};

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_REVISION_READER_H_
