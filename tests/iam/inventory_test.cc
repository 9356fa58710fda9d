#include "iam/inventory.h"

#include <gtest/gtest.h>

namespace leastwise {
namespace {

Policy NamedPolicy(Inventory& inventory, std::string_view name) {
  Policy policy;
  policy.name = inventory.arena().Copy(name);
  return policy;
}

TEST(InventoryTest, MergeKeepsOrderAndPointers) {
  Inventory first;
  Inventory second;
  Policy* const a = first.Add(NamedPolicy(first, "a"));
  Policy* const b = second.Add(NamedPolicy(second, "b"));
  Identity identity;
  identity.path = second.arena().Copy("/ml/");
  Identity* const role = second.Add(identity);
  second.Add(Problem{"code", {}, "detail", {}});
  second.Add(NotAnalysed{"file", "/0", "reason", {}});
  second.AddKeys("ana", {});
  first.Merge(std::move(second));
  ASSERT_EQ(first.policies().size(), 2U);
  EXPECT_EQ(first.policies()[0], a);
  EXPECT_EQ(first.policies()[1], b);
  EXPECT_EQ(b->name, "b");
  EXPECT_EQ(first.identities()[0], role);
  EXPECT_EQ(role->path, "/ml/");
  EXPECT_EQ(first.problems()[0].detail, "detail");
  EXPECT_EQ(first.not_analysed()[0].reason, "reason");
  EXPECT_EQ(first.key_lists()[0].user_name, "ana");
}

TEST(InventoryTest, MayBeFilledAfterAMerge) {
  Inventory first;
  Inventory second;
  second.Add(NamedPolicy(second, "b"));
  first.Merge(std::move(second));
  EXPECT_EQ(first.Add(NamedPolicy(first, "c"))->name, "c");
  EXPECT_EQ(first.policies()[0]->name, "b");
}

TEST(InventoryTest, NamesKindsOfIdentities) {
  EXPECT_EQ(IdentityKindName(IdentityKind::kUser), "user");
  EXPECT_EQ(IdentityKindName(IdentityKind::kGroup), "group");
  EXPECT_EQ(IdentityKindName(IdentityKind::kRole), "role");
}

}  // namespace
}  // namespace leastwise
