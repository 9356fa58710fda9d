#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "iam/action_catalog.h"
#include "iam/managed_policies.h"
#include "knowledge/blobs.h"
#include "knowledge/pack_blob.h"
#include "knowledge/pack_text.h"
#include "knowledge/writers.h"
#include "tree/json_reader.h"
#include "tree/yaml_reader.h"

namespace leastwise {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kSources = R"({"catalog":{"version":"7","date":"2026-01-02"},)"
                                      R"("managed_policies":{"version":"8","date":"2026-01-03"}})";

// A folder of catalog files of a test's own.
class KnowledgeTest : public ::testing::Test {
 protected:
  KnowledgeTest() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = ::testing::TempDir() + "knowledge-" + test->name();
    std::filesystem::create_directories(folder_ + "/packs");
    Write("SOURCES.json", kSources);
    Write("actions.tsv", "# comment\nml\tTrain\twrite\tjob!,model\tml:Vpc\nml\tListJobs\tlist\n");
    Write("resource-types.tsv",
          "ml\tjob\tarn:${Partition}:ml:${Region}:${Account}:job/${JobId}\taws:ResourceTag/"
          "${TagKey}\n"
          "ml\tmodel\tarn:${Partition}:ml:::model/${A}${B}\n");
    Write("condition-keys.tsv",
          "*\taws:ResourceTag/${TagKey}\tString\nml\tml:Vpc\tArrayOfString\n");
  }
  ~KnowledgeTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
  }
  std::string CatalogError() const {
    const Result<std::string> blob = WriteCatalog(folder_);
    if (blob.has_value()) return "";
    const Error& error = blob.error();
    const std::string line = error.where ? std::to_string(error.where->at.line) : "";
    return line + ": " + error.message;
  }

  std::string folder_;
};

TEST_F(KnowledgeTest, CatalogIsReadBackAsWritten) {
  const Result<std::string> blob = WriteCatalog(folder_);
  ASSERT_TRUE(blob.has_value()) << blob.error().message;
  const Result<ActionCatalog> catalog = ActionCatalog::FromUntrusted(*blob);
  ASSERT_TRUE(catalog.has_value()) << catalog.error().message;
  EXPECT_EQ(catalog->revision(), "7");
  EXPECT_EQ(catalog->date(), "2026-01-02");
  EXPECT_EQ(catalog->action_count(), 2U);
  const ActionId train = *catalog->Find("ML:train");
  const ActionInfo info = catalog->info(train);
  EXPECT_EQ(info.name, "Train");
  EXPECT_EQ(info.access, kAccessWrite);
  ASSERT_EQ(info.resource_types.size(), 2U);
  EXPECT_EQ(info.resource_types[0].required, 1);
  EXPECT_EQ(info.resource_types[1].required, 0);
  EXPECT_EQ(catalog->resource_type(info.resource_types[0].type).pattern, "arn:*:ml:*:*:job/*");
  EXPECT_EQ(catalog->resource_type(info.resource_types[1].type).pattern, "arn:*:ml:::model/*");
  EXPECT_TRUE(catalog->HasConditionKey(train, "ml:vpc"));
  EXPECT_TRUE(catalog->HasConditionKey(train, "aws:ResourceTag/team"));  // of the type `job`
  EXPECT_FALSE(catalog->HasConditionKey(*catalog->Find("ml:ListJobs"), "ml:Vpc"));
}

