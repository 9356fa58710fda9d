#include "iam/action_table.h"

#include <algorithm>
#include <utility>

#include "iam/action_name.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

// The name of what AWS adds later, in no service a name of an action.
constexpr std::string_view kLater = "(later)";

bool IsLater(std::string_view action) { return action.substr(action.find(':') + 1) == kLater; }

std::string Folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), FoldAscii);
  return out;
}

bool IsStars(std::string_view text) { return Glob(text).is_everything(); }

// A template's hole in an action may be anything.
std::string WithoutHoles(std::string_view action) {
  std::string out;
  bool in_hole = false;
  for (const char c : action) {
    if (c == kHoleMark && !in_hole) out.push_back('*');
    if (c == kHoleMark)
      in_hole = !in_hole;
    else if (!in_hole)
      out.push_back(c);
  }
  return out;
}

ActionForm FormOf(std::string_view action) {
  if (IsLiteralAction(action)) return ActionForm::kLiteral;
  if (IsStars(action)) return ActionForm::kStar;
  const std::optional<ActionName> parts = SplitAction(action);
  if (!parts || !IsStars(parts->name)) return ActionForm::kVerbStar;
  if (IsStars(parts->service)) return ActionForm::kStar;
  return IsLiteralAction(parts->service) ? ActionForm::kServiceStar : ActionForm::kVerbStar;
}

}  // namespace

std::size_t ActionTable::SetHash::operator()(const ActionSet* set) const {
  std::uint64_t hash = 0;
  set->ForEach([&hash](ActionId id) {
    hash = (hash ^ (id + 1)) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 32U;
  });
  return static_cast<std::size_t>(hash);
}

ActionTable::ActionTable(const ActionCatalog& catalog)
    : catalog_(&catalog), universe_size_(catalog.universe_size()) {}

ActionPatternId ActionTable::Collect(std::string_view action) {
  const auto known = by_text_.find(action);
  if (known != by_text_.end()) return known->second;
  const auto id = static_cast<ActionPatternId>(patterns_.size());
  ActionPattern& pattern = patterns_.emplace_back();
  pattern.text = texts_.Copy(action);
  by_text_.emplace(pattern.text, id);
  if (action.find(kHoleMark) != std::string_view::npos)
    pattern.text = texts_.Copy(std::string_view(WithoutHoles(action)));

  pattern.form = FormOf(pattern.text);
  if (pattern.form == ActionForm::kLiteral) pattern.literal = FindCatalogued(pattern.text);
  if (pattern.literal) return id;  // most are: there is no more to it
  DescribeText(&pattern);
  if (frozen_)
    Complete(&pattern);
  else
    AddUnknown(pattern);
  return id;
}

std::optional<ActionId> ActionTable::FindCatalogued(std::string_view action) {
  const std::optional<ActionName> parts = SplitAction(action);
  if (!parts) return std::nullopt;
  if (parts->service != service_) {
    service_ = parts->service;
    service_actions_ = catalog_->ServiceRange(service_);
  }
  return catalog_->FindIn(service_actions_, parts->name);
}

void ActionTable::DescribeText(ActionPattern* pattern) const {
  pattern->is_well_formed = IsWellFormedAction(pattern->text);
  const std::optional<ActionName> parts = SplitAction(pattern->text);
  pattern->has_service = pattern->is_well_formed && (!parts || !IsLiteralAction(parts->service) ||
                                                     catalog_->HasService(parts->service));
}

// Notes literals that need an id, and unknown services, which get an id for what is added later.
void ActionTable::AddUnknown(const ActionPattern& pattern) {
  const std::optional<ActionName> parts = SplitAction(pattern.text);
  if (!parts || !IsLiteralAction(parts->service)) return;
  if (!pattern.has_service) {
    std::string later = Folded(parts->service) + ":" + std::string(kLater);
    unknown_.push_back({later, later});
  }
  if (pattern.form == ActionForm::kLiteral)
    unknown_.push_back({Folded(pattern.text), std::string(pattern.text)});
}

void ActionTable::SortUnknown() {
  std::sort(unknown_.begin(), unknown_.end(), [](const Unknown& a, const Unknown& b) {
    return a.folded != b.folded ? a.folded < b.folded : a.name < b.name;
  });
  unknown_.erase(
      std::unique(unknown_.begin(), unknown_.end(),
                  [](const Unknown& a, const Unknown& b) { return a.folded == b.folded; }),
      unknown_.end());
}

