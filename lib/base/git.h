#ifndef LEASTWISE_BASE_GIT_H_
#define LEASTWISE_BASE_GIT_H_

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

// Questions to the git program. It is started without a shell, with core.fsmonitor off so that a
// hostile repository's configuration cannot make it run a program, and only ever asked to read.

namespace leastwise {

// Files below `folder` that git tracks, and untracked ones that it does not ignore, relative to
// `folder` and sorted by bytes. No value where `folder` is in no work tree or git is not installed:
// walk the disk instead.
std::optional<std::vector<std::string>> GitListFiles(const std::string& folder);

// The top folder of the work tree that holds `folder`, or no value.
std::optional<std::string> GitTopLevel(const std::string& folder);

// Which of `paths` (relative to `folder` or absolute) git ignores.
std::vector<std::string> GitIgnored(const std::string& folder,
                                    const std::vector<std::string>& paths);

}  // namespace leastwise

#endif  // LEASTWISE_BASE_GIT_H_
