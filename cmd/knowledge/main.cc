#include <cstdio>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/sources.h"
#include "knowledge/writers.h"

// leastwise_knowledge: makes the blobs that are linked into leastwise, at build time. Also makes
// the file that `leastwise --catalog FILE` reads: `leastwise_knowledge catalog FILE rules/catalog`.

namespace leastwise {
namespace {

constexpr std::string_view kUsage =
    "usage: leastwise_knowledge catalog OUT FOLDER      from the tables of rules/catalog\n"
    "       leastwise_knowledge managed OUT FOLDER      from rules/catalog/managed-policies.jsonl\n"
    "       leastwise_knowledge packs OUT [FILE.yaml…]  from rule packs and personas\n"
    "       leastwise_knowledge sheet OUT CATALOG [FILE.yaml…]  what is known of their rules "
    "unread\n";

void PrintError(const Error& error) {
  std::string line;
  if (error.where.has_value()) {
    line = error.where->path + ":" + std::to_string(error.where->at.line) + ":" +
           std::to_string(error.where->at.column) + ": ";
  }
  line += error.message;
  if (!error.hint.empty()) line += "; " + error.hint;
  std::fprintf(stderr, "leastwise_knowledge: %s\n", line.c_str());
}

int Save(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (out) return 0;
  std::fprintf(stderr, "leastwise_knowledge: cannot write `%s`\n", path.c_str());
  return 3;
}

Result<std::string> WriteSheetOver(std::span<const std::string> inputs) {
  LEASTWISE_TRY(catalog, ReadWholeFile(inputs.front()));
  return WriteSheet(catalog->text(), inputs.subspan(1));
}

int Run(const std::vector<std::string>& args) {
  const std::string what = args.empty() ? "" : args[0];
  const bool from_folder = what == "catalog" || what == "managed";
  const bool is_right =
      from_folder ? args.size() == 3
                  : (what == "packs" && args.size() >= 2) || (what == "sheet" && args.size() >= 3);
  if (!is_right) {
    std::fwrite(kUsage.data(), 1, kUsage.size(), stderr);
    return 2;
  }
  const std::vector<std::string> inputs(args.begin() + 2, args.end());
  const Result<std::string> blob = what == "catalog"   ? WriteCatalog(inputs[0])
                                   : what == "managed" ? WriteManagedPolicies(inputs[0])
                                   : what == "sheet"   ? WriteSheetOver(inputs)
                                                       : WritePacks(inputs);
  if (blob.has_value()) return Save(args[1], *blob);
  PrintError(blob.error());
  return 3;
}

}  // namespace
}  // namespace leastwise

int main(int argc, char** argv) {
  return leastwise::Run(std::vector<std::string>(argv + 1, argv + argc));
}
