#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "base/file_reader.h"
#include "tree/json_syntax.h"
#include "tree/read_text.h"

namespace leastwise {
namespace {

namespace fs = std::filesystem;

fs::path SuiteFolder() {
  const char* const corpus = std::getenv("LEASTWISE_CORPUS");
  const fs::path root =
      corpus != nullptr ? fs::path(corpus) : fs::path(LEASTWISE_SOURCE_DIR) / "../shared/corpus";
  return root / "malformed" / "JSONTestSuite";
}

// Files are called [test_parsing__]y_NAME.json, n_NAME.json or i_NAME.json, and there are others
// about which readers differ.
char ExpectationOf(const std::string& name) {
  const std::size_t prefix = name.rfind("__");
  const std::string own = name.substr(prefix == std::string::npos ? 0 : prefix + 2);
  return own.starts_with("y_") || own.starts_with("n_") ? own[0] : 'i';
}

TEST(JsonSuiteTest, EveryFileIsAcceptedOrRefusedAsItsNameSays) {
  if (!fs::is_directory(SuiteFolder())) GTEST_SKIP() << "no JSONTestSuite here";
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(SuiteFolder())) {
    if (entry.path().extension() == ".json") files.insert(entry.path());
  }
  EXPECT_GT(files.size(), 300U);
  for (const fs::path& path : files) {
    const auto file = DiskFileReader().Read(path.string());
    ASSERT_TRUE(file.has_value());
    const SourceView view = SourceView::Whole(**file);
    Arena arena;
    const bool accepted = JsonReader().Read(view, arena).has_value();
    const char expected = ExpectationOf(path.filename().string());
    if (expected != 'i') {
      EXPECT_EQ(accepted, expected == 'y') << path;
    }
    EXPECT_EQ(!FindJsonError(view.text(), 64).has_value(), accepted) << path;
  }
}

}  // namespace
}  // namespace leastwise
