#ifndef LEASTWISE_ENGINE_SUBJECT_LINKS_H_
#define LEASTWISE_ENGINE_SUBJECT_LINKS_H_

#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/access_memo.h"
#include "access/grants.h"
#include "engine/run_subject.h"

namespace leastwise {

// The identities of a run as others see them, for rules that look from one to another. Nothing is
// made before it is asked for. Borrows the subjects, the table and the memo; thread-safe.
class SubjectLinks {
 public:
  SubjectLinks(std::span<const RunSubject> subjects, const ActionTable& actions,
               const AccessMemo& memo);

  // All identities of the input, in its order.
  std::span<const Identity* const> identities() const;
  // The subject of an identity's own grants; null where it holds none.
  const RunSubject* SubjectOf(const Identity& identity) const;
  // Its grants, made when first asked for: few identities of an account are looked at from another.
  const Grants* GrantsOf(const Identity& identity) const;
  // The identities of which a policy, or the trust policy, has the ARN of `identity` in it as it
  // stands: as a resource or as a principal. In the order of the input, its own among them.
  std::span<const Identity* const> NamersOf(const Identity& identity) const;
  // Whether `other` can do something that `own` cannot, by the decision procedure; something
  // `among` these actions, where that is not null. Unknown where a policy or a boundary of either
  // was not read.
  Answer Exceeds(const RunSubject& other, const RunSubject& own, const ActionSet* among) const;

 private:
  struct Made {
    std::once_flag once;
    std::optional<Grants> grants;
  };
  struct Index {
    std::once_flag once;
    std::vector<const Identity*> identities;
    std::unordered_map<const Identity*, std::size_t> by_identity;
    std::vector<const RunSubject*> subjects;
    mutable std::deque<Made> made;  // for each of `subjects`
  };
  const Index& Indexed() const;
  void IndexNames() const;

  const ActionTable& actions_;
  const AccessMemo& memo_;
  const std::span<const RunSubject> all_;
  mutable Index index_;
  // Made when first asked for: who has an ARN in its policies.
  mutable std::once_flag indexed_;
  mutable std::unordered_map<std::string_view, std::vector<const Identity*>> namers_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_SUBJECT_LINKS_H_
