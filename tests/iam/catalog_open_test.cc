#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "iam/action_catalog.h"
#include "knowledge/blobs.h"

namespace leastwise {
namespace {

// Uses everything that reads records; must not read outside the blob (checked under sanitizers).
void Exercise(const ActionCatalog& catalog) {
  ActionSet set(catalog.universe_size());
  catalog.Expand("*:*a*", &set);
  catalog.Expand("s3:Get*", &set);
  for (ActionId id = 0; id < catalog.action_count(); id += 501) {
    const ActionInfo info = catalog.info(id);
    for (const auto ref : info.resource_types) catalog.resource_type(ref.type);
    for (const std::uint16_t key : info.condition_keys) catalog.condition_key(key);
    catalog.Find(catalog.FullName(id));
  }
  catalog.FindConditionKey("aws:ResourceTag/team");
  catalog.FindResourceType("s3", "bucket");
}

TEST(CatalogOpenTest, AcceptsTheShippedCatalog) {
  EXPECT_TRUE(ActionCatalog::FromBlob(CatalogBlob()).has_value());
  ASSERT_TRUE(ActionCatalog::FromUntrusted(CatalogBlob()).has_value());
  Exercise(*ActionCatalog::FromUntrusted(CatalogBlob()));
}

TEST(CatalogOpenTest, AcceptsACopyAtAnOddAddress) {
  const std::string copy = "x" + std::string(CatalogBlob());
  const auto catalog = ActionCatalog::FromUntrusted(std::string_view(copy).substr(1));
  ASSERT_TRUE(catalog.has_value());
  EXPECT_TRUE(catalog->Find("s3:GetObject").has_value());
}

TEST(CatalogOpenTest, NamesWhatIsWrong) {
  EXPECT_EQ(ActionCatalog::FromUntrusted("").error().message, "this is not an action catalog");
  EXPECT_EQ(ActionCatalog::FromUntrusted("s3\tGetObject\n").error().kind, ErrorKind::kUsage);
  const std::string_view blob = CatalogBlob();
  EXPECT_EQ(ActionCatalog::FromUntrusted(blob.substr(0, blob.size() - 1)).error().message,
            "the action catalog is cut off or damaged");
  std::string later(blob);
  later[8] = 9;
  EXPECT_EQ(ActionCatalog::FromUntrusted(later).error().message,
            "the action catalog has layout 9, this program reads layout " +
                std::to_string(catalog_layout::kVersion));
}

TEST(CatalogOpenTest, DamagedRecordsAreRefusedOrHarmless) {
  std::mt19937 random(7);
  const std::string blob(CatalogBlob());
  for (int round = 0; round < 200; ++round) {
    std::string bad = blob;
    for (int i = 0; i < 4; ++i) {
      // The records lie before the text; the header is hit every other time.
      const std::size_t at = round % 2 == 0 ? random() % 128 : random() % 340000;
      bad[at] = static_cast<char>(random());
    }
    const auto catalog = ActionCatalog::FromUntrusted(bad);
    if (catalog.has_value()) Exercise(*catalog);
  }
}

}  // namespace
}  // namespace leastwise
