#ifndef LEASTWISE_ACCESS_KNOWN_CONTEXT_H_
#define LEASTWISE_ACCESS_KNOWN_CONTEXT_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/arena.h"
#include "iam/policy.h"

namespace leastwise {

// What every request of one identity says of a key: its only value, or nothing where the key is
// surely absent. Keys are folded.
using KnownKeys = std::map<std::string, std::optional<std::string>, std::less<>>;

// Documents as they read for requests that say this much: conditions that surely hold are left out,
// and so are statements with one that surely does not; policy variables are filled in. What cannot
// be told is left as it is, so that the documents allow and deny each request of the identity as
// before. Borrows the documents; copies live in the arena. Not thread-safe.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
class KnownContext {
 public:
  KnownContext(KnownKeys keys, Arena* arena) : keys_(std::move(keys)), arena_(arena) {}

  // The policy itself where it speaks of none of the keys. Call it when the policy is linked.
  const Policy* Apply(const Policy* policy);

  // What Apply made a copy of; the argument itself where it made none.
  const Policy* OriginOf(const Policy* policy) const;
  const Statement* OriginOf(const Policy* policy, const Statement* statement) const;

  const KnownKeys& keys() const { return keys_; }
  // Those of the keys that some policy speaks of.
  const std::set<std::string_view>& used() const { return used_; }

 private:
  std::optional<Statement> Read(const Statement& statement);
  std::span<const Text> Fill(std::span<const Text> texts, bool is_resource);
  std::optional<Text> Filled(const Text& text, bool is_resource);
  const std::optional<std::string>* Find(std::string_view folded_key);

  KnownKeys keys_;
  Arena* arena_;
  std::set<std::string_view> used_;
  std::map<const Policy*, const Policy*> origins_;  // of copies
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_KNOWN_CONTEXT_H_
