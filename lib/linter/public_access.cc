#include "linter/public_access.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "access/condition_value.h"
#include "iam/arn.h"
#include "iam/glob.h"
#include "linter/policy_text.h"

namespace leastwise {
namespace {

// What a value of the key must be to fix who asks or from where.
enum class FixedBy : std::uint8_t {
  kLiteral,      // a text without wildcards
  kArn,          // the same; where only the account is fixed, AWS leaves it open
  kAccountArn,   // an ARN whose account is fixed
  kOrgPath,      // a path whose organization is fixed
  kUserId,       // a text without wildcards; AWS is unclear about `AROLEID:*`
  kBlock,        // addresses, no wider than /8 or, of IPv6, /32
  kFlag,         // true
  kOpenFlag,     // true, and AWS does not say whether that counts
  kOpenLiteral,  // a text without wildcards, and AWS does not say whether that counts
};
struct TrustKey {
  std::string_view key;  // folded
  FixedBy fixed_by;
};
constexpr std::array<TrustKey, 27> kTrustKeys = {{
    {"aws:federatedprovider", FixedBy::kOpenLiteral},
    {"aws:principalaccount", FixedBy::kLiteral},
    {"aws:principalarn", FixedBy::kArn},
    {"aws:principalisawsservice", FixedBy::kOpenFlag},
    {"aws:principalorgid", FixedBy::kLiteral},
    {"aws:principalorgpaths", FixedBy::kOrgPath},
    {"aws:principalservicename", FixedBy::kLiteral},
    {"aws:principalservicenameslist", FixedBy::kLiteral},
    {"aws:sourceaccount", FixedBy::kLiteral},
    {"aws:sourcearn", FixedBy::kArn},
    {"aws:sourceip", FixedBy::kBlock},
    {"aws:sourceorgid", FixedBy::kLiteral},
    {"aws:sourceorgpaths", FixedBy::kOrgPath},
    {"aws:sourceowner", FixedBy::kLiteral},
    {"aws:sourcevpc", FixedBy::kLiteral},
    {"aws:sourcevpcarn", FixedBy::kArn},
    {"aws:sourcevpce", FixedBy::kLiteral},
    {"aws:userid", FixedBy::kUserId},
    {"aws:vpceaccount", FixedBy::kLiteral},
    {"aws:vpceorgid", FixedBy::kLiteral},
    {"aws:vpceorgpaths", FixedBy::kOrgPath},
    {"elasticfilesystem:accessedviamounttarget", FixedBy::kFlag},
    {"kms:calleraccount", FixedBy::kLiteral},
    {"lambda:eventsourcetoken", FixedBy::kLiteral},
    {"s3:dataaccesspointaccount", FixedBy::kLiteral},
    {"s3:dataaccesspointarn", FixedBy::kAccountArn},
    {"s3:x-amz-server-side-encryption-aws-kms-key-id", FixedBy::kLiteral},
}};

// Identity providers whose tokens anyone can get who signs up with them; then a claim must say for
// whom the token is.
constexpr std::array<std::string_view, 9> kSharedProviders = {
    "accounts.google.com", "agent.buildkite.com",
    "app.terraform.io",    "cognito-identity.amazonaws.com",
    "gitlab.com",          "graph.facebook.com",
    "oidc.vercel.com",     "token.actions.githubusercontent.com",
    "www.amazon.com"};
constexpr std::array<std::string_view, 13> kSubjectClaims = {
    "sub",        "repository",       "repository_id",      "repository_owner", "project_path",
    "project_id", "namespace_path",   "namespace_id",       "app_id",           "organization_id",
    "user_id",    "job_workflow_ref", "repository_owner_id"};
// Providers where the audience is one customer's own.
constexpr std::array<std::string_view, 2> kOwnAudiences = {"cognito-identity.amazonaws.com",
                                                           "accounts.google.com"};

template <typename List>
bool Has(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

std::optional<FixedBy> FixedByOf(std::string_view key) {
  for (const TrustKey& known : kTrustKeys) {
    if (known.key == key) return known.fixed_by;
  }
  return std::nullopt;
}

// `token.actions.githubusercontent.com:sub` and its like.
bool IsSubjectKey(std::string_view key) {
  const std::size_t colon = key.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view provider = key.substr(0, colon);
  const std::string_view claim = key.substr(colon + 1);
  if (!Has(kSharedProviders, provider)) return false;
  return Has(kSubjectClaims, claim) || (claim == "aud" && Has(kOwnAudiences, provider));
}

bool IsSharedProvider(const Principal& principal) {
  return principal.kind == PrincipalKind::kOidc && Has(kSharedProviders, principal.name);
}

bool IsAccount(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool HasFixedAccount(std::string_view value) {
  const std::optional<ArnParts> arn = SplitArn(value);
  return arn && IsAccount(arn->account);
}

bool HasFixedOrganization(std::string_view value) {
  const std::string_view head = value.substr(0, value.find('/'));
  return head.size() < value.size() && head.starts_with("o-") && !Glob::HasWildcard(head);
}

bool IsPattern(const ConditionEntry& entry, std::string_view value) {
  const bool is_glob =
      entry.family == ConditionFamily::kStringLike || entry.family == ConditionFamily::kArn;
  return is_glob && Glob::HasWildcard(value);
}

bool IsText(ConditionFamily family) {
  return family == ConditionFamily::kString || family == ConditionFamily::kStringIgnoreCase ||
         family == ConditionFamily::kStringLike || family == ConditionFamily::kArn;
}

// How far a value tells strangers from others.
enum class Fixing : std::uint8_t { kNothing, kDoubtful, kFixed };

Fixing FixingOf(FixedBy fixed_by, const ConditionEntry& entry, const Text& text) {
  const std::string_view value = text.value;
  if (text.has_hole()) return Fixing::kNothing;
  if (fixed_by == FixedBy::kBlock) {
    constexpr unsigned kWidestV4 = 8;
    constexpr unsigned kWidestV6 = 32;
    const std::optional<IpBlock> block = ParseIpBlock(value);
    const bool is_narrow = block && block->bits >= (block->is_v6 ? kWidestV6 : kWidestV4);
    return entry.family == ConditionFamily::kIp && is_narrow ? Fixing::kFixed : Fixing::kNothing;
  }
  if (fixed_by == FixedBy::kFlag || fixed_by == FixedBy::kOpenFlag) {
    const bool is_true = EqualsFolded(value, "true") &&
                         (entry.family == ConditionFamily::kBool || IsText(entry.family));
    if (!is_true) return Fixing::kNothing;
    return fixed_by == FixedBy::kFlag ? Fixing::kFixed : Fixing::kDoubtful;
  }
  if (!IsText(entry.family)) return Fixing::kNothing;
  if (!IsPattern(entry, value)) {
    return fixed_by == FixedBy::kOpenLiteral ? Fixing::kDoubtful : Fixing::kFixed;
  }
  switch (fixed_by) {
    case FixedBy::kArn:
      return HasFixedAccount(value) ? Fixing::kDoubtful : Fixing::kNothing;
    case FixedBy::kAccountArn:
      return HasFixedAccount(value) ? Fixing::kFixed : Fixing::kNothing;
    case FixedBy::kOrgPath:
      return HasFixedOrganization(value) ? Fixing::kFixed : Fixing::kNothing;
    case FixedBy::kUserId: {
      const std::string_view id = value.substr(0, value.find(':'));
      return id.size() < value.size() && !Glob::HasWildcard(id) ? Fixing::kDoubtful
                                                                : Fixing::kNothing;
    }
    default:
      return Fixing::kNothing;
  }
}

// The operator that holds where the request has none of the values, or not the key.
std::string RefusingOperator(const ConditionEntry& entry, std::string_view value) {
  std::string op = "StringNotEquals";
  if (entry.family == ConditionFamily::kIp) {
    op = "NotIpAddress";
  } else if (IsPattern(entry, value)) {
    op = entry.family == ConditionFamily::kArn ? "ArnNotLike" : "StringNotLike";
  } else if (entry.family == ConditionFamily::kStringIgnoreCase ||
             entry.family == ConditionFamily::kBool) {
    op += "IgnoreCase";
  }
  return entry.quantifier == Quantifier::kNone ? op : "ForAllValues:" + op;
}

bool IsFixedOne(const Principal& principal) {
  return principal.kind != PrincipalKind::kEveryone && principal.kind != PrincipalKind::kUnknown;
}

class StrangerFinder {
 public:
  StrangerFinder(const Policy& policy, const ActionCatalog& catalog)
      : policy_(policy), catalog_(catalog) {
    for (StatementText* text : {&certain_, &possible_}) {
      text->actions = {"*"};
      if (policy.kind != PolicyKind::kTrust) text->resources = {"*"};
    }
  }

  StrangerRequests Find() {
    for (const Statement& statement : policy_.statements) {
      for (const ConditionEntry& entry : statement.conditions) AddEntry(entry);
      AddPrincipals(statement);
    }
    for (StatementText* text : {&certain_, &possible_}) {
      text->not_principals = !text->principals.empty();
      if (text->principals.empty()) text->principals = {"*"};
    }
    out_.certain = WritePolicy({&certain_, 1}, policy_.version_2012);
    out_.possible = WritePolicy({&possible_, 1}, policy_.version_2012);
    return std::move(out_);
  }

 private:
  void AddEntry(const ConditionEntry& entry) {
    if (IsSubjectKey(entry.folded_key)) return AddSubject(entry);
    const std::optional<FixedBy> fixed_by = FixedByOf(entry.folded_key);
    if (!fixed_by) return;
    for (const Text& value : entry.values) {
      const Fixing fixing = FixingOf(*fixed_by, entry, value);
      if (fixing == Fixing::kNothing) continue;
      Refuse(entry, value, &certain_);
      if (fixing == Fixing::kFixed) {
        Refuse(entry, value, &possible_);
      } else {
        Doubt("AWS does not say whether `" + std::string(entry.key.value) + "` = `" +
              std::string(value.value) + "` fixes who asks");
      }
    }
  }

  // A pattern of a subject that fixes how it begins (`repo:team/*`) says for whom the token is.
  void AddSubject(const ConditionEntry& entry) {
    for (const Text& value : entry.values) {
      const bool begins_fixed =
          !value.value.empty() && !Glob::HasWildcard(value.value.substr(0, 1));
      if (!IsText(entry.family) || value.has_hole() || !begins_fixed) continue;
      Refuse(entry, value, &certain_);
      Refuse(entry, value, &possible_);
    }
  }

  void Refuse(const ConditionEntry& entry, const Text& value, StatementText* text) const {
    std::string op = RefusingOperator(entry, value.value);
    const std::optional<ConditionKeyId> key = catalog_.FindConditionKey(entry.folded_key);
    const bool is_list = key && IsMultivalued(catalog_.condition_key(*key).type);
    if (is_list && !op.starts_with("For")) op = "ForAllValues:" + op;
    text->conditions[op][std::string(entry.folded_key)].insert(std::string(value.value));
  }

  // Whoever is named by the policy is no stranger, whatever a Deny spares or an Allow leaves out.
  void AddPrincipals(const Statement& statement) {
    for (const Principal& principal : statement.principals) {
      if (IsSharedProvider(principal) && statement.effect == Effect::kAllow &&
          !statement.is_not_principal) {
        Doubt("`" + std::string(principal.name) +
              "` vouches for everyone who uses it, and AWS does not say whether letting it in "
              "without a fixed subject is public");
        Add(principal, &certain_);
        continue;
      }
      const bool is_comparable = IsFixedOne(principal) && !principal.text.has_hole() &&
                                 principal.kind != PrincipalKind::kCanonical &&
                                 principal.kind != PrincipalKind::kUniqueId;
      if (!is_comparable) continue;
      Add(principal, &certain_);
      Add(principal, &possible_);
    }
  }

  static void Add(const Principal& principal, StatementText* text) {
    std::string name(principal.text.value);
    if (!Has(text->principals, name)) text->principals.push_back(std::move(name));
  }

  void Doubt(std::string doubt) {
    if (!Has(out_.doubts, doubt)) out_.doubts.push_back(std::move(doubt));
  }

  const Policy& policy_;
  const ActionCatalog& catalog_;
  StatementText certain_;
  StatementText possible_;
  StrangerRequests out_;
};

bool SpeaksOfStrangers(const Statement& statement, bool keeps_doubtful) {
  if (statement.effect != Effect::kAllow || statement.is_not_principal) return true;
  return std::any_of(statement.principals.begin(), statement.principals.end(),
                     [&](const Principal& principal) {
                       return !IsFixedOne(principal) || principal.text.has_hole() ||
                              (keeps_doubtful && IsSharedProvider(principal));
                     });
}

}  // namespace

StrangerRequests StrangersOf(const Policy& policy, const ActionCatalog& catalog) {
  return StrangerFinder(policy, catalog).Find();
}

Policy WithoutFixedPrincipals(const Policy& policy, bool keeps_doubtful, Arena& arena) {
  std::vector<Statement> kept;
  for (const Statement& statement : policy.statements) {
    if (SpeaksOfStrangers(statement, keeps_doubtful)) kept.push_back(statement);
  }
  Policy out = policy;
  out.statements = arena.Copy(kept);
  return out;
}

}  // namespace leastwise
