#ifndef LEASTWISE_ACCESS_RESOURCE_CELLS_H_
#define LEASTWISE_ACCESS_RESOURCE_CELLS_H_

#include <optional>
#include <span>
#include <vector>

#include "access/breadth.h"
#include "access/query.h"
#include "access/resource_pattern.h"
#include "base/truth.h"

namespace leastwise {

// What an action is checked against.
enum class CellKind : unsigned char {
  kTyped,       // resources of one type of the catalog
  kUnscopable,  // nothing: the action has no resource types, only `*` grants it
  kUnknown,     // the catalog does not know the action
  kSelf,        // the document's own resource: a statement without Resource in a trust policy
};
struct CellType {
  CellKind kind = CellKind::kUnknown;
  const TypeTemplate* type = nullptr;  // kTyped
};

// A part of a policy's resources: what some patterns have in common, less what others match. Starts
// as one Resource string, or as everything but NotResource, and is narrowed by boundaries and by
// Denies with NotResource. Borrows the patterns; a value.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
class Cell {
 public:
  static Cell Of(const ResourcePattern& pattern);
  static Cell AllBut(std::span<const ResourcePattern> excluded);
  static Cell Everything() { return Cell(); }

  // Whether any resource of the type is in it.
  Truth Exists(CellType type) const;
  // Whether the pattern takes all of it.
  Truth IsCoveredBy(const ResourcePattern& pattern, CellType type) const;
  // Whether the pattern has a resource of the type in common with it.
  Truth Meets(const ResourcePattern& pattern, CellType type) const;
  // Whether it holds all that the pattern matches.
  Truth Covers(const ResourcePattern& pattern) const;

  // Whether it is what some variables give the caller (`…/${aws:username}/*`). What the caller is
  // called says nothing of the resource: a ResourceTest's `within` and `beyond` take it for a name
  // like no other, so that `*data*` holds no `home/${aws:username}`.
  bool NamesCaller() const;

  // Whether it surely holds all resources there are.
  bool IsEverything() const;

  Cell Narrowed(const ResourcePattern& pattern) const;
  Cell Without(std::span<const ResourcePattern> excluded) const;

  // The widest that it can be, and whether it surely is (a hole may hide it). kTyped only.
  struct Width {
    Breadth widest = Breadth::kEvery;
    bool is_certain = true;
  };
  Width WidthOf(const TypeTemplate& type) const;
  bool LeavesOpen(const TypeTemplate& type, ArnPart part) const;
  Truth LeavesOpen(const TypeTemplate& type, const PartBreadth& part) const;
  // Everything, as written: no pattern narrows it, none takes anything away.
  bool is_whole() const { return within_.empty() && except_.empty(); }

 private:
  std::vector<const ResourcePattern*> within_;  // none: everything
  std::vector<const ResourcePattern*> except_;
};

// A ResourceTest, read once for many cells. Borrows the query.
class ResourceTester {
 public:
  ResourceTester(const ResourceTest& test, std::span<const std::string_view> overlaps);

  bool is_trivial() const { return is_trivial_; }
  // Whether what it says of everything is the same for every resource type.
  bool is_same_for_all_types() const {
    return reaches_.empty() && within_.empty() && beyond_.empty() && overlaps_.empty() &&
           test_.open_parts.empty() && test_.open_names.empty();
  }
  // Whether it names resources that a type must have.
  bool names_resources() const { return !reaches_.empty(); }
  // False where the test names resources and the type has none of them.
  bool MayReach(const TypeTemplate& type) const;
  // The whole test, and the test without `at_most`. `is_star` and `is_not_resource` say how the
  // statement is written.
  struct Outcome {
    Truth full = Truth::kYes;
    Truth without_at_most = Truth::kYes;
    Breadth breadth = Breadth::kExact;
  };
  Outcome Test(const Cell& cell, CellType type, bool is_star, bool is_not_resource) const;

 private:
  Truth TestPatterns(const Cell& cell, CellType type) const;
  Truth TestParts(const Cell& cell, const TypeTemplate& type) const;

  const ResourceTest& test_;
  std::vector<ResourcePattern> reaches_;
  std::vector<ResourcePattern> covers_;
  std::vector<ResourcePattern> within_;
  std::vector<ResourcePattern> beyond_;
  std::vector<ResourcePattern> overlaps_;
  bool needs_type_ = false;  // says something of breadth, types or parts
  bool is_trivial_ = true;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_RESOURCE_CELLS_H_
