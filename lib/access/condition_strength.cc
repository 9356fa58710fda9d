#include "access/condition_strength.h"

#include <algorithm>
#include <array>
#include <string>

#include "iam/glob.h"

namespace leastwise {
namespace {

// "Availability: always included in the request context" in AWS's list of global keys, and
// iam:PassedToService, which every PassRole call carries.
constexpr std::array<std::string_view, 13> kAlwaysPresent = {
    "aws:currenttime",
    "aws:epochtime",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principaltype",
    "aws:requestedregion",
    "aws:securetransport",
    "aws:useragent",
    "aws:userid",
    "aws:viaawsservice",
    "iam:passedtoservice",
    "kms:calleraccount",
};

constexpr std::array<std::string_view, 3> kCallerControlled = {
    "aws:referer",
    "aws:tagkeys",
    "aws:useragent",
};

// Keys that only some resources or ways of calling have: who asks for one at all, by `Null: false`
// or by any value, has left the others out. The key may be a pattern (`aws:ResourceTag/*`).
constexpr std::array<std::string_view, 8> kRestrictingByPresence = {
    "aws:calledvia",           "aws:calledviafirst",
    "aws:calledvialast",       "bedrock:inferenceprofilearn",
    "bedrock:promptrouterarn", "kms:resourcealiases",
    "kms:viaservice",          "s3:dataaccesspointarn",
};

// What the caller's own account and organisation are called, of the resource and of the caller.
struct OwnValue {
  std::string_view key;
  std::string_view variable;
};
constexpr std::array<OwnValue, 3> kOwn = {{
    {"aws:resourceaccount", "aws:PrincipalAccount"},
    {"aws:resourceorgid", "aws:PrincipalOrgID"},
    {"s3:resourceaccount", "aws:PrincipalAccount"},
}};

bool RestrictsByPresence(std::string_view folded_key) {
  return folded_key.find(":resourcetag/") != std::string_view::npos ||
         folded_key.find(":existingobjecttag/") != std::string_view::npos ||
         std::find(kRestrictingByPresence.begin(), kRestrictingByPresence.end(), folded_key) !=
             kRestrictingByPresence.end();
}

bool IsCallerControlled(std::string_view key) {
  return key.starts_with("aws:requesttag/") ||
         std::find(kCallerControlled.begin(), kCallerControlled.end(), key) !=
             kCallerControlled.end();
}

bool HasEverything(const ConditionEntry& entry) {
  const bool is_glob =
      entry.family == ConditionFamily::kStringLike || entry.family == ConditionFamily::kArn;
  return std::any_of(entry.values.begin(), entry.values.end(), [&](const Text& value) {
    if (entry.family == ConditionFamily::kIp) {
      return value.pattern == "0.0.0.0/0" || value.pattern == "::/0";
    }
    return is_glob && Glob(value.pattern).is_everything();
  });
}

bool NamesBoth(const ConditionEntry& entry) {
  const auto names = [&entry](std::string_view word) {
    return std::any_of(entry.values.begin(), entry.values.end(),
                       [word](const Text& v) { return EqualsFolded(v.pattern, word); });
  };
  return names("true") && names("false");
}

bool RulesOutAbsence(std::string_view key, std::span<const ConditionEntry> all) {
  return std::any_of(all.begin(), all.end(), [key](const ConditionEntry& other) {
    return other.family == ConditionFamily::kNull && other.folded_key == key &&
           other.values.size() == 1 && EqualsFolded(other.values.front().pattern, "false");
  });
}

}  // namespace

bool IsAlwaysPresent(std::string_view folded_key) {
  return std::binary_search(kAlwaysPresent.begin(), kAlwaysPresent.end(), folded_key);
}

ConditionStrength Weigh(const ConditionEntry& entry, std::span<const ConditionEntry> all) {
  const bool passes_absent = entry.if_exists || entry.negated ||
                             entry.quantifier == Quantifier::kForAllValues ||
                             IsAlwaysPresent(entry.folded_key);
  if (!entry.negated && passes_absent && HasEverything(entry)) return ConditionStrength::kVacuous;
  if (entry.family == ConditionFamily::kNull) {
    return NamesBoth(entry) ? ConditionStrength::kVacuous : ConditionStrength::kRestricting;
  }
  if (entry.family == ConditionFamily::kBool && NamesBoth(entry) && passes_absent) {
    return ConditionStrength::kVacuous;
  }
  if (IsCallerControlled(entry.folded_key)) return ConditionStrength::kCallerControlled;
  const bool is_weak = passes_absent && !IsAlwaysPresent(entry.folded_key) &&
                       !RulesOutAbsence(entry.folded_key, all);
  return is_weak ? ConditionStrength::kWeak : ConditionStrength::kRestricting;
}

bool AsksForOthersOnly(const ConditionEntry& entry) {
  if (!entry.negated) return false;
  return std::any_of(kOwn.begin(), kOwn.end(), [&entry](const OwnValue& own) {
    return entry.folded_key == own.key &&
           std::any_of(entry.values.begin(), entry.values.end(), [&own](const Text& value) {
             return value.parts.size() == 1 && EqualsFolded(value.parts.front().text, own.variable);
           });
  });
}

RequestShape LacksShape(std::span<const std::string_view> keys) {
  RequestShape shape;
  shape.reserve(keys.size());
  for (const std::string_view key : keys) {
    RequestKey& lacked = shape.emplace_back();
    lacked.key = key;
    std::transform(lacked.key.begin(), lacked.key.end(), lacked.key.begin(), FoldAscii);
    const bool is_free = !RestrictsByPresence(lacked.key);
    lacked.any_of.reserve(is_free ? 2 : 1);
    if (is_free) lacked.any_of.push_back({ValueClass::kOrdinary});
    lacked.any_of.push_back({ValueClass::kAbsent});
  }
  return shape;
}

}  // namespace leastwise
