#ifndef LEASTWISE_TESTS_SUPPORT_TINY_POLICIES_H_
#define LEASTWISE_TESTS_SUPPORT_TINY_POLICIES_H_

#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "access/request.h"

// Random policies over a universe that is small enough to be tried out request by request, and what
// they say of a request. The rules of IAM are written down here once more, on plain strings:
// nothing of lib/access or lib/iam is used, so that agreement means something.

namespace leastwise::testing {

struct TinyCondition {
  std::string op;   // as it is written, with quantifier and IfExists
  std::string key;  // as it is written
  std::vector<std::string> values;
};

struct TinyStatement {
  bool allows = true;
  bool not_action = false;
  bool not_resource = false;
  bool not_principal = false;
  std::vector<std::string> actions;     // with wildcards
  std::vector<std::string> resources;   // `*`, or what stands behind `arn:aws:s3:::`
  std::vector<std::string> principals;  // `AWS` values, or a service; empty: there is no Principal
  std::vector<TinyCondition> conditions;
};

using TinyPolicy = std::vector<TinyStatement>;

// A complete document.
std::string ToJson(const TinyPolicy& policy);

// Whether a statement applies to a request, part by part. An operator without set operator matches
// no several values.
bool AppliesToPrincipal(const TinyStatement& statement, const std::string& principal);
bool AppliesToTarget(const TinyStatement& statement, const Request& request);
bool AppliesInContext(const TinyStatement& statement, const Request& request);

// What documents say of a request: the policy must allow it and the boundary, where there is one,
// and no Deny of either may apply.
struct TinySide {
  TinyPolicy policy;
  TinyPolicy boundary;  // empty: there is none
};
bool Allows(const TinySide& side, const Request& request);

// What random policies may be made of.
struct TinyOptions {
  bool principals = false;  // of a resource policy
  bool variables = false;   // `${aws:username}` in resources and values
};

// A key of the universe: the values that requests have, and what conditions ask for.
struct TinyKey {
  std::string name;
  std::vector<std::vector<std::string>> given;  // value sets of requests; empty: absent
  std::vector<std::string> operators;
  std::vector<std::string> limits;
};

// Makes policies and the requests that could tell them apart; the same seed gives the same.
class TinyMaker {
 public:
  explicit TinyMaker(unsigned seed, TinyOptions options = {});

  // Policies made before the next call share two keys.
  void PickKeys();
  TinyPolicy Policy();
  TinyStatement Statement();
  const std::vector<TinyKey>& keys() const { return keys_; }
  const TinyOptions& options() const { return options_; }
  std::size_t Below(std::size_t limit) { return random_() % limit; }

 private:
  std::string Pick(const std::vector<std::string>& list) { return list[Below(list.size())]; }
  std::string Resource();
  TinyCondition Condition(const TinyKey& key);

  std::mt19937 random_;
  TinyOptions options_;
  std::vector<TinyKey> keys_;
};

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_SUPPORT_TINY_POLICIES_H_
