#include <algorithm>
#include <array>

#include "report/concise_reporter.h"
#include "report/github_reporter.h"
#include "report/gitlab_reporter.h"
#include "report/json_reporter.h"
#include "report/junit_reporter.h"
#include "report/markdown_reporter.h"
#include "report/reporter.h"
#include "report/sarif_reporter.h"
#include "report/text_reporter.h"

namespace leastwise {
namespace {

constexpr std::array kReporters = {
    Reporter{"concise", "one line a finding: path:line:col: level[ID] message", WriteConcise,
             false},
    Reporter{"github", "workflow commands: annotations on a pull request", WriteGithub, false},
    Reporter{"gitlab", "Code Quality report of GitLab", WriteGitlab, false},
    Reporter{"json", "json-v1, every finding with its disposition, for programs", WriteJson, true,
             true},
    Reporter{"jsonl", "the same as a stream, one object a line", WriteJsonLines, true, true},
    Reporter{"junit", "JUnit XML, for test views of CI servers", WriteJunit},
    Reporter{"markdown", "a comment for a pull request", WriteMarkdown},
    Reporter{"sarif", "SARIF 2.1.0, for GitHub code scanning and other viewers", WriteSarif},
    Reporter{"text", "frames of the source with why and help, for people", WriteText},
};

}  // namespace

std::span<const Reporter> Reporters() { return kReporters; }

const Reporter* FindReporter(std::string_view name) {
  const auto found =
      std::find_if(kReporters.begin(), kReporters.end(),
                   [name](const Reporter& reporter) { return reporter.name == name; });
  return found == kReporters.end() ? nullptr : &*found;
}

}  // namespace leastwise
