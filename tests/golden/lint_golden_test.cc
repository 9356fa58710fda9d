#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/golden.h"
#include "support/run_program.h"

// Every folder testdata/lint/{ok,err}/<case> is one run of the program on the inputs in it. `ok`
// must be silent and exit 0; `err` must print what expected.txt holds. A file `args` adds
// arguments, one on each line.

namespace leastwise {
namespace {

namespace fs = std::filesystem;

const fs::path& Testdata() {
  static const fs::path folder = fs::path(LEASTWISE_SOURCE_DIR) / "testdata";
  return folder;
}

std::vector<std::string> CasesIn(const std::string& group) {
  std::vector<std::string> cases;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(Testdata() / "lint" / group, error)) {
    if (entry.is_directory()) cases.push_back(group + "/" + entry.path().filename().string());
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

std::vector<std::string> LinesOf(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

ProgramRun RunCase(const std::string& name) {
  const fs::path folder = Testdata() / "lint" / name;
  std::vector<std::string> arguments = {"check", "--format", "concise"};
  const std::vector<std::string> more = LinesOf(folder / "args");
  arguments.insert(arguments.end(), more.begin(), more.end());
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string file = entry.path().filename().string();
    if (file != "args" && file != "expected.txt") arguments.push_back(file);
  }
  return Leastwise(folder.string(), arguments);
}

class LintGoldenTest : public testing::TestWithParam<std::string> {};

TEST_P(LintGoldenTest, PrintsWhatIsExpected) {
  const std::string& name = GetParam();
  const ProgramRun run = RunCase(name);
  if (name.substr(0, 3) == "ok/") {
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(run.code, 0) << run.err;
  } else {
    EXPECT_TRUE(run.code == 1 || run.code == 3) << run.code << ' ' << run.err;
    ExpectGolden("lint/" + name + "/expected.txt", run.out);
  }
}

std::string TestName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Ok, LintGoldenTest, testing::ValuesIn(CasesIn("ok")), TestName);
INSTANTIATE_TEST_SUITE_P(Err, LintGoldenTest, testing::ValuesIn(CasesIn("err")), TestName);

}  // namespace
}  // namespace leastwise
