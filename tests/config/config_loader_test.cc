#include "config/config_loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace leastwise {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ConfigLoaderTest : public testing::Test {
 protected:
  Config Load(const std::string& text) {
    files_.Add(".leastwise.yaml", text);
    return LoadConfig(".leastwise.yaml", files_, &errors_);
  }
  // "line:column: message (hint)" of every mistake.
  std::vector<std::string> Mistakes(const std::string& text) {
    Load(text);
    std::vector<std::string> out;
    for (const Error& error : errors_) {
      std::string line = error.message;
      if (error.where) {
        line = std::to_string(error.where->at.line) + ":" + std::to_string(error.where->at.column) +
               ": " + line;
      }
      EXPECT_EQ(error.kind, ErrorKind::kPack);
      out.push_back(error.hint.empty() ? line : line + " (" + error.hint + ")");
    }
    return out;
  }

  MemoryFileReader files_;
  std::vector<Error> errors_;
};

std::vector<std::string> TextsOf(const std::vector<PlacedText>& placed) {
  std::vector<std::string> out;
  for (const PlacedText& text : placed) out.push_back(text.text);
  return out;
}

TEST_F(ConfigLoaderTest, EveryKeyIsReadAndKnowsItsPlace) {
  const Config config = Load(
      "version: 1\n"
      "fail-on: high:low\n"
      "min-severity: low\n"
      "min-confidence: medium\n"
      "audience: auditor\n"
      "select: [LW1, LW2]\n"
      "ignore: LW1002\n"
      "exclude: ['vendor/**']\n"
      "packs:\n- {path: rules/mine.yaml, name: mine, version: 1.2.0}\n"
      "params: {trusted_accounts: ['111122223333'], none: []}\n"
      "personas:\n- {id: sagemaker-execution, names: ml-*}\n"
      "overrides:\n"
      "  LW1001: {severity: low, enabled: true, confidence: low, audience: pedantic, params: {a: "
      "b}}\n"
      "suppressions:\n- {rule: LW1, path: a.json, reason: because it is so}\n"
      "baseline: ci/baseline.json\n");
  ASSERT_THAT(errors_, IsEmpty());
  EXPECT_EQ(config.fail_on.value.severity, Severity::kHigh);
  EXPECT_EQ(config.fail_on.value.confidence, Confidence::kLow);
  EXPECT_EQ(config.fail_on.where.text(), "high:low");
  EXPECT_EQ(config.min_severity.value, Severity::kLow);
  EXPECT_EQ(config.min_confidence.value, Confidence::kMedium);
  EXPECT_EQ(config.audience.value, Audience::kAuditor);
  EXPECT_EQ(PlaceOf(config.audience.where).at.line, 5U);
  EXPECT_THAT(TextsOf(config.select), ElementsAre("LW1", "LW2"));
  EXPECT_THAT(TextsOf(config.ignore), ElementsAre("LW1002"));
  EXPECT_THAT(TextsOf(config.exclude), ElementsAre("vendor/**"));
  ASSERT_EQ(config.packs.size(), 1U);
  EXPECT_EQ(config.packs[0].path.text, "rules/mine.yaml");
  EXPECT_EQ(config.packs[0].version.text, "1.2.0");
  ASSERT_EQ(config.params.size(), 2U);
  EXPECT_THAT(TextsOf(config.params[0].values), ElementsAre("111122223333"));
  EXPECT_THAT(config.params[1].values, IsEmpty());
  ASSERT_EQ(config.personas.size(), 1U);
  EXPECT_THAT(TextsOf(config.personas[0].names), ElementsAre("ml-*"));
  ASSERT_EQ(config.overrides.size(), 1U);
  EXPECT_EQ(config.overrides[0].severity.value, Severity::kLow);
  EXPECT_EQ(config.overrides[0].enabled.value, true);
  EXPECT_EQ(config.overrides[0].confidence.value, Confidence::kLow);
  EXPECT_EQ(config.overrides[0].audience.value, Audience::kPedantic);
  EXPECT_EQ(config.overrides[0].params[0].name.where.text(), "a");
  ASSERT_EQ(config.suppressions.size(), 1U);
  EXPECT_EQ(config.baseline.value, "ci/baseline.json");
}

// tests/rules/schema_test.py holds the schema against the same file.
TEST_F(ConfigLoaderTest, ExampleOfEveryKeyOfTheSchemaHasNoMistake) {
  std::ifstream file(std::string(LEASTWISE_SOURCE_DIR) + "/testdata/fuzz/config/whole.yaml");
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_THAT(Mistakes(text.str()), IsEmpty());
}

