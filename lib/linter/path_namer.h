#ifndef LEASTWISE_LINTER_PATH_NAMER_H_
#define LEASTWISE_LINTER_PATH_NAMER_H_

#include <string>

namespace leastwise {

// What files are called in fingerprints and baselines: by their path below one folder, so that the
// names do not depend on the folder that the program works in. Thread-safe.
class PathNamer {
 public:
  // `root` is absolute and without links; empty: paths are taken as they are.
  explicit PathNamer(std::string root);

  // `path` is absolute or counts from the working folder. One that is not below the root keeps its
  // own name.
  std::string NameOf(const std::string& path) const;

 private:
  std::string root_;
  std::string prefix_;         // the working folder below the root, with a slash at its end
  bool is_below_root_ = true;  // the working folder
};

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_PATH_NAMER_H_