TEST_F(KnowledgeTest, CatalogErrorsNameTheLine) {
  Write("actions.tsv", "ml\tTrain\twrite\ttask\n");
  EXPECT_EQ(CatalogError(), "1: resource type `task` is not in resource-types.tsv");
  Write("actions.tsv", "#\nml\tTrain\twrite\tjob\tml:Vcp\n");
  EXPECT_EQ(CatalogError(), "2: condition key `ml:Vcp` is not in condition-keys.tsv");
  Write("actions.tsv", "ml\tTrain\trite\n");
  EXPECT_EQ(CatalogError(), "1: unknown access `rite`");
  Write("actions.tsv", "ml\tTrain\twrite\nml\ttrain\twrite\n");
  EXPECT_EQ(CatalogError(), "2: `train` stands twice in `ml`");
  Write("actions.tsv", "ml\tTrain\twrite\tjob\tml:Vpc\tmore\n");
  EXPECT_EQ(CatalogError(), "1: more than 5 columns");
  Write("actions.tsv", "ML\tTrain\twrite\n");
  EXPECT_EQ(CatalogError(), "1: service `ML` is not lower case");
  Write("SOURCES.json", "{}");
  EXPECT_THAT(CatalogError(), HasSubstr("`catalog` has no version and date"));
}

TEST_F(KnowledgeTest, ManagedPoliciesAreReadBackAsWritten) {
  Write(
      "managed-policies.jsonl",
      R"({"name":"A","arn":"arn:aws:iam::aws:policy/A","version":"v1","date":"2020-01-01","document":{"Statement":[]}})"
      "\n"
      R"({"name":"B","arn":"arn:aws:iam::aws:policy/B","version":"v2","date":"2021-01-01","document":{"Version":"2012-10-17"}})"
      "\n");
  const Result<std::string> blob = WriteManagedPolicies(folder_);
  ASSERT_TRUE(blob.has_value()) << blob.error().message;
  const Result<ManagedPolicies> policies = ManagedPolicies::FromBlob(*blob);
  ASSERT_TRUE(policies.has_value());
  EXPECT_EQ(policies->count(), 2U);
  EXPECT_EQ(policies->date(), "2026-01-03");
  EXPECT_EQ(policies->Find("B")->version, "v2");
  EXPECT_EQ(policies->Find("A")->document, R"({"Statement":[]})");
}

TEST_F(KnowledgeTest, ManagedPoliciesOutOfOrderAreRefused) {
  Write("managed-policies.jsonl",
        R"({"name":"B","arn":"b","version":"v1","date":"d","document":{}})"
        "\n"
        R"({"name":"A","arn":"a","version":"v1","date":"d","document":{}})"
        "\n");
  EXPECT_EQ(WriteManagedPolicies(folder_).error().message, "`A` is not in order of names");
}

TEST_F(KnowledgeTest, PacksAreReadBackInOrderOfNames) {
  Write("packs/b.yaml", "pack: b\nrules: []\n");
  Write("packs/a.yaml", "pack: a\ndescription: for people\n");
  const std::vector<std::string> files = {folder_ + "/packs/b.yaml", folder_ + "/packs/a.yaml"};
  const Result<std::string> blob = WritePacks(files);
  ASSERT_TRUE(blob.has_value()) << blob.error().message;
  const auto packs = ReadPackBlob(*blob);
  ASSERT_TRUE(packs.has_value());
  ASSERT_EQ(packs->size(), 2U);
  EXPECT_EQ((*packs)[0].name, "packs/a.yaml");
  EXPECT_EQ((*packs)[0].matching, R"({"pack":"a"})");
  EXPECT_EQ((*packs)[0].prose, R"({"description":"for people"})");
  EXPECT_EQ((*packs)[1].matching, R"({"pack":"b","rules":[]})");
}

TEST_F(KnowledgeTest, PackWithADuplicateKeyIsRefusedWithItsPlace) {
  Write("packs/a.yaml", "pack: a\npack: b\n");
  const std::vector<std::string> files = {folder_ + "/packs/a.yaml"};
  const Result<std::string> blob = WritePacks(files);
  ASSERT_FALSE(blob.has_value());
  EXPECT_EQ(blob.error().where->at.line, 2U);
}

TEST(PacksBlobTest, ShippedPacksAreJson) {
  const auto packs = ReadPackBlob(PacksBlob());
  ASSERT_TRUE(packs.has_value());
  JsonReader reader;
  for (const PackView& pack : *packs) {
    for (const std::string_view text : {pack.matching, pack.prose}) {
      Arena arena;
      const auto file = SourceFile::FromString(std::string(pack.name), text);
      const SourceView view = SourceView::Whole(*file);
      EXPECT_TRUE(reader.Read(view, arena).has_value()) << pack.name;
    }
  }
  EXPECT_FALSE(ReadPackBlob("").has_value());
}