TEST_F(ConfigLoaderTest, EveryMistakeIsToldAtOnceWithItsPlaceAndAHint) {
  EXPECT_THAT(
      Mistakes("version: 1\n"
               "fial-on: high\n"
               "fail-on: hihg\n"
               "audience: all\n"
               "exclude: [../other]\n"
               "packs: [{version: 1}]\n"
               "overrides: {LW1001: {severty: low}}\n"),
      ElementsAre("2:1: unknown key `fial-on` in the configuration (did you mean `fail-on`?)",
                  "3:10: `hihg` is not a value of `fail-on` (did you mean `high`?)",
                  "4:11: `all` is not a value of `audience` of the configuration (write `regular`, "
                  "`pedantic` or `auditor`)",
                  "5:11: `../other` leads out of the folder of this file (patterns count from that "
                  "folder: `policies/**/*.json`)",
                  "6:9: pack has neither `name` nor `path` (`path` is a pack of your own, `name` a "
                  "shipped one)",
                  "7:22: unknown key `severty` in override (did you mean `severity`?)"));
}

TEST_F(ConfigLoaderTest, AnotherVersionAnEmptyFileAndDuplicateKeysAreRefused) {
  EXPECT_THAT(Mistakes("version: 2\n"), ElementsAre("1:10: version must be 1"));
  errors_.clear();
  EXPECT_THAT(Mistakes(""), testing::Contains(HasSubstr("must be a mapping")));
  errors_.clear();
  EXPECT_THAT(Mistakes("version: 1\nselect: a\nselect: b\n"), ElementsAre(HasSubstr("3:1: ")));
  errors_.clear();
  EXPECT_THAT(Mistakes("version: [\n"), testing::SizeIs(1));
}

TEST_F(ConfigLoaderTest, NearerFileWinsAndGrowingListsKeepWhatTheBaseSays) {
  files_.Add("shared/base.yaml",
             "version: 1\nfail-on: critical\naudience: pedantic\nselect: [LW1]\n"
             "exclude: [x]\nparams: {a: [one], b: [two]}\n"
             "packs: [{path: p.yaml}]\n"
             "overrides: {LW1001: {severity: low, audience: auditor}}\n");
  const Config config = Load(
      "version: 1\nextends: shared/base.yaml\nfail-on: low\nselect: [LW2]\nexclude: [y]\n"
      "params: {a: [three]}\noverrides: {LW1001: {severity: high}}\n");
  ASSERT_THAT(errors_, IsEmpty());
  EXPECT_EQ(config.fail_on.value.severity, Severity::kLow);
  EXPECT_EQ(config.audience.value, Audience::kPedantic);
  EXPECT_THAT(TextsOf(config.select), ElementsAre("LW2"));
  EXPECT_THAT(TextsOf(config.exclude), ElementsAre("x", "y"));
  ASSERT_EQ(config.params.size(), 2U);
  EXPECT_EQ(config.params[0].name.text, "b");
  EXPECT_THAT(TextsOf(config.params[1].values), ElementsAre("three"));
  EXPECT_EQ(config.packs[0].path.text, "shared/p.yaml");
  ASSERT_EQ(config.overrides.size(), 1U);
  EXPECT_EQ(config.overrides[0].severity.value, Severity::kHigh);
  EXPECT_EQ(config.overrides[0].audience.value, Audience::kAuditor);
  EXPECT_EQ(config.nearest()->path(), ".leastwise.yaml");
}

TEST_F(ConfigLoaderTest, FileThatExtendsItselfIsAMistakeAtTheName) {
  files_.Add("a.yaml", "version: 1\nextends: ./.leastwise.yaml\n");
  EXPECT_THAT(Mistakes("version: 1\nextends: [a.yaml]\n"),
              ElementsAre("2:10: this file extends itself, by way of `./.leastwise.yaml`"));
}

TEST_F(ConfigLoaderTest, FileThatIsNotThereIsToldWhereItIsNamed) {
  EXPECT_THAT(Mistakes("version: 1\nextends: gone.yaml\n"),
              ElementsAre(HasSubstr("2:10: cannot read `gone.yaml`")));
}

TEST_F(ConfigLoaderTest, ShaMustBeOneAndBelongsToAPath) {
  EXPECT_THAT(Mistakes("version: 1\npacks:\n- {name: core, sha256: ab}\n- {path: p.yaml, "
                       "sha256: XY}\n"),
              ElementsAre(HasSubstr("only a pack with a `path` has a `sha256`"),
                          HasSubstr("`ab` is no SHA-256"), HasSubstr("`XY` is no SHA-256")));
}

}  // namespace
}  // namespace leastwise
