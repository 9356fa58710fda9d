#ifndef LEASTWISE_LINTER_DIFF_H_
#define LEASTWISE_LINTER_DIFF_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/policy_comparison.h"
#include "base/file_reader.h"
#include "base/result.h"
#include "iam/inventory.h"
#include "linter/knowledge.h"

// The front door of `leastwise diff`: what do the policies in one place grant that those in another
// do not?

namespace leastwise {

struct DiffOptions {
  // Two files, or two folders whose files are matched by their relative names, each on the disk or
  // a REVISION:path of git: see PairPlaces. A file that is only in one of the folders is compared
  // with a policy that says nothing.
  std::string old_path;
  std::string new_path;
  // Instead of those: what differs between this revision and the work tree, all of it or below
  // `paths`: see PairWithBase.
  std::optional<std::string> base;
  std::vector<std::string> paths;
  std::optional<PolicyKind> kind;  // of bare documents; nothing: guessed from their content
  // What caps both sides, or empty. The SCPs are one level.
  std::string boundary;
  std::vector<std::string> service_controls;
};

// One policy before and after, or one identity with all that it holds: its inline policies, those
// that are attached to it (of the same file, or AWS's own), its groups' and its boundary.
struct DiffComparison {
  // The name of the file, relative to the folders where those were given; with the name of the
  // identity, or the policy's own where the file holds several.
  std::string name;
  std::string moved_from;  // the name that the file had before, where it moved
  PolicyKind kind = PolicyKind::kIdentity;
  const Identity* identity = nullptr;       // null: a policy; of the new side where it has one
  std::vector<const Policy*> old_policies;  // empty where there is none
  std::vector<const Policy*> new_policies;
  bool has_old = true;
  bool has_new = true;
  PolicyComparison added;    // of the new side over the old; its verdict is the comparison's
  PolicyComparison removed;  // of the old side over the new
  const ActionTable* actions = nullptr;  // of the ids in both
};

// All comparisons, with what they point into.
class DiffResult {
 public:
  DiffResult();
  ~DiffResult();
  DiffResult(DiffResult&&) noexcept;
  DiffResult& operator=(DiffResult&&) noexcept;

  // Inputs that could not be read (kIo, kSyntax), or two that cannot be compared (kUsage).
  std::vector<Error> errors;
  std::vector<DiffComparison> comparisons;  // in order of the files, then of the documents
  // Files that differ, or were given, and hold a policy on neither side.
  std::size_t files_without_policies = 0;
  // Files that a sparse checkout keeps off the disk: not compared.
  std::size_t sparse_files = 0;

  // kError before kFail before kUnknown before kPass.
  ComparisonVerdict verdict() const;
  // The text of an input that `errors` speak of, or null.
  const SourceFile* Source(const std::string& path) const;

 private:
  friend class DiffRun;
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

// Never fails but in `errors`; what could be compared is. `knowledge` must outlive the result.
// Identities are matched by ARN, and compared by what they may do, so that a new attachment counts
// as much as a new statement. Trust policies, and what nobody of the file holds, are compared one
// policy with another.
// An SCP is compared together with FullAWSAccess where it allows nothing itself, as AWS attaches
// it.
DiffResult Diff(const DiffOptions& options, const Knowledge& knowledge, const FileReader& reader);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_DIFF_H_
