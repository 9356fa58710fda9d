#include "linter/known_tags.h"

#include <algorithm>
#include <string>

#include "access/resource_pattern.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::string_view kTagSession = "sts:TagSession";

// A Deny is not weighed: it may be limited to some sessions.
bool AdmitsSessionTags(const Policy& trust) {
  return std::any_of(
      trust.statements.begin(), trust.statements.end(), [](const Statement& statement) {
        if (statement.has_effect && statement.effect == Effect::kDeny) return false;
        const bool is_named =
            std::any_of(statement.actions.begin(), statement.actions.end(), [](const Text& action) {
              return Glob(WidenHoles(action.pattern), CaseMode::kFold).Matches(kTagSession);
            });
        return statement.low_confidence || is_named != statement.is_not_action;
      });
}

// No control characters, which mean something in patterns.
bool IsPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20; });
}

KnownKeys TagsOf(const Identity& identity) {
  KnownKeys out;
  const bool is_role = identity.kind == IdentityKind::kRole;
  if (is_role && (identity.trust == nullptr || AdmitsSessionTags(*identity.trust))) return out;
  for (const Tag& tag : identity.tags) {
    if (!IsPlain(tag.key) || !IsPlain(tag.value)) return {};
    std::string key = "aws:PrincipalTag/" + std::string(tag.key);
    std::transform(key.begin(), key.end(), key.begin(), FoldAscii);
    out.try_emplace(std::move(key), std::string(tag.value));
  }
  return out;
}

void AddAbsent(const KnownKeys& others, KnownKeys* keys) {
  for (const auto& [key, value] : others) keys->try_emplace(key, std::nullopt);
}

}  // namespace

KnownTags KnownTagsOf(const Identity* before, const Identity* now) {
  KnownTags out;
  if (before != nullptr) out.before = TagsOf(*before);
  if (now != nullptr) out.now = TagsOf(*now);
  const bool is_open =
      (before != nullptr && out.before.empty()) || (now != nullptr && out.now.empty());
  if (is_open) return {};
  if (before != nullptr) AddAbsent(out.now, &out.before);
  if (now != nullptr) AddAbsent(out.before, &out.now);
  return out;
}

}  // namespace leastwise
