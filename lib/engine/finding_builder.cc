#include "engine/finding_builder.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

#include "engine/finding_places.h"
#include "engine/finding_values.h"

namespace leastwise {
namespace {

bool Contains(const Location& outer, const Location& inner) {
  return outer.file == inner.file && outer.span.begin <= inner.span.begin &&
         inner.span.end <= outer.span.end;
}

bool ComesBefore(const Policy* a, const Policy* b) {
  const std::less<const SourceFile*> before;
  if (a->location.file != b->location.file) return before(a->location.file, b->location.file);
  return a->location.span.begin < b->location.span.begin;
}

const Statement* StatementAt(const Policy& policy, const Location& location) {
  for (const Statement& statement : policy.statements) {
    if (Contains(statement.location, location)) return &statement;
  }
  return nullptr;
}

// Where a problem or a text stands; null for other hits.
const Location* PlaceIn(const Hit& hit) {
  if (hit.problem != nullptr) return &hit.problem->where;
  return hit.text ? &hit.text->place : nullptr;
}

// A boundary or service control policy alone: `allow` means "lets through", not "grants".
bool IsOnlyCap(const RawFinding& raw) {
  if (raw.subject == nullptr) return false;
  const PolicyKind kind = raw.subject->kind;
  return kind == PolicyKind::kBoundary || kind == PolicyKind::kServiceControl ||
         kind == PolicyKind::kResourceControl;
}

void SetGrades(const Rule& rule, const RawFinding& raw, Finding* finding) {
  finding->confidence = rule.confidence;
  finding->audience = rule.audience;
  if (IsOnlyCap(raw)) finding->confidence = std::min(finding->confidence, Confidence::kMedium);
  const Evidence* evidence = raw.hit.evidence ? &*raw.hit.evidence : nullptr;
  if (evidence != nullptr && evidence->statement->low_confidence) {
    finding->confidence = Confidence::kLow;
  }
  if (raw.is_definite) return;
  finding->confidence = Confidence::kLow;
  finding->audience = Audience::kAuditor;
}

// Whether the text at a place of the evidence stands for what is not known.
bool IsHidden(const Evidence& evidence, const Location& place) {
  const auto is_hidden = [&place](const Text& text) {
    return text.has_hole() && text.location == place;
  };
  return std::any_of(evidence.resource_texts.begin(), evidence.resource_texts.end(),
                     [&](const Text* text) { return is_hidden(*text); }) ||
         std::any_of(evidence.conditions.begin(), evidence.conditions.end(),
                     [&](const ConditionEntry* entry) {
                       return std::any_of(entry->values.begin(), entry->values.end(), is_hidden);
                     });
}

// What cannot be told for sure is not said as if it were so: neither the whole, nor of a text that
// is why.
void SayPerhaps(const Hit& hit, Finding* finding) {
  static constexpr std::string_view kPerhaps = "perhaps ";
  finding->message.insert(0, kPerhaps);
  LabelledLocation& primary = finding->primary;
  const bool is_why = hit.evidence && IsHidden(*hit.evidence, primary.location);
  if (is_why && !primary.label.empty()) primary.label.insert(0, kPerhaps);
}

void SetStatement(const Policy* policy, const Statement* statement, Finding* finding) {
  if (policy != nullptr) {
    finding->pointer = policy->pointer;
    finding->policy = policy->name;
  }
  if (statement == nullptr) return;
  finding->statement = statement->index;
  finding->sid = statement->sid.value;
}

void SetContainers(const RawFinding& raw, const Policy* policy, Finding* finding) {
  for (const Identity* holder : HoldersOf(raw)) {
    if (!holder->name.value.empty()) finding->containers.emplace_back(holder->name.value);
  }
  if (finding->containers.empty() && policy != nullptr && !policy->container.empty()) {
    finding->containers.emplace_back(policy->container);
  }
}

// What help and suggestion will print, without empty ones at the end: a dump has findings by the
// hundred thousand.
std::vector<std::string> OfProse(PlaceholderValues values, PlaceholderSet in_prose) {
  auto& fixed = values.fixed;
  for (std::size_t i = 0; i < fixed.size(); ++i) {
    if ((in_prose >> i & 1U) == 0) fixed[i].clear();
  }
  const auto end = std::find_if(fixed.rbegin(), fixed.rend(), [](const std::string& value) {
                     return !value.empty();
                   }).base();
  return {std::make_move_iterator(fixed.begin()), std::make_move_iterator(end)};
}

std::string_view Unquoted(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

const Policy* DocumentIndex::Find(const Location& location) const {
  const Documents& documents = documents_.Get([this] {
    const auto policies = inventory_.policies();
    auto all = std::make_unique<Documents>(policies.begin(), policies.end());
    // They mostly are in order, file by file.
    if (!std::is_sorted(all->begin(), all->end(), ComesBefore)) {
      std::sort(all->begin(), all->end(), ComesBefore);
    }
    return all;
  });
  Policy probe;
  probe.location = location;
  const auto behind = std::upper_bound(documents.begin(), documents.end(), &probe, ComesBefore);
  if (behind == documents.begin()) return nullptr;
  const Policy* candidate = *(behind - 1);
  return Contains(candidate->location, location) ? candidate : nullptr;
}

FingerprintParts PartsOf(const Finding& finding, const FingerprintWords& words) {
  const Location& place = finding.primary.location;
  FingerprintParts parts;
  parts.rule = finding.rule->id;
  parts.path = words.path;
  if (words.path.empty() && place.file != nullptr) parts.path = place.file->path();
  parts.container = words.container;
  parts.statement = words.statement;
  parts.key_path = words.key_path;
  parts.value = Unquoted(place.text());
  return parts;
}

Finding BuildFinding(const RuleBook& book, const MatchRun& run, const DocumentIndex& documents,
                     const RawFinding& raw, FingerprintWords* words) {
  const RuleBook::Compiled& compiled = book.compiled();
  Finding finding;
  finding.rule = &compiled.rules[raw.rule];
  SetGrades(*finding.rule, raw, &finding);
  const Identity* holder = HoldersOf(raw).empty() ? nullptr : HoldersOf(raw).front();
  const Policy* policy = raw.hit.evidence ? raw.hit.evidence->policy : nullptr;
  const Statement* statement = raw.hit.evidence ? raw.hit.evidence->statement : nullptr;
  if (const Location* place = PlaceIn(raw.hit)) {
    policy = documents.Find(*place);
    if (policy != nullptr) statement = StatementAt(*policy, *place);
  }
  const bool has_facts_only = raw.hit.names_identity && statement == nullptr;
  if (policy == nullptr && raw.subject != nullptr && !has_facts_only)
    policy = raw.subject->document;

  const RuleDetail& detail = compiled.details[raw.rule];
  const auto wanted = static_cast<PlaceholderSet>(detail.in_words | detail.in_prose);
  PlaceholderValues values = ValuesOf(raw.hit, holder, *run.actions, detail.tables, wanted);
  FindingPlaces places = PlacesOf(raw.hit, detail, holder, policy, values, *run.actions);
  finding.primary = std::move(places.primary);
  finding.related = std::move(places.related);
  finding.flow = std::move(places.flow);
  finding.message = FillTemplate(finding.rule->message, values);
  if (!raw.is_definite) SayPerhaps(raw.hit, &finding);
  FindingProse prose;
  prose.columns = std::move(values.columns);
  prose.values = OfProse(std::move(values), detail.in_prose);
  if (!prose.columns.empty() || !prose.values.empty()) finding.prose = std::move(prose);
  SetStatement(policy, statement, &finding);
  SetContainers(raw, policy, &finding);
  if (raw.hit.attachments.size() == 1) finding.policy = raw.hit.attachments.front()->name;

  words->container = policy != nullptr            ? std::string(policy->container)
                     : finding.containers.empty() ? std::string()
                                                  : finding.containers.front();
  if (policy != nullptr) words->container += "/" + std::string(policy->name);
  if (statement != nullptr) {
    const std::string_view value = Unquoted(finding.primary.location.text());
    words->statement = StatementIdentity(*statement, value);
  }
  words->key_path = KeyPath(finding.pointer, places.element);
  return finding;
}

}  // namespace leastwise
