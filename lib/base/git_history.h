#ifndef LEASTWISE_BASE_GIT_HISTORY_H_
#define LEASTWISE_BASE_GIT_HISTORY_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

// What a repository held at a revision, read from its objects alone: no file of the work tree is
// opened through a filter, no textconv or external diff is started. Folders are as for git's `-C`;
// `folder` names the work tree. Paths are bytes as git stores them, relative to the top of the tree
// that was listed. Thread-safe.

namespace leastwise {

// The id of the tree of a commit, tag, branch or other word for one ("HEAD~2", "main@{1.day.ago}").
// Errors (kUsage): git is not installed, `folder` is in no work tree, or there is no such revision;
// the message has git's own words.
Result<std::string> GitTreeOf(const std::string& folder, const std::string& revision);

enum class GitEntryKind : std::uint8_t { kFile, kLink, kOther };

// One file of a tree. A repository within (submodule) is kOther.
struct GitEntry {
  std::string path;
  std::string object;  // its id
  GitEntryKind kind = GitEntryKind::kFile;
  std::uint64_t size = 0;  // bytes
};

// All files of a tree, however deep, sorted by path. Errors (kIo): it cannot be read.
Result<std::vector<GitEntry>> GitListTree(const std::string& folder, const std::string& tree);

// What `REVISION:path` names. git's rules: the path counts from the top of the repository, or from
// `folder` where it starts with `./`; without a revision it is of the index.
struct GitObject {
  std::string id;
  bool is_tree = false;
  std::uint64_t size = 0;  // bytes of a file
};
// Errors (kUsage): as GitTreeOf has them for the revision; (kIo): it has no such path, or that is a
// submodule.
Result<GitObject> GitFind(const std::string& folder, const std::string& name);

// Contents of files by their ids, in that order. Errors (kIo): an object is missing or not a file.
Result<std::vector<std::string>> GitReadFiles(const std::string& folder,
                                              const std::vector<std::string>& objects);

// The ids that files of the disk (relative to `folder`, or absolute) would have, as they are: no
// filter turns line ends or anything else. Empty for one whose name git cannot be told (a line end,
// a leading quotation mark) or that cannot be read.
std::vector<std::string> GitHashFiles(const std::string& folder,
                                      const std::vector<std::string>& paths);

// Files that the index has under another path than `tree`, as (before, now), by git's own measure
// of likeness; both from the top of the repository.
std::vector<std::pair<std::string, std::string>> GitRenames(const std::string& folder,
                                                            const std::string& tree);

// Tracked files below `folder` that a sparse checkout keeps off the disk, relative to it.
std::vector<std::string> GitSparseFiles(const std::string& folder);

}  // namespace leastwise

#endif  // LEASTWISE_BASE_GIT_HISTORY_H_
