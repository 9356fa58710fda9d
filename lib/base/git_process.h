#ifndef LEASTWISE_BASE_GIT_PROCESS_H_
#define LEASTWISE_BASE_GIT_PROCESS_H_

#include <string>
#include <string_view>
#include <vector>

namespace leastwise {

// What one run of the git program gave.
struct GitOutput {
  int status = -1;        // its exit code; -1: it could not be started, or a signal ended it
  std::string text;       // of its standard output
  std::string complaint;  // of its standard error
};

// Runs `git -C folder ARGUMENT...` without a shell, and feeds it `input`. The repository is taken
// to be hostile: core.fsmonitor is off, nothing is fetched, replaced objects are not followed. Ask
// only for what reads neither attributes nor files of the work tree through filters (no `status`,
// no `diff` against the work tree): those run programs that the repository's configuration names.
// For git.cc and git_history.cc only. Thread-safe.
GitOutput RunGit(const std::string& folder, std::vector<std::string> arguments,
                 std::string_view input = {});

// The parts of a list that git ends with NUL each; empty ones left out.
std::vector<std::string> SplitAtNul(std::string_view text);

}  // namespace leastwise

#endif  // LEASTWISE_BASE_GIT_PROCESS_H_