void ActionTable::Freeze() {
  if (frozen_) return;
  frozen_ = true;
  SortUnknown();
  universe_size_ = catalog_->universe_size() + unknown_.size();
  catalogued_ = ActionSet(universe_size_);
  catalogued_.SetRange(0, static_cast<ActionId>(catalog_->action_count()));
  const auto first_unknown = static_cast<ActionId>(catalog_->universe_size());
  later_ = ActionSet(universe_size_);
  later_.SetRange(static_cast<ActionId>(catalog_->action_count()), first_unknown);
  for (std::size_t i = 0; i < unknown_.size(); ++i) {
    if (IsLater(unknown_[i].folded)) later_.Set(first_unknown + static_cast<ActionId>(i));
  }
  for (ActionPattern& pattern : patterns_) Complete(&pattern);
}

ActionPatternId ActionTable::Resolve(std::string_view action) {
  Freeze();
  return Collect(action);
}

void ActionTable::Complete(ActionPattern* pattern) {
  if (pattern->literal) return;
  if (pattern->is_well_formed && pattern->form == ActionForm::kLiteral) {
    pattern->literal = FindLiteral(pattern->text);
    pattern->is_known = pattern->literal && IsCatalogued(*pattern->literal);
    if (pattern->literal) return;
  }
  ActionSet set(universe_size_);
  Expand(pattern->text, &set);
  pattern->set = Intern(set);
  pattern->is_known = catalogued_.Intersects(set);
  pattern->covered = pattern->set;
  if (pattern->form != ActionForm::kVerbStar || !set.Intersects(later_)) return;
  const std::optional<ActionName> parts = SplitAction(pattern->text);
  if (parts && IsStars(parts->name)) return;
  set -= later_;
  pattern->covered = Intern(set);
}

const ActionSet* ActionTable::Intern(const ActionSet& set) {
  const auto known = by_content_.find(&set);
  if (known != by_content_.end()) return *known;
  const ActionSet* const own = &sets_.emplace_back(set);
  by_content_.insert(own);
  return own;
}

void ActionTable::ExpandUnknown(std::string_view pattern, ActionSet* out) const {
  if (unknown_.empty() || !IsWellFormedAction(pattern)) return;
  const auto first = static_cast<ActionId>(catalog_->universe_size());
  if (FormOf(pattern) == ActionForm::kStar)
    return out->SetRange(first, static_cast<ActionId>(universe_size_));
  const std::string folded = Folded(pattern);
  const std::optional<ActionName> parts = SplitAction(folded);
  const Glob whole(folded);
  // Up to the colon, so that what comes later to the service is in the range too.
  const Glob service(parts->service);
  const std::string_view head = service.is_literal()
                                    ? std::string_view(folded).substr(0, parts->service.size() + 1)
                                    : service.literal_prefix();
  auto at = std::lower_bound(unknown_.begin(), unknown_.end(), head,
                             [](const Unknown& a, std::string_view b) { return a.folded < b; });
  for (; at != unknown_.end() && at->folded.starts_with(head); ++at) {
    const std::string_view candidate = at->folded;
    const bool matches = IsLater(candidate)
                             ? service.Matches(candidate.substr(0, candidate.find(':')))
                             : whole.Matches(candidate);
    if (matches) out->Set(first + static_cast<ActionId>(at - unknown_.begin()));
  }
}

std::optional<ActionId> ActionTable::FindLiteral(std::string_view action) const {
  const std::optional<ActionId> known = catalog_->Find(action);
  if (known) return known;
  const std::string folded = Folded(action);
  const auto at =
      std::lower_bound(unknown_.begin(), unknown_.end(), folded,
                       [](const Unknown& a, const std::string& b) { return a.folded < b; });
  if (at == unknown_.end() || at->folded != folded) return std::nullopt;
  return static_cast<ActionId>(catalog_->universe_size()) +
         static_cast<ActionId>(at - unknown_.begin());
}

std::string ActionTable::Name(ActionId id) const {
  if (IsCatalogued(id)) return catalog_->FullName(id);
  if (id >= catalog_->universe_size()) return unknown_[id - catalog_->universe_size()].name;
  return std::string(catalog_->ServiceName(catalog_->ServiceOf(id))) + ":" + std::string(kLater);
}

void ActionTable::Expand(std::string_view pattern, ActionSet* out) const {
  if (IsLiteralAction(pattern)) {
    const std::optional<ActionId> id =
        IsWellFormedAction(pattern) ? FindLiteral(pattern) : std::nullopt;
    if (id) out->Set(*id);
    return;
  }
  catalog_->Expand(pattern, out);
  ExpandUnknown(pattern, out);
}

}  // namespace leastwise
