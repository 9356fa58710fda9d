#include "config/suppression_edit.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "config/config_loader.h"

namespace leastwise {
namespace {

constexpr const char* kFile = ".leastwise.yaml";

std::vector<NewSuppression> OneEntry() {
  return {{"LW1003", "a.json", "", "", "known", "2027-03-31"}};
}

Result<std::string> Added(std::string_view text) {
  const std::unique_ptr<SourceFile> file = SourceFile::FromString(kFile, text);
  return WithSuppressions(file.get(), OneEntry());
}

Config Load(std::string_view text, std::vector<Error>* errors) {
  MemoryFileReader files;
  files.Add(kFile, std::string(text));
  return LoadConfig(kFile, files, errors);
}

constexpr std::string_view kEntry =
    "- rule: LW1003\n"
    "  path: \"a.json\"\n"
    "  reason: \"known\"\n"
    "  expires: 2027-03-31\n";

TEST(SuppressionEditTest, ANewListStandsBehindAllElse) {
  EXPECT_EQ(*Added("version: 1  # ours\n"),
            "version: 1  # ours\n\nsuppressions:\n" + std::string(kEntry));
}

TEST(SuppressionEditTest, ANewListIsIndentedLikeTheOtherKeys) {
  const Result<std::string> text = Added("    version: 1\n");
  ASSERT_TRUE(text);
  std::vector<Error> errors;
  EXPECT_EQ(Load(*text, &errors).suppressions.size(), 1U);
  EXPECT_TRUE(errors.empty());
}

TEST(SuppressionEditTest, AnEmptyListIsFilled) {
  EXPECT_EQ(*Added("suppressions:\nversion: 1\n"),
            "suppressions:\n" + std::string(kEntry) + "version: 1\n");
}

TEST(SuppressionEditTest, AFileLaidOutUnusuallyIsRefused) {
  for (const std::string_view text :
       {"            !    version: 1\n\n", "version: 1\n...\n", "{version: 1}\n",
        "version: 1\nsuppressions: [{rule: LW1003, path: a, reason: b}]\n"}) {
    const Result<std::string> edited = Added(text);
    if (!edited) {
      EXPECT_EQ(edited.error().kind, ErrorKind::kUsage) << text;
      continue;
    }
    std::vector<Error> errors;
    Load(*edited, &errors);
    EXPECT_TRUE(errors.empty()) << text;
  }
  EXPECT_FALSE(Added("{version: 1}\n"));
}

TEST(SuppressionEditTest, AnEntryGoesWithTheCommentAboveIt) {
  std::vector<Error> errors;
  const Config config = Load(
      "version: 1\nsuppressions:\n  # old\n  - rule: LW1003\n    path: a\n    reason: b\n"
      "  - rule: LW1004\n    path: c\n    reason: d\n",
      &errors);
  ASSERT_EQ(config.suppressions.size(), 2U);
  const std::vector<const Suppression*> gone = {&config.suppressions.front()};
  EXPECT_EQ(*WithoutSuppressions(*config.nearest(), gone),
            "version: 1\nsuppressions:\n  - rule: LW1004\n    path: c\n    reason: d\n");
}

}  // namespace
}  // namespace leastwise
