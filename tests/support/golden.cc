#include "support/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace leastwise {
namespace {

std::filesystem::path PathOf(std::string_view name) {
  return std::filesystem::path(LEASTWISE_SOURCE_DIR) / "testdata" / name;
}

bool IsUpdate() {
  const char* update = std::getenv("LEASTWISE_UPDATE_GOLDEN");
  return update != nullptr && std::string_view(update) == "1";
}

}  // namespace

std::string ReadTestdata(std::string_view name) {
  std::ifstream in(PathOf(name), std::ios::binary);
  EXPECT_TRUE(in.good()) << "no file testdata/" << name
                         << ": write it with LEASTWISE_UPDATE_GOLDEN=1";
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

void ExpectGolden(std::string_view name, std::string_view actual) {
  if (IsUpdate()) {
    std::filesystem::create_directories(PathOf(name).parent_path());
    std::ofstream(PathOf(name), std::ios::binary) << actual;
    return;
  }
  EXPECT_EQ(ReadTestdata(name), actual) << "testdata/" << name << " differs";
}

}  // namespace leastwise
