#include "linter/policy_files.h"

#include <utility>

#include "base/arena.h"
#include "input/input_format.h"
#include "tree/json_reader.h"

namespace leastwise {
namespace {

// Why a file could not be read, as its problem or its entry in not_analysed says.
Error SyntaxErrorOf(const SourceFile& file, const Inventory& inventory, std::size_t first_problem) {
  Error error{ErrorKind::kSyntax, "`" + file.path() + "` is not JSON", {}, {}};
  const auto problems = inventory.problems().subspan(first_problem);
  for (const Problem& problem : problems) {
    if (problem.code != kSyntaxError) continue;
    error.message = problem.detail;
    error.where = PlaceOf(problem.where);
    break;
  }
  return error;
}

}  // namespace

const SourceFile* PolicyFiles::Find(const std::string& path) const {
  for (const auto& file : files) {
    if (file->path() == path) return file.get();
  }
  return nullptr;
}

PolicyFiles ReadPolicyFiles(std::span<const std::string> paths, std::optional<PolicyKind> kind,
                            const FileReader& reader, bool were_named) {
  PolicyFiles out;
  JsonReader json;
  Arena scratch;
  InputOptions options;
  options.kind = kind;
  options.named = were_named;
  for (const std::string& path : paths) {
    Result<std::unique_ptr<SourceFile>> file = reader.Read(path);
    if (!file) {
      out.errors.push_back(file.error());
      continue;
    }
    const std::size_t problems = out.inventory.problems().size();
    const ReadOutcome outcome = ReadInput(**file, options, json, scratch, &out.inventory);
    const bool is_broken =
        outcome == ReadOutcome::kFailed || (were_named && outcome == ReadOutcome::kNotParsed);
    if (is_broken) {
      out.errors.push_back(SyntaxErrorOf(**file, out.inventory, problems));
    } else if (outcome == ReadOutcome::kNotParsed) {
      out.unparsed.push_back(SyntaxErrorOf(**file, out.inventory, problems));
    } else if (were_named && outcome == ReadOutcome::kNoPolicy) {
      out.errors.push_back({ErrorKind::kIo, "`" + path + "` holds no policy", {}, {}});
    }
    out.files.push_back(*std::move(file));
  }
  return out;
}

}  // namespace leastwise
