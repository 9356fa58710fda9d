#ifndef LEASTWISE_LINTER_FILE_FINDER_H_
#define LEASTWISE_LINTER_FILE_FINDER_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// From what the user typed to the files of a run.

namespace leastwise {

struct FindOptions {
  // Git's ignore rules hold for named files as well (a hook names its files one by one).
  bool force_exclude = false;
  // Path patterns (base/path_glob.h), each from the folder of the configuration file that it stands
  // in: what they match, or lies below what they match, is not met in a walk. With force_exclude
  // they hold for named files as well.
  std::span<const PlacedText> exclude{};
};

// One input of a run.
struct InputFile {
  std::string path;    // as reports print it: relative to the working folder where it is below that
  bool named = false;  // typed by the user, not met in a walk
};

struct FoundFiles {
  std::vector<InputFile> files;  // sorted by path, each once
  std::vector<Error> errors;     // kIo: folders that cannot be read; sorted by path
  bool walked = false;           // a folder was given
  std::size_t excluded = 0;      // files left out by force_exclude and `exclude`
};

// Files as named, whatever they are called and even where there are none; folders walked for
// `*.json`. Inside a git work tree a walk sees what git tracks or would add, so ignore rules are
// git's own; elsewhere, or in a folder that git ignores and the user named, it sees everything.
// `.git` and `node_modules` are never walked, symbolic links are followed to files but not to
// folders. The result does not depend on the order of `paths`, and a path given twice counts once.
FoundFiles FindFiles(std::span<const std::string> paths, const FindOptions& options);

// Whether a path pattern that stands in a file matches a path or a folder above it. Both paths
// count from the working folder; the pattern counts from the folder of its file.
bool MatchesFrom(const PlacedText& pattern, const std::string& path);

// Whether a walk that starts at a folder would take the file of this path below it, going by names
// alone: for places that are not on the disk.
bool IsWalkedName(std::string_view path);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_FILE_FINDER_H_
