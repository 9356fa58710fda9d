#ifndef LEASTWISE_TESTS_SUPPORT_SCRATCH_REPOSITORY_H_
#define LEASTWISE_TESTS_SUPPORT_SCRATCH_REPOSITORY_H_

#include <cstdlib>
#include <string>
#include <string_view>

#include "support/scratch_folder.h"

namespace leastwise {

// A git repository of its own for one test; neither the user's nor the machine's configuration is
// read.
class ScratchRepository : public ScratchFolder {
 public:
  // False where there is no git.
  bool Init() const { return Git("init -q -b main"); }

  // Words for a shell. True where git was content.
  bool Git(const std::string& arguments) const {
    const std::string command =
        "GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a "
        "GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com "
        "git -C '" +
        path() + "' " + arguments + " >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
  }
  bool CommitAll() const { return Git("add -A") && Git("commit -q --allow-empty -m all"); }

  void Remove(std::string_view name) const { std::filesystem::remove(*this / name); }
  void Move(std::string_view from, std::string_view to) const {
    std::filesystem::rename(*this / from, *this / to);
  }

  // Settings and attributes that name a program for whatever git may be asked to do. It leaves the
  // file that this returns.
  std::string Booby(std::string_view pattern = "*") const {
    std::string mark = *this / ".git/mark";
    const std::string program =
        Write(".git/program.sh", "#!/bin/sh\ntouch '" + mark + "'\ncat\nexit 0\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    for (const char* key :
         {"core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "diff.external",
          "diff.evil.command", "diff.evil.textconv", "filter.evil.clean", "filter.evil.smudge",
          "filter.evil.process", "merge.evil.driver", "alias.cat-file", "remote.origin.uploadpack",
          "core.alternateRefsCommand", "credential.helper", "gpg.program"}) {
      Git("config " + std::string(key) + " '" + program + "'");
    }
    Git("config core.hooksPath '" + (*this / ".git") + "'");
    const std::string attributes =
        std::string(pattern) + " diff=evil filter=evil merge=evil text eol=crlf\n";
    Write(".gitattributes", attributes);
    Write(".git/info/attributes", attributes);
    return mark;
  }
};

}  // namespace leastwise

#endif  // LEASTWISE_TESTS_SUPPORT_SCRATCH_REPOSITORY_H_
