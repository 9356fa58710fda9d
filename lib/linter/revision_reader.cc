#include "linter/revision_reader.h"

#include <algorithm>
#include <utility>

#include "base/git_history.h"

namespace leastwise {
namespace {

constexpr std::uint64_t kMaxBlobBytes = std::uint64_t{1} << 31;  // as a file of the disk

}  // namespace

void RevisionReader::Want(std::string path, std::string object, std::uint64_t size) {
  wanted_.push_back({std::move(path), std::move(object), size});
}

void RevisionReader::ReadWanted(std::vector<Error>* errors) {
  std::vector<std::string> objects;
  for (const Wanted& wanted : wanted_) paths_.push_back(wanted.path);
  std::sort(paths_.begin(), paths_.end());
  std::erase_if(wanted_, [&](const Wanted& wanted) {
    if (wanted.size < kMaxBlobBytes) return false;
    errors->push_back(
        {ErrorKind::kLimit,
         "`" + wanted.path + "` is larger than " + std::to_string(kMaxBlobBytes) + " bytes",
         {},
         {}});
    return true;
  });
  for (const Wanted& wanted : wanted_) objects.push_back(wanted.object);
  if (!objects.empty()) {
    Result<std::vector<std::string>> texts = GitReadFiles(".", objects);
    if (!texts) errors->push_back(texts.error());
    for (std::size_t i = 0; texts && i < wanted_.size(); ++i) {
      files_.Add(wanted_[i].path, std::move((*texts)[i]));
    }
  }
  wanted_.clear();
}

Result<std::unique_ptr<SourceFile>> RevisionReader::Read(const std::string& path) const {
  const bool is_history = std::binary_search(paths_.begin(), paths_.end(), path);
  return is_history ? files_.Read(path) : disk_.Read(path);
}

}  // namespace leastwise
