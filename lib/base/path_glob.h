#ifndef LEASTWISE_BASE_PATH_GLOB_H_
#define LEASTWISE_BASE_PATH_GLOB_H_

#include <string>
#include <string_view>

namespace leastwise {

// Patterns of file paths as people write them in configuration: `*` and `?` stay within one part
// (between slashes), `**` as a whole part is any number of parts, none included. Everything else
// stands for itself; case counts. Not for IAM's strings: see iam/glob.h.

// Whether the text has a `*` or a `?`.
bool IsPathPattern(std::string_view text);

// The folder that everything the pattern matches is in: the parts before the first one with a
// wildcard, without a slash at the end. Empty where the first part has one.
std::string_view FolderOfPattern(std::string_view pattern);

// `roles/*.json` matches `roles/a.json` and not `roles/b/a.json`; `roles/**/*.json` matches both.
// Linear space, O(n·m) steps, no recursion.
bool MatchesPath(std::string_view pattern, std::string_view path);

}  // namespace leastwise

#endif  // LEASTWISE_BASE_PATH_GLOB_H_