PackText Split(std::string_view yaml) {
  const auto file = SourceFile::FromString("pack.yaml", yaml);
  const SourceView view = SourceView::Whole(*file);
  Arena arena;
  return *SplitPack(*ReadYaml(view, arena));
}

TEST(SplitPackTest, PartsMatchingFromProseEntryByEntry) {
  const PackText pack = Split(
      "pack: core\n"
      "rules:\n"
      "- {id: LW1, why: because, match: {allow: {actions: {any: ['s3:*']}}}, tests: [1]}\n"
      "- {id: LW2, match: {title: not prose here}}\n");
  EXPECT_EQ(
      pack.matching,
      R"({"pack":"core","rules":[{"id":"LW1","match":{"allow":{"actions":{"any":["s3:*"]}}}},)"
      R"({"id":"LW2","match":{"title":"not prose here"}}]})");
  EXPECT_EQ(pack.prose, R"({"rules":[{"id":"LW1","why":"because","tests":[1]},{"id":"LW2"}]})");
}

TEST(SplitPackTest, PlacesOfPathsStandBehindThoseOfRules) {
  const PackText pack =
      Split("paths:\n- {id: LW2, needs: [{a: b}], why: w}\nrules:\n- {id: LW1}\n");
  ASSERT_EQ(pack.places.entries.size(), 2U);
  const auto text = [&pack](const Span& span) {
    return pack.matching.substr(span.begin, span.end - span.begin);
  };
  EXPECT_EQ(text(pack.places.entries[0]), R"({"id":"LW1"})");
  EXPECT_EQ(text(pack.places.entries[1]), R"({"id":"LW2","needs":[{"a":"b"}]})");
  EXPECT_TRUE(pack.places.names.empty());
}

TEST(SplitPackTest, PlacesOfNamesAreThoseOfTheirValues) {
  const PackText pack = Split(
      "sets:\n  reads: {actions: ['s3:Get*']}\n  none: {keys: []}\n"
      "rules:\n- {id: LW1, sets: {a: b}}\n"
      "forms:\n  a:b: '{c}'\n");
  ASSERT_EQ(pack.places.names.size(), 3U);
  const auto text = [&pack](const PackPlaces::Name& name) {
    return pack.matching.substr(name.value.begin, name.value.size());
  };
  EXPECT_EQ(pack.places.names[0].name, "reads");
  EXPECT_EQ(text(pack.places.names[0]), R"({"actions":["s3:Get*"]})");
  EXPECT_EQ(text(pack.places.names[1]), R"({"keys":[]})");
  EXPECT_EQ(pack.places.names[2].kind, NameKind::kForm);
  EXPECT_EQ(text(pack.places.names[2]), R"("{c}")");
}

TEST(SplitPackTest, StepsAreEntriesToo) {
  const PackText pack =
      Split("rules:\n- steps:\n  - {id: LW1, title: One}\n  - {id: LW2}\n  help: do\n");
  EXPECT_EQ(pack.matching, R"({"rules":[{"steps":[{"id":"LW1"},{"id":"LW2"}]}]})");
  EXPECT_EQ(pack.prose,
            R"({"rules":[{"steps":[{"id":"LW1","title":"One"},{"id":"LW2"}],"help":"do"}]})");
}

TEST(SplitPackTest, WritesScalarsAsJson) {
  const PackText pack = Split("a: true\nb: null\nc: 12\nd: \"q\\\"\\\\\\n\\t\"\ne: 2012-10-17\n");
  EXPECT_EQ(pack.matching, R"({"a":true,"b":null,"c":12,"d":"q\"\\\n\u0009","e":"2012-10-17"})");
  EXPECT_EQ(pack.prose, "{}");
}

}  // namespace
}  // namespace leastwise
