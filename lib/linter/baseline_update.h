#ifndef LEASTWISE_LINTER_BASELINE_UPDATE_H_
#define LEASTWISE_LINTER_BASELINE_UPDATE_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/baseline.h"
#include "linter/check.h"
#include "linter/file_finder.h"
#include "linter/knowledge.h"

namespace leastwise {

// The findings of a run that count or are in its baseline already, as entries. The run must have
// been made with CheckOptions::moved_fingerprints.
std::vector<BaselineEntry> EntriesOf(const CheckResult& result, const CheckOptions& options);

struct BaselineRules {
  FailOn fail_on;           // new findings at or above it are refused
  bool accept_new = false;  // none is
  bool prune_only = false;  // new findings are left out, whatever they are
};

// A baseline laid against a run.
struct BaselineChange {
  Baseline baseline;  // what it becomes, if nothing was refused
  std::size_t kept = 0;
  std::size_t moved = 0;    // found under another path
  std::size_t removed = 0;  // gone from files that were read, or with their file
  std::size_t added = 0;
  std::vector<const Finding*> refused;  // of the result
};

// What was not read and is still on the disk keeps its entries, so that a run over a few files
// forgets nothing of the others.
BaselineChange UpdateBaseline(const Baseline& old, const CheckResult& result,
                              std::span<const InputFile> files, const CheckOptions& options,
                              const BaselineRules& rules);

// The findings that a git revision has in these files, and in what they were called then, as a
// baseline. Files that are the same are read from the disk. Errors: see PairWithBase.
Baseline BaselineOfRevision(const std::string& revision, std::span<const InputFile> files,
                            const Knowledge& knowledge, const FileReader& reader,
                            const CheckOptions& options, std::vector<Error>* errors);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_BASELINE_UPDATE_H_
