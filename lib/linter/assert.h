#ifndef LEASTWISE_LINTER_ASSERT_H_
#define LEASTWISE_LINTER_ASSERT_H_

#include <memory>
#include <string>
#include <vector>

#include "access/policy_comparison.h"
#include "base/file_reader.h"
#include "base/result.h"
#include "linter/expectations.h"
#include "linter/knowledge.h"

// The front door of `leastwise assert`: do the policies do what the files of expectations say?

namespace leastwise {

// A request that should not be as it is, or some that stand for many.
struct Violation {
  const AddedGrant* grant = nullptr;  // of the assertion's comparison
  Location expected{};                // what it breaks, in the file of expectations
};

// One demand on one policy, or on several that are taken together.
struct Assertion {
  const Demand* demand = nullptr;
  // The file, and the policy's own name where the file holds several; of several policies the first
  // and how many there are more.
  std::string policy;
  PolicyKind kind = PolicyKind::kIdentity;
  // Its verdict is the answer: a pass is proven, a failure shown by a request that was tried out.
  // What the policy allows and should not; of `always`, what it should allow and does not: then the
  // statements of `added` are made up, and `old_statements` are the policy's own.
  PolicyComparison comparison;
  std::vector<Violation> violations;
  const ActionTable* actions = nullptr;  // of the ids in the comparison
};

// One expectation with its answers: each demand, each policy. Without answers where an error kept
// it from being asked.
struct AssertedExpectation {
  const Expectation* expectation = nullptr;
  std::vector<Assertion> answers;
};

// All answers, with what they point into.
class AssertResult {
 public:
  AssertResult();
  ~AssertResult();
  AssertResult(AssertResult&&) noexcept;
  AssertResult& operator=(AssertResult&&) noexcept;

  // In the order of the files. Empty where a file of expectations is wrong.
  std::vector<AssertedExpectation> expectations;
  // kPack and kUsage: a file of expectations is wrong, or matches nothing. Else inputs that could
  // not be read; what else was asked is answered.
  std::vector<Error> errors;

  // The text of an input that `errors` speak of, or null.
  const SourceFile* Source(const std::string& path) const;

 private:
  friend class AssertRun;
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

// Never fails but in `errors`. Paths in the files count from the file's own folder. `knowledge`
// must outlive the result. Deterministic.
AssertResult Assert(const std::vector<std::string>& files, const Knowledge& knowledge,
                    const FileReader& reader);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_ASSERT_H_
