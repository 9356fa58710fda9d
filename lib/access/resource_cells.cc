#include "access/resource_cells.h"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

namespace leastwise {
namespace {

// Whether a pattern is `*`, which is all that an action without resource types is granted on.
Truth IsStar(const ResourcePattern& pattern) {
  if (pattern.is_everything()) return Truth::kYes;
  return pattern.has_hole() && pattern.wide().is_everything() ? Truth::kUnknown : Truth::kNo;
}

bool NeverMatches(const ResourcePattern& pattern) {
  return !pattern.arn().is_well_formed() && !pattern.has_hole();
}

Truth AnyOf(const std::vector<ResourcePattern>& patterns,
            const std::function<Truth(const ResourcePattern&)>& test) {
  Truth truth = Truth::kNo;
  for (const ResourcePattern& pattern : patterns) truth = Or(truth, test(pattern));
  return truth;
}

std::vector<ResourcePattern> Read(std::span<const std::string> patterns) {
  std::vector<ResourcePattern> out;
  for (const std::string& pattern : patterns) out.emplace_back(std::string_view(pattern));
  return out;
}

}  // namespace

Cell Cell::Of(const ResourcePattern& pattern) {
  Cell cell;
  if (!pattern.is_everything()) cell.within_.push_back(&pattern);
  return cell;
}

Cell Cell::AllBut(std::span<const ResourcePattern> excluded) { return Cell().Without(excluded); }

Truth Cell::Exists(CellType type) const {
  if (type.kind == CellKind::kSelf) return Truth::kYes;
  Truth truth = Truth::kYes;
  for (const ResourcePattern* pattern : within_) {
    if (NeverMatches(*pattern)) return Truth::kNo;
    if (type.kind == CellKind::kTyped) truth = And(truth, type.type->Fits(*pattern));
    if (type.kind == CellKind::kUnscopable) truth = And(truth, IsStar(*pattern));
  }
  if (within_.size() > 1) truth = And(truth, Truth::kUnknown);
  for (const ResourcePattern* pattern : except_) {
    truth = And(truth, Not(IsCoveredBy(*pattern, type)));
  }
  return truth;
}

Truth Cell::IsCoveredBy(const ResourcePattern& pattern, CellType type) const {
  if (type.kind == CellKind::kUnscopable || type.kind == CellKind::kSelf) return IsStar(pattern);
  if (NeverMatches(pattern)) return Truth::kNo;
  Truth truth = IsStar(pattern);
  for (const ResourcePattern* own : within_) truth = Or(truth, pattern.Covers(*own));
  if (type.kind == CellKind::kTyped) truth = Or(truth, type.type->IsCoveredBy(pattern));
  return truth;
}

Truth Cell::Meets(const ResourcePattern& pattern, CellType type) const {
  if (type.kind == CellKind::kUnscopable || type.kind == CellKind::kSelf) return IsStar(pattern);
  if (NeverMatches(pattern)) return Truth::kNo;
  Truth truth = type.kind == CellKind::kTyped ? type.type->Fits(pattern) : Truth::kYes;
  for (const ResourcePattern* own : within_) truth = And(truth, own->Overlaps(pattern));
  if (within_.size() > 1) truth = And(truth, Truth::kUnknown);
  for (const ResourcePattern* other : except_) truth = And(truth, Not(other->Covers(pattern)));
  return truth;
}

Truth Cell::Covers(const ResourcePattern& pattern) const {
  Truth truth = Truth::kYes;
  for (const ResourcePattern* own : within_) truth = And(truth, own->Covers(pattern));
  for (const ResourcePattern* other : except_) truth = And(truth, Not(other->Overlaps(pattern)));
  return truth;
}

bool Cell::NamesCaller() const {
  return std::any_of(within_.begin(), within_.end(),
                     [](const auto* own) { return own->names_caller(); });
}

bool Cell::IsEverything() const {
  return within_.empty() && (except_.empty() || Covers(ResourcePattern("*")) == Truth::kYes);
}

Cell Cell::Narrowed(const ResourcePattern& pattern) const {
  Cell out = *this;
  const bool is_inside = std::any_of(within_.begin(), within_.end(), [&](const auto* own) {
    return pattern.Covers(*own) == Truth::kYes;
  });
  if (is_inside || pattern.is_everything()) return out;
  out.within_.erase(
      std::remove_if(out.within_.begin(), out.within_.end(),
                     [&](const auto* own) { return own->Covers(pattern) == Truth::kYes; }),
      out.within_.end());
  out.within_.push_back(&pattern);
  return out;
}

Cell Cell::Without(std::span<const ResourcePattern> excluded) const {
  Cell out = *this;
  for (const ResourcePattern& pattern : excluded) out.except_.push_back(&pattern);
  return out;
}

Cell::Width Cell::WidthOf(const TypeTemplate& type) const {
  Width width;
  for (const ResourcePattern* own : within_) {
    const std::optional<Breadth> breadth = type.BreadthOf(*own);
    width.is_certain = width.is_certain && breadth.has_value();
    if (breadth) width.widest = std::min(width.widest, *breadth);
  }
  if (width.widest == Breadth::kExact) width.is_certain = true;
  return width;
}

bool Cell::LeavesOpen(const TypeTemplate& type, ArnPart part) const {
  static constexpr std::string_view kStar = "*";
  if (within_.empty()) return type.LeavesOpen(ResourcePattern(kStar), part);
  return std::all_of(within_.begin(), within_.end(),
                     [&](const auto* own) { return type.LeavesOpen(*own, part); });
}

Truth Cell::LeavesOpen(const TypeTemplate& type, const PartBreadth& part) const {
  if (!type.HasPart(part.name)) return Truth::kNo;
  Truth truth = Truth::kYes;
  for (const ResourcePattern* own : within_) {
    const std::optional<Breadth> breadth = type.BreadthOfPart(*own, part.name);
    truth = And(truth, breadth ? ToTruth(*breadth >= part.at_least) : Truth::kUnknown);
  }
  return truth;
}

ResourceTester::ResourceTester(const ResourceTest& test, std::span<const std::string_view> overlaps)
    : test_(test),
      reaches_(Read(test.reaches)),
      covers_(Read(test.covers)),
      within_(Read(test.within)),
      beyond_(Read(test.beyond)),
      needs_type_(test.at_least || test.at_most || !test.of.empty() || !test.open_parts.empty() ||
                  !test.open_names.empty()),
      is_trivial_(test.is_trivial() && overlaps.empty()) {
  for (const std::string_view pattern : overlaps) overlaps_.emplace_back(pattern);
}

bool ResourceTester::MayReach(const TypeTemplate& type) const {
  return reaches_.empty() ||
         std::any_of(reaches_.begin(), reaches_.end(), [&type](const ResourcePattern& pattern) {
           return type.Fits(pattern) != Truth::kNo;
         });
}

Truth ResourceTester::TestPatterns(const Cell& cell, CellType type) const {
  Truth truth = Truth::kYes;
  const auto meets = [&](const ResourcePattern& p) { return cell.Meets(p, type); };
  const auto covers = [&](const ResourcePattern& p) { return cell.Covers(p); };
  const bool is_callers = cell.NamesCaller();
  const auto is_within = [&](const ResourcePattern& p) {
    const Truth within = cell.IsCoveredBy(p, type);
    return is_callers && within == Truth::kUnknown ? Truth::kNo : within;
  };
  if (!reaches_.empty()) truth = And(truth, AnyOf(reaches_, meets));
  if (!overlaps_.empty()) truth = And(truth, AnyOf(overlaps_, meets));
  if (!covers_.empty()) truth = And(truth, AnyOf(covers_, covers));
  if (!within_.empty()) truth = And(truth, AnyOf(within_, is_within));
  if (!beyond_.empty()) truth = And(truth, Not(AnyOf(beyond_, is_within)));
  return truth;
}

Truth ResourceTester::TestParts(const Cell& cell, const TypeTemplate& type) const {
  for (const ArnPart part : test_.open_parts) {
    if (!cell.LeavesOpen(type, part)) return Truth::kNo;
  }
  Truth truth = Truth::kYes;
  for (const PartBreadth& name : test_.open_names) truth = And(truth, cell.LeavesOpen(type, name));
  return truth;
}

ResourceTester::Outcome ResourceTester::Test(const Cell& cell, CellType type, bool is_star,
                                             bool is_not_resource) const {
  static constexpr Outcome kFails{Truth::kNo, Truth::kNo, Breadth::kExact};
  const bool is_typed = type.kind == CellKind::kTyped;
  Truth truth = Truth::kYes;
  if (!is_trivial_) {
    const bool is_bare = type.kind == CellKind::kUnscopable || type.kind == CellKind::kSelf;
    const bool is_by = (!test_.by_star && !test_.by_not_resource) || (test_.by_star && is_star) ||
                       (test_.by_not_resource && is_not_resource);
    if (is_bare || !is_by) return kFails;
    // From here on what is cheap comes first: one No is enough.
    if (is_typed) truth = TestParts(cell, *type.type);
    if (truth != Truth::kNo) truth = And(truth, TestPatterns(cell, type));
    if (truth == Truth::kNo) return kFails;
    if (!is_typed && needs_type_) truth = And(truth, Truth::kUnknown);
  }
  Outcome out;
  const Cell::Width width = is_typed ? cell.WidthOf(*type.type) : Cell::Width{};
  out.breadth = is_typed ? width.widest : Breadth::kExact;
  const Truth unsure = width.is_certain ? Truth::kYes : Truth::kUnknown;
  if (is_typed && test_.at_least) {
    truth = And(truth, width.widest < *test_.at_least ? Truth::kNo : unsure);
  }
  out.without_at_most = truth;
  out.full = truth;
  if (is_typed && test_.at_most && width.widest > *test_.at_most) {
    out.full = And(truth, Not(unsure));
  }
  return out;
}

}  // namespace leastwise
