#include "engine/finding_values.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "access/statement_actions.h"

namespace leastwise {
namespace {

// The worst level counts: "Permissions management, Write" is permissions management.
int AccessRank(std::uint8_t access) {
  if ((access & kAccessPermissions) != 0) return 5;
  if ((access & kAccessWrite) != 0) return 4;
  if ((access & kAccessTagging) != 0) return 3;
  if ((access & kAccessRead) != 0) return 2;
  return 1;
}

struct RankedText {
  const Text* text = nullptr;
  int access = 0;
  ActionForm form = ActionForm::kLiteral;
};

RankedText Rank(const Text* text, const Evidence& evidence, const ActionTable& actions) {
  RankedText ranked;
  ranked.text = text;
  const Statement& statement = *evidence.statement;
  const auto index = static_cast<std::size_t>(text - statement.actions.data());
  if (index >= statement.action_patterns.size()) return ranked;
  const ActionPattern& pattern = actions.pattern(statement.action_patterns[index]);
  ranked.form = pattern.form;
  const auto weigh = [&](ActionId id) {
    if (!actions.IsCatalogued(id)) return;
    ranked.access = std::max(ranked.access, AccessRank(actions.catalog().access(id)));
  };
  if (pattern.literal) {
    const auto& all = evidence.actions;
    if (std::binary_search(all.begin(), all.end(), *pattern.literal)) weigh(*pattern.literal);
  } else if (pattern.set != nullptr) {
    for (const ActionId id : evidence.actions) {
      if (pattern.set->Test(id)) weigh(id);
    }
  }
  // More actions than are listed: a pattern for a whole service reaches its worst.
  const bool is_cut = evidence.action_count > evidence.actions.size();
  if (is_cut && pattern.form <= ActionForm::kServiceStar) ranked.access = AccessRank(0xFF);
  return ranked;
}

std::vector<std::string_view> ViewsOf(const std::vector<const Text*>& texts) {
  std::vector<std::string_view> views;
  for (const Text* text : texts) views.push_back(text->value);
  return views;
}

std::vector<std::string_view> ViewsOf(std::span<const Text> texts) {
  std::vector<std::string_view> views;
  for (const Text& text : texts) views.push_back(text.value);
  return views;
}

std::string DescribeActions(const Evidence& evidence, const ActionTable& actions) {
  const Statement& statement = *evidence.statement;
  if (statement.is_not_action) {
    return "every action but " + ListTexts(ViewsOf(statement.actions));
  }
  if (!evidence.action_texts.empty()) return ListTexts(ViewsOf(WorstFirst(evidence, actions)));
  return ListTexts(ViewsOf(statement.actions));
}

std::string DescribeResources(const Evidence& evidence) {
  const Statement& statement = *evidence.statement;
  if (statement.is_not_resource) {
    return "every resource but " + ListTexts(ViewsOf(statement.resources));
  }
  if (!evidence.resource_texts.empty()) return ListTexts(ViewsOf(evidence.resource_texts));
  return ListTexts(ViewsOf(statement.resources));
}

std::string DescribePrincipals(const Evidence& evidence) {
  std::vector<std::string_view> views;
  for (const Principal* principal : evidence.principals) views.push_back(principal->text.value);
  if (views.empty()) {
    for (const Principal& principal : evidence.statement->principals) {
      views.push_back(principal.text.value);
    }
  }
  const auto is_everyone = [](const Principal* one) {
    return one->kind == PrincipalKind::kEveryone;
  };
  if (std::any_of(evidence.principals.begin(), evidence.principals.end(), is_everyone)) {
    return "everyone";
  }
  const std::string listed = ListTexts(views);
  return evidence.statement->is_not_principal ? "everyone but " + listed : listed;
}

std::string DescribeServices(const Evidence& evidence, const ActionTable& actions) {
  std::set<std::string_view> services;
  for (const ActionId id : evidence.actions) {
    if (!actions.IsCatalogued(id)) continue;
    services.insert(actions.catalog().info(id).service);
  }
  // Of more actions than are listed, the texts tell the services.
  if (services.empty() || evidence.action_count > evidence.actions.size()) {
    for (const Text* text : evidence.action_texts) {
      const std::string_view service = text->value.substr(0, text->value.find(':'));
      const bool is_pattern = Glob::HasWildcard(service);
      if (services.empty() || !is_pattern) services.insert(service);
    }
  }
  return ListTexts(std::vector<std::string_view>(services.begin(), services.end()));
}

std::string DescribeStatement(const Statement& statement) {
  if (!statement.sid.value.empty()) return QuoteText(statement.sid.value);
  return "statement " + std::to_string(statement.index + 1);
}

// What was probably meant, for the first action that AWS does not have and that is near to another.
std::string DescribeNearest(const Evidence& evidence, const ActionTable& actions) {
  constexpr std::size_t kMostTried = 8;
  const Statement& statement = *evidence.statement;
  const bool is_one = evidence.action_texts.size() == 1;
  std::size_t tried = 0;
  for (const Text* text : evidence.action_texts) {
    const auto index = static_cast<std::size_t>(text - statement.actions.data());
    if (index >= statement.action_patterns.size() || text->has_hole()) continue;
    const ActionPattern& pattern = actions.pattern(statement.action_patterns[index]);
    if (pattern.is_known || !pattern.is_well_formed) continue;
    if (++tried > kMostTried) break;
    const std::string nearest = actions.catalog().Nearest(text->value);
    if (nearest.empty()) continue;
    const std::string whose = is_one ? "" : "for " + QuoteText(text->value) + ", ";
    return "; " + whose + "did you mean " + QuoteText(nearest) + "?";
  }
  return "";
}

// Makes the words of those placeholders that are printed.
class ValueWriter {
 public:
  ValueWriter(const ActionTable& actions, PlaceholderSet wanted)
      : actions_(actions), wanted_(wanted) {}

