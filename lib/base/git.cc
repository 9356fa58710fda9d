#include "base/git.h"

#include <algorithm>
#include <utility>

#include "base/git_process.h"

namespace leastwise {

std::optional<std::vector<std::string>> GitListFiles(const std::string& folder) {
  const GitOutput output =
      RunGit(folder, {"ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "."});
  if (output.status != 0) return std::nullopt;
  std::vector<std::string> names = SplitAtNul(output.text);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::optional<std::string> GitTopLevel(const std::string& folder) {
  GitOutput output = RunGit(folder, {"rev-parse", "--show-toplevel"});
  if (output.status != 0) return std::nullopt;
  while (!output.text.empty() && output.text.back() == '\n') output.text.pop_back();
  return output.text;
}

std::vector<std::string> GitIgnored(const std::string& folder,
                                    const std::vector<std::string>& paths) {
  std::string input;
  for (const std::string& path : paths) input.append(path).push_back('\0');
  return SplitAtNul(RunGit(folder, {"check-ignore", "-z", "--stdin"}, input).text);
}

}  // namespace leastwise
