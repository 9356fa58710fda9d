#ifndef LEASTWISE_ENGINE_FINDING_H_
#define LEASTWISE_ENGINE_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/boxed.h"
#include "base/source_file.h"
#include "engine/message_template.h"
#include "engine/rule.h"
#include "iam/inventory.h"

namespace leastwise {

// A place with what the code frame says under it.
struct LabelledLocation {
  Location location{};
  std::string label;  // a few words, no final stop; may be empty
};

// What became of a finding. Nothing is dropped uncounted.
enum class Disposition : std::uint8_t {
  kActive,
  kBelowThreshold,  // under --min-severity or --min-confidence
  kHiddenByAudience,
  kSuppressed,
  kInBaseline,
  kFolded,  // one note stands for all of its family
};

// The entry of a configuration that suppresses a finding.
struct SuppressionNote {
  std::string reason;   // may be empty
  std::string expires;  // a date, `never`, or empty
  SourcePlace where;    // of the entry
};

// What the prose of a finding's rule says of the finding.
struct FindingProse {
  std::string help;                  // with placeholders filled in
  std::string suggestion;            // likewise
  std::vector<std::string> values;   // what FillProse puts into placeholders; see evaluator.h
  std::vector<ColumnValue> columns;  // likewise, into those of tables
};

// One finding. Owns its text; locations borrow the SourceFiles of the report.
struct Finding {
  const Rule* rule = nullptr;
  Confidence confidence = Confidence::kHigh;  // the rule's, or lower where the text has holes
  Audience audience = Audience::kRegular;     // the rule's, or kAuditor where a hole decides
  Disposition disposition = Disposition::kActive;
  std::string message;                     // one sentence with this finding's values, no final stop
  LabelledLocation primary;                // the smallest text that shows it
  std::vector<LabelledLocation> related;   // in file order
  std::vector<LabelledLocation> flow;      // of several grants: each, in the rule's order
  std::string pointer;                     // JSON pointer of the policy or identity in its file
  std::vector<std::string> containers;     // names of the identities or resource that hold it
  std::string policy;                      // name of the inline or managed policy, or empty
  std::optional<std::uint32_t> statement;  // index from 0
  std::string sid;
  std::string fingerprint;               // "lw1:" + 32 hex digits; no line numbers in it
  Boxed<std::string> moved_fingerprint;  // the same without the path; only where it was asked for
  const SuppressionNote* suppression = nullptr;  // of kSuppressed; owned by the run
  bool stands_for_others = false;                // a note that findings were folded into
  Boxed<FindingProse> prose;  // none: there is nothing to fill in, or it was not done yet

  std::string_view help() const { return prose ? std::string_view(prose->help) : ""; }
  std::string_view suggestion() const { return prose ? std::string_view(prose->suggestion) : ""; }
};

// What a run did; every number is shown by every reporter that has a place for it.
struct Summary {
  std::size_t files = 0;  // given or found by the walk
  std::size_t files_with_policies = 0;
  std::size_t files_skipped = 0;  // valid, but no policy in them (or not JSON, in a walk)
  std::size_t files_failed = 0;   // could not be read or parsed
  std::size_t policies = 0;       // documents of the input
  std::size_t identities = 0;
  std::size_t statements = 0;   // of those policies
  std::size_t analysed = 0;     // policies that rules could look at
  std::size_t cannot_tell = 0;  // rule × subject pairs that ended in "cannot tell"
  std::size_t superseded = 0;   // findings folded into a stronger one
};

// Findings of one rule that nobody asked to see: they were counted and have no words.
struct CountedFindings {
  const Rule* rule = nullptr;
  Disposition disposition = Disposition::kHiddenByAudience;
  std::size_t count = 0;
};

// All that a run says. Owned by the linter's caller; reporters only read it.
struct Report {
  std::vector<Finding> findings;          // sorted by path, offset, rule id; every disposition
  std::vector<CountedFindings> counted;   // the others, by rule id
  std::vector<NotAnalysed> not_analysed;  // sorted by path, place
  Summary summary;
  std::vector<const SourceFile*> files;  // those that findings may point into, sorted by path
  std::vector<const Rule*> rules;        // all rules that ran, sorted by id
  std::string tool_version;
  std::string pack_versions;  // "core 0.1.0, mine 1.2.0"
  std::string catalog_date;   // "2026-09-26"
  bool has_baseline = false;  // kInBaseline was told from kActive
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_FINDING_H_
