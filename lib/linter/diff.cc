#include "linter/diff.h"

#include <sys/stat.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "base/arena.h"
#include "iam/action_table.h"
#include "input/input_format.h"
#include "linter/file_finder.h"
#include "linter/managed_policy_library.h"
#include "linter/policy_files.h"
#include "tree/json_reader.h"

namespace leastwise {
namespace {

constexpr std::string_view kFullAccess =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";
constexpr std::string_view kFullAccessName = "FullAWSAccess";

bool IsFolder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::string Quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

// What two files have in common: a name, and where each is; empty for a file that is not there.
struct FilePair {
  std::string name;
  std::string old_path;
  std::string new_path;
};

// Which document of one file is which of the other. A role has a trust policy besides inline ones;
// bare documents have no name, and each is the other's match whatever it is.
using PolicyKey = std::tuple<std::string_view, std::string_view, bool>;  // is it a trust policy

PolicyKey KeyOf(const Policy& policy) {
  const bool is_trust = policy.kind == PolicyKind::kTrust && !policy.container.empty();
  return {policy.container, policy.name, is_trust};
}

std::string NameOf(const Policy& policy) {
  std::string out(policy.container);
  if (!out.empty() && !policy.name.empty()) out += '/';
  out += policy.name;
  if (policy.kind == PolicyKind::kTrust && !out.empty()) out += " (trust policy)";
  return out;
}

bool AllowsAnything(const std::vector<const Policy*>& policies) {
  return std::any_of(policies.begin(), policies.end(), [](const Policy* policy) {
    return std::any_of(policy->statements.begin(), policy->statements.end(),
                       [](const Statement& one) { return one.effect == Effect::kAllow; });
  });
}

int Rank(ComparisonVerdict verdict) {
  switch (verdict) {
    case ComparisonVerdict::kError:
      return 3;
    case ComparisonVerdict::kFail:
      return 2;
    case ComparisonVerdict::kUnknown:
      return 1;
    case ComparisonVerdict::kPass:
      break;
  }
  return 0;
}

}  // namespace

struct DiffResult::Memory {
  struct Pair {
    explicit Pair(const Knowledge& knowledge)
        : actions(knowledge.catalog()), managed(knowledge.managed_policies()) {}
    PolicyFiles files;
    ActionTable actions;
    ManagedPolicyLibrary managed;
  };
  std::deque<Pair> pairs;
};

DiffResult::DiffResult() = default;
DiffResult::~DiffResult() = default;
DiffResult::DiffResult(DiffResult&&) noexcept = default;
DiffResult& DiffResult::operator=(DiffResult&&) noexcept = default;

ComparisonVerdict DiffResult::verdict() const {
  ComparisonVerdict worst = ComparisonVerdict::kPass;
  for (const DiffComparison& one : comparisons) {
    if (Rank(one.added.verdict) > Rank(worst)) worst = one.added.verdict;
  }
  return errors.empty() ? worst : ComparisonVerdict::kError;
}

const SourceFile* DiffResult::Source(const std::string& path) const {
  if (memory_ == nullptr) return nullptr;
  for (const Memory::Pair& pair : memory_->pairs) {
    if (const SourceFile* file = pair.files.Find(path)) return file;
  }
  return nullptr;
}

class DiffRun {
 public:
  DiffRun(const DiffOptions& options, const Knowledge& knowledge, const FileReader& reader)
      : options_(options), knowledge_(knowledge), reader_(reader) {}

  DiffResult Run() {
    result_.memory_ = std::make_unique<DiffResult::Memory>();
    for (const FilePair& pair : ListPairs()) ComparePair(pair);
    return std::move(result_);
  }

 private:
  void Complain(ErrorKind kind, std::string message, std::string hint = {}) {
    result_.errors.push_back({kind, std::move(message), {}, std::move(hint)});
  }

  std::vector<FilePair> ListPairs() {
    const bool is_folder = IsFolder(options_.new_path);
    if (is_folder != IsFolder(options_.old_path)) {
      Complain(ErrorKind::kUsage, "a file cannot be compared with a folder",
               "give two files, or two folders");
      return {};
    }
    were_named_ = !is_folder;
    if (!is_folder) return {{options_.new_path, options_.old_path, options_.new_path}};
    std::map<std::string, FilePair> pairs;
    for (const auto& [path, member] : {std::pair(options_.old_path, &FilePair::old_path),
                                       std::pair(options_.new_path, &FilePair::new_path)}) {
      FoundFiles found = FindFiles({&path, 1}, {});
      std::move(found.errors.begin(), found.errors.end(), std::back_inserter(result_.errors));
      const std::string folder = path.ends_with('/') ? path : path + '/';
      for (const InputFile& file : found.files) {
        const bool is_below = file.path.starts_with(folder);
        std::string name = is_below ? file.path.substr(folder.size()) : file.path;
        FilePair& pair = pairs[name];
        pair.name = std::move(name);
        pair.*member = file.path;
      }
    }
    std::vector<FilePair> out;
    for (auto& [name, pair] : pairs) out.push_back(std::move(pair));
    return out;
  }

