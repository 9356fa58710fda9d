#ifndef LEASTWISE_ENGINE_MATCHER_H_
#define LEASTWISE_ENGINE_MATCHER_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/grants.h"
#include "base/boxed.h"
#include "base/truth.h"
#include "engine/grant_query.h"
#include "engine/message_template.h"
#include "engine/persona.h"
#include "engine/touches.h"
#include "iam/inventory.h"

// What a `match` becomes: a tree of typed matchers. A matcher is const and thread-safe; what one
// evaluation needs stands in its MatchContext.

namespace leastwise {

class PersonaBaseline;   // engine/persona_baseline.h
class PersonaBaselines;  // likewise
class SubjectLinks;      // engine/subject_links.h

// What one run knows beyond the book: the queries of the book, over the run's actions.
// Const while subjects are evaluated.
struct MatchRun {
  const SubjectLinks* links = nullptr;  // null: no entry of the run asks for other subjects
  const ActionTable* actions = nullptr;
  const AccessMemo* memo = nullptr;
  // By GrantQueryId; those of entries that are not evaluated in this run are empty, and have no
  // plan. `overlaps` is filled in for each evaluation.
  std::vector<Query> queries;
  std::vector<std::unique_ptr<QueryPlan>> plans;
  std::span<const Persona> personas;
  const PersonaBaselines* baselines = nullptr;
  bool has_scp = false;  // the input holds a service control policy
  const Inventory* inventory = nullptr;
};

// What the entries of a run ask again and again of one identity, each found out once. For one
// thread. Borrows the run and the identity, which may be null.
class HolderFacts {
 public:
  HolderFacts(const MatchRun& run, const Identity* identity)
      : run_(run), identity_(identity), personas_(run.personas.size()) {}
  HolderFacts(const HolderFacts&) = delete;
  HolderFacts& operator=(const HolderFacts&) = delete;

  const Identity* identity() const { return identity_; }
  // Whether it is of a persona of the run. Needs an identity, as the next two do.
  Truth IsOf(const Persona& persona) { return ToTruth(As(persona)); }
  // Whether somebody says that it is of one.
  bool IsDeclared();
  // What identities of its personas need; null where it has none, or that is not known.
  const PersonaBaseline* Baseline();
  // Of its trust policy; null where the input has none.
  const Grants* TrustGrants();

 private:
  Recognition As(const Persona& persona);

  const MatchRun& run_;
  const Identity* identity_;
  std::vector<std::optional<Recognition>> personas_;  // in the order of MatchRun::personas
  std::optional<bool> is_declared_;
  std::optional<const PersonaBaseline*> baseline_;
  const Policy* trust_ = nullptr;  // what trust_grants_ borrows
  std::optional<Grants> trust_grants_;
};

// The subject that is looked at. Parts that it does not have are null.
class MatchContext {
 public:
  // `holder` is borrowed.
  MatchContext(const MatchRun& run, PolicyKind kind, const Grants* grants, HolderFacts* holder,
               const Problem* problem = nullptr)
      : run_(run), kind_(kind), grants_(grants), holder_(*holder), problem_(problem) {}
  MatchContext(const MatchContext&) = delete;
  MatchContext& operator=(const MatchContext&) = delete;

  const MatchRun& run() const { return run_; }
  const Identity* identity() const { return holder_.identity(); }
  HolderFacts& holder() const { return holder_; }
  const Problem* problem() const { return problem_; }
  // Those that the rule's kind speaks of.
  const Grants* SubjectGrants() const { return grants_; }
  // Null where the input does not hold such grants.
  const Grants* GrantsOf(GrantScope scope);

  // What nodes of this subject bound with `as: $x`: resource patterns.
  void Bind(std::string_view name, std::vector<std::string_view> patterns);
  std::span<const std::string_view> Bound(std::string_view name) const;

 private:
  const MatchRun& run_;
  PolicyKind kind_;
  const Grants* grants_;
  HolderFacts& holder_;
  const Problem* problem_;
  std::vector<std::pair<std::string_view, std::vector<std::string_view>>> bindings_;
};

// A text that a matcher found, or the place at which it has something to say.
struct FoundText {
  Location place{};
  const void* object =
      nullptr;  // the text, tag or identity: one of several subjects is one finding
  // For `{detail}`: "the value of tag `x`", "a condition value". What a `text` matcher finds is
  // never printed itself.
  std::string where;
};

class Matcher;

// One thing that a matcher found; each may become a finding. Borrows the inventory.
struct Hit {
  Truth truth = Truth::kYes;
  // Why `truth` is unknown: a fact or document that the input lacks, rather than a hole in a text.
  bool lacks_input = false;
  Boxed<Evidence> evidence;           // a granting statement
  const GrantQuery* query = nullptr;  // that was asked for it
  std::vector<const Attachment*> attachments;
  const AccessKey* key = nullptr;
  bool names_identity = false;  // the identity itself, or what it is missing
  const Problem* problem = nullptr;
  Boxed<FoundText> text;
  const Identity* other = nullptr;       // that a link leads to
  const Attachment* bounds = nullptr;    // the boundary that a link leads to
  const std::string* gains = nullptr;    // what a path leads to; the matcher's
  const std::string* persona = nullptr;  // that it was held against; the run's
  const Matcher* part = nullptr;         // of an `all`, that found it
  std::vector<Hit> with;                 // what else had to hold
};

struct Match {
  Truth truth = Truth::kNo;
  bool lacks_input = false;  // as in Hit
  std::vector<Hit> hits;     // none of them is kNo; empty where there is nothing to underline
};

// What a rule has to be given to look at.
struct MatcherNeeds {
  bool grants = false;
  bool identity = false;  // facts on the holder: evaluated once for each
  bool problem = false;
  bool review = false;       // what ReviewPolicy finds (access/policy_review.h)
  bool each_holder = false;  // evaluated once for each holder, or once where there is none
  bool links = false;        // other subjects of the run

  MatcherNeeds operator|(const MatcherNeeds& other) const {
    return {grants || other.grants, identity || other.identity,       problem || other.problem,
            review || other.review, each_holder || other.each_holder, links || other.links};
  }
  // As one number, and back.
  std::uint8_t ToBits() const {
    return static_cast<std::uint8_t>((grants ? 1U : 0U) | (identity ? 2U : 0U) |
                                     (problem ? 4U : 0U) | (review ? 8U : 0U) |
                                     (each_holder ? 16U : 0U) | (links ? 32U : 0U));
  }
  static MatcherNeeds FromBits(unsigned bits) {
    return {(bits & 1U) != 0, (bits & 2U) != 0,  (bits & 4U) != 0,
            (bits & 8U) != 0, (bits & 16U) != 0, (bits & 32U) != 0};
  }
};

class Matcher {
 public:
  virtual ~Matcher() = default;
  // False only where Evaluate would say kNo: a cheap test that lets whole rules be skipped.
  virtual bool MayMatch(const MatchContext& context) const = 0;
  // Likewise, whoever holds these grants, or grants of the same content (Grants::content).
  virtual bool MayMatchGrants(const MatchRun& /*run*/, const Grants& /*grants*/) const {
    return true;
  }
  virtual Match Evaluate(MatchContext& context) const = 0;
  virtual MatcherNeeds needs() const = 0;
  // What messages may print of every hit.
  virtual PlaceholderSet provides() const = 0;
  // What an input must hold for Evaluate to find anything. `named`: the book's expressions.
  virtual Touches touches(std::span<const ActionExpr> /*named*/) const { return {}; }
};

using MatcherList = std::vector<std::unique_ptr<Matcher>>;

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_MATCHER_H_