  // What went along with the hit fills the gaps it leaves.
  void PutHit(const Hit& hit) {
    if (hit.evidence && !has_evidence_) PutEvidence(*hit.evidence);
    if (hit.query != nullptr && !has_keys_) {
      const std::vector<std::string_view> keys(hit.query->keys.begin(), hit.query->keys.end());
      has_keys_ = !keys.empty();
      Put(Placeholder::kKeys, [&] { return ListTexts(keys); });
    }
    if (!hit.attachments.empty() && !has_attached_) PutAttachments(hit.attachments);
    if (hit.problem != nullptr) Put(Placeholder::kDetail, [&] { return hit.problem->detail; });
    if (hit.text) Put(Placeholder::kDetail, [&] { return hit.text->where; });
    if (hit.other != nullptr) PutTarget(hit.other->name.value);
    if (hit.gains != nullptr) Put(Placeholder::kGains, [&] { return *hit.gains; });
    if (hit.persona != nullptr) Put(Placeholder::kPersona, [&] { return *hit.persona; });
    if (hit.bounds != nullptr) PutTarget(hit.bounds->name);
    for (const Hit& companion : hit.with) PutHit(companion);
  }

  // The output of list-attached-*-policies says neither whose policies they are nor of what kind.
  void PutIdentity(const Identity& holder) {
    const bool is_named = !holder.name.value.empty();
    Put(Placeholder::kIdentityKind,
        [&] { return is_named ? std::string(IdentityKindName(holder.kind)) : "an identity"; });
    Put(Placeholder::kIdentity,
        [&] { return is_named ? QuoteText(holder.name.value) : "whose name is not given"; });
  }

  PlaceholderValues Take() { return std::move(values_); }

 private:
  template <typename Make>
  void Put(Placeholder placeholder, const Make& make) {
    if ((wanted_ & PlaceholderBit(placeholder)) != 0) values_[placeholder] = make();
  }

  void PutEvidence(const Evidence& evidence) {
    has_evidence_ = true;
    Put(Placeholder::kActions, [&] { return DescribeActions(evidence, actions_); });
    Put(Placeholder::kResources, [&] { return DescribeResources(evidence); });
    Put(Placeholder::kPrincipals, [&] { return DescribePrincipals(evidence); });
    Put(Placeholder::kService, [&] { return DescribeServices(evidence, actions_); });
    Put(Placeholder::kCount, [&] { return std::to_string(evidence.action_texts.size()); });
    Put(Placeholder::kSid, [&] { return DescribeStatement(*evidence.statement); });
    Put(Placeholder::kNearest, [&] { return DescribeNearest(evidence, actions_); });
    const std::string_view name = evidence.policy->name;
    Put(Placeholder::kPolicy,
        [&] { return name.empty() ? std::string("this policy") : QuoteText(name); });
  }

  void PutAttachments(const std::vector<const Attachment*>& attachments) {
    has_attached_ = true;
    std::vector<std::string_view> names;
    for (const Attachment* attachment : attachments) names.push_back(attachment->name);
    Put(Placeholder::kAttached, [&] { return ListTexts(names); });
    Put(Placeholder::kCount, [&] { return std::to_string(names.size()); });
  }

  void PutTarget(std::string_view name) {
    if (has_target_) return;
    has_target_ = true;
    Put(Placeholder::kTarget, [&] { return QuoteText(name); });
  }

  const ActionTable& actions_;
  PlaceholderSet wanted_;
  PlaceholderValues values_;
  bool has_evidence_ = false;
  bool has_keys_ = false;
  bool has_attached_ = false;
  bool has_target_ = false;
};

}  // namespace

std::vector<const Text*> WorstFirst(const Evidence& evidence, const ActionTable& actions) {
  std::vector<RankedText> ranked;
  if (evidence.statement->is_not_action) return evidence.action_texts;
  for (const Text* text : evidence.action_texts) ranked.push_back(Rank(text, evidence, actions));
  std::stable_sort(ranked.begin(), ranked.end(), [](const RankedText& a, const RankedText& b) {
    return a.access != b.access ? a.access > b.access : a.form < b.form;
  });
  std::vector<const Text*> texts;
  for (const RankedText& one : ranked) texts.push_back(one.text);
  return texts;
}

std::vector<ActionId> ActionsOfTexts(const Evidence& evidence, const ActionTable& actions) {
  const Statement& statement = *evidence.statement;
  if (statement.is_not_action || evidence.action_texts.empty()) return evidence.actions;
  std::vector<ActionId> ids;
  for (const ActionId id : evidence.actions) {
    const auto grants = [&](const Text* text) {
      const auto index = static_cast<std::size_t>(text - statement.actions.data());
      return index < statement.action_patterns.size() &&
             StringMatches(actions.pattern(statement.action_patterns[index]), id);
    };
    const auto& texts = evidence.action_texts;
    if (std::any_of(texts.begin(), texts.end(), grants)) ids.push_back(id);
  }
  return ids;
}

PlaceholderValues ValuesOf(const Hit& hit, const Identity* holder, const ActionTable& actions,
                           std::span<const PackTable* const> tables, PlaceholderSet wanted) {
  ValueWriter writer(actions, wanted);
  writer.PutHit(hit);
  if (holder != nullptr) writer.PutIdentity(*holder);
  PlaceholderValues values = writer.Take();
  if (!tables.empty()) values.columns = ColumnsOf(tables, hit, actions);
  return values;
}

}  // namespace leastwise
