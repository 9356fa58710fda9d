#ifndef LEASTWISE_LINTER_COMPARED_FILES_H_
#define LEASTWISE_LINTER_COMPARED_FILES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "linter/revision_reader.h"

// Which file is compared with which, be they on the disk or in the history of a git repository.

namespace leastwise {

// What two files have in common: a name, and where each is; empty for a file that is not there.
struct FilePair {
  std::string name;
  std::string old_path;  // of the disk, or "REVISION:path"; as reports print it
  std::string new_path;
  std::string moved_from;  // the name that it had before, where it moved
};

struct ComparedFiles {
  std::vector<FilePair> pairs;  // sorted by name
  std::vector<Error> errors;    // kUsage: the places cannot be compared; kIo: one cannot be read
  bool were_named = true;       // two files were given, not met in folders
  // Files that a sparse checkout keeps off the disk: not compared.
  std::size_t sparse = 0;
};

// Two files, or two folders whose files are matched by their relative names. Each is on the disk,
// or, where nothing on the disk has that name and it has a colon, git's REVISION:path.
ComparedFiles PairPlaces(const std::string& old_path, const std::string& new_path,
                         RevisionReader* reader);

// The files that differ between a revision and the work tree that the working folder lies in, or
// those of them below `paths` (files or folders, on the disk or gone from it). Compared byte by
// byte as they lie on the disk: nothing is read through git's filters. Untracked files that git
// does not ignore are new. A file that moved is compared with what it was: by git's likeness where
// the move is in the index, else where its bytes are the same.
ComparedFiles PairWithBase(const std::string& revision, const std::vector<std::string>& paths,
                           RevisionReader* reader);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_COMPARED_FILES_H_