  // The documents of both sides and of what caps them have one table of actions.
  void ComparePair(const FilePair& files) {
    DiffResult::Memory::Pair& pair = result_.memory_->pairs.emplace_back(knowledge_);
    std::vector<std::string> paths;
    for (const std::string& path : {files.old_path, files.new_path}) {
      if (!path.empty()) paths.push_back(path);
    }
    pair.files = ReadPolicyFiles(paths, options_.kind, reader_, were_named_);
    const std::size_t compared = pair.files.inventory.policies().size();
    const Policy* boundary = ReadCap(options_.boundary, PolicyKind::kBoundary, &pair.files);
    std::vector<const Policy*> controls;
    for (const std::string& path : options_.service_controls) {
      if (const Policy* cap = ReadCap(path, PolicyKind::kServiceControl, &pair.files)) {
        controls.push_back(cap);
      }
    }
    const Policy* full_access = AddText(kFullAccessName, kFullAccess, &pair.files);
    if (!controls.empty() && !AllowsAnything(controls)) controls.push_back(full_access);
    const bool is_readable = pair.files.errors.empty();
    std::move(pair.files.errors.begin(), pair.files.errors.end(),
              std::back_inserter(result_.errors));
    if (!is_readable) return;
    Link(pair.files.inventory, pair.actions, pair.managed);

    std::map<PolicyKey, std::pair<const Policy*, const Policy*>> matched;
    std::vector<PolicyKey> order;
    for (std::size_t i = 0; i < compared; ++i) {
      const Policy* policy = pair.files.inventory.policies()[i];
      const bool is_old = policy->location.file->path() == files.old_path;
      const auto [found, is_new] = matched.try_emplace(KeyOf(*policy));
      if (is_new) order.push_back(found->first);
      const Policy*& place = is_old ? found->second.first : found->second.second;
      if (place != nullptr) {
        Complain(ErrorKind::kSyntax, Quoted(policy->location.file->path()) +
                                         " holds two policies " + Quoted(NameOf(*policy)) +
                                         ", which cannot be told apart");
        return;
      }
      place = policy;
    }
    for (const PolicyKey& key : order) {
      const auto& [before, after] = matched[key];
      CompareOne(files, pair, before, after, boundary, controls, full_access, order.size() > 1);
    }
  }

  void CompareOne(const FilePair& files, const DiffResult::Memory::Pair& pair, const Policy* before,
                  const Policy* after, const Policy* boundary,
                  const std::vector<const Policy*>& controls, const Policy* full_access,
                  bool is_one_of_many) {
    const Policy& named = after != nullptr ? *after : *before;
    DiffComparison one;
    one.name = files.name;
    if (is_one_of_many) one.name += ": " + NameOf(named);
    one.kind = named.kind;
    one.has_old = before != nullptr;
    one.has_new = after != nullptr;
    one.actions = &pair.actions;
    if (one.has_old && one.has_new && before->kind != after->kind) {
      Complain(ErrorKind::kUsage,
               Quoted(one.name) + " was of kind `" + std::string(PolicyKindName(before->kind)) +
                   "` and is of kind `" + std::string(PolicyKindName(after->kind)) + "` now",
               "--kind says what bare documents are");
      return;
    }
    const auto side_of = [&](const Policy* policy) {
      ComparisonSide side;
      if (policy != nullptr) side.policies.push_back(policy);
      const bool filters =
          one.kind == PolicyKind::kServiceControl || one.kind == PolicyKind::kResourceControl;
      if (filters && !AllowsAnything(side.policies)) side.policies.push_back(full_access);
      side.boundary = boundary;
      side.service_controls = controls;
      return side;
    };
    const ComparisonSide old_side = side_of(before);
    const ComparisonSide new_side = side_of(after);
    one.added = Compare(pair.actions, old_side, new_side);
    one.removed = Compare(pair.actions, new_side, old_side);
    result_.comparisons.push_back(std::move(one));
  }

  // The one document of a file that caps both sides, read into the pair's own inventory.
  const Policy* ReadCap(const std::string& path, PolicyKind kind, PolicyFiles* files) {
    if (path.empty()) return nullptr;
    Result<std::unique_ptr<SourceFile>> file = reader_.Read(path);
    if (!file) {
      files->errors.push_back(file.error());
      return nullptr;
    }
    const std::size_t before = files->inventory.policies().size();
    Read(**file, kind, files);
    files->files.push_back(*std::move(file));
    if (files->inventory.policies().size() == before + 1) {
      return files->inventory.policies().back();
    }
    files->errors.push_back({ErrorKind::kIo, Quoted(path) + " does not hold one policy", {}, {}});
    return nullptr;
  }

  const Policy* AddText(std::string_view name, std::string_view text, PolicyFiles* files) {
    files->files.push_back(SourceFile::FromString(std::string(name), text));
    Read(*files->files.back(), PolicyKind::kServiceControl, files);
    return files->inventory.policies().back();
  }

  static void Read(const SourceFile& file, PolicyKind kind, PolicyFiles* files) {
    JsonReader json;
    Arena scratch;
    InputOptions options;
    options.kind = kind;
    options.named = true;
    ReadInput(file, options, json, scratch, &files->inventory);
  }

  const DiffOptions& options_;
  const Knowledge& knowledge_;
  const FileReader& reader_;
  bool were_named_ = true;
  DiffResult result_;
};

DiffResult Diff(const DiffOptions& options, const Knowledge& knowledge, const FileReader& reader) {
  return DiffRun(options, knowledge, reader).Run();
}

}  // namespace leastwise
