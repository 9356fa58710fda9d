#ifndef LEASTWISE_CONFIG_CONFIG_SEARCH_H_
#define LEASTWISE_CONFIG_CONFIG_SEARCH_H_

#include <optional>
#include <span>
#include <string>

namespace leastwise {

// The configuration of a run over `paths` (files or folders, there or not; none: the working
// folder): `.leastwise.yaml`, `leastwise.yaml` or `.github/leastwise.yaml` in the nearest folder at
// or above the innermost one that holds all paths. The search ends at the top of the git work tree,
// and outside of one at the working folder, or at once where the paths are not below it: what lies
// above (a file in the home folder) must not change what a gate says. The path counts from the
// working folder, with `..` where need be.
std::optional<std::string> FindConfig(std::span<const std::string> paths);

// The folder that names in fingerprints, baselines and suppressions count from, absolute: the top
// of the git work tree that holds the innermost folder of `paths`, else the working folder.
// Told by `.git`, without asking git.
std::string RootOf(std::span<const std::string> paths);

}  // namespace leastwise

#endif  // LEASTWISE_CONFIG_CONFIG_SEARCH_H_
