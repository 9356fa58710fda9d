#include "linter/diff.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "access/comparison_memo.h"
#include "base/arena.h"
#include "base/backticks.h"
#include "iam/action_table.h"
#include "input/input_format.h"
#include "linter/compared_files.h"
#include "linter/managed_policy_library.h"
#include "linter/policy_files.h"
#include "linter/policy_holders.h"
#include "linter/revision_reader.h"
#include "tree/json_reader.h"

namespace leastwise {
namespace {

constexpr std::string_view kFullAccess =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";
constexpr std::string_view kFullAccessName = "FullAWSAccess";

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

// Documents of a dump are what their attachments make of them, which may have changed.
bool MayBeCompared(PolicyKind before, PolicyKind now) {
  const auto is_attached = [](PolicyKind kind) {
    return kind == PolicyKind::kIdentity || kind == PolicyKind::kBoundary;
  };
  return before == now || (is_attached(before) && is_attached(now));
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
    ComparisonMemo comparisons;
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
    ComparedFiles files = options_.base
                              ? PairWithBase(*options_.base, options_.paths, &reader_)
                              : PairPlaces(options_.old_path, options_.new_path, &reader_);
    result_.errors = std::move(files.errors);
    result_.sparse_files = files.sparse;
    were_named_ = files.were_named;
    for (const FilePair& pair : files.pairs) ComparePair(pair);
    return std::move(result_);
  }

 private:
  void Complain(ErrorKind kind, std::string message, std::string hint = {}) {
    result_.errors.push_back({kind, std::move(message), {}, std::move(hint)});
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
    // A policy that is no JSON any longer was not removed.
    if (compared > 0) {
      std::move(pair.files.unparsed.begin(), pair.files.unparsed.end(),
                std::back_inserter(pair.files.errors));
    }
    HolderCaps caps;
    caps.boundary = ReadCap(options_.boundary, PolicyKind::kBoundary, &pair.files);
    for (const std::string& path : options_.service_controls) {
      if (const Policy* cap = ReadCap(path, PolicyKind::kServiceControl, &pair.files)) {
        caps.service_controls.push_back(cap);
      }
    }
    caps.memo = &pair.comparisons;
    caps.arena = &pair.files.inventory.arena();
    caps.full_access = AddText(kFullAccessName, kFullAccess, &pair.files);
    if (!caps.service_controls.empty() && !AllowsAnything(caps.service_controls)) {
      caps.service_controls.push_back(caps.full_access);
    }
    const bool is_readable = pair.files.errors.empty();
    std::move(pair.files.errors.begin(), pair.files.errors.end(),
              std::back_inserter(result_.errors));
    if (!is_readable) return;
    const bool is_told = TellNotAnalysed(files, pair);
    if (compared == 0 && !is_told) ++result_.files_without_policies;
    Link(pair.files.inventory, pair.actions, pair.managed);

    const PolicyHolders before(pair.files.inventory, files.old_path);
    const PolicyHolders now(pair.files.inventory, files.new_path);
    CompareIdentities(files, pair, before, now, caps);
    ComparePolicies(files, pair, before, now, caps, compared);
  }

  void CompareIdentities(const FilePair& files, const DiffResult::Memory::Pair& pair,
                         const PolicyHolders& before, const PolicyHolders& now,
                         const HolderCaps& caps) {
    std::set<HolderKey> known;
    for (const Identity* identity : pair.files.inventory.identities()) {
      const HolderKey key = HolderKeyOf(*identity);
      if (!known.insert(key).second) continue;
      const PolicyHolder* then = before.Find(key);
      const PolicyHolder* current = now.Find(key);
      const PolicyHolder* named = current != nullptr ? current : then;
      // What a group grants is what its members hold.
      if (named == nullptr || named->has_members) continue;
      const bool holds = (then != nullptr && then->holds_anything()) ||
                         (current != nullptr && current->holds_anything());
      if (!holds) continue;
      DiffComparison one = Begin(files, pair, then != nullptr, current != nullptr);
      one.name += ": " + HolderName(*named->identity);
      one.identity = named->identity;
      if (then != nullptr) one.old_policies = then->policies();
      if (current != nullptr) one.new_policies = current->policies();
      one.added = CompareHolders(pair.actions, then, current, caps);
      one.removed = CompareHolders(pair.actions, current, then, caps);
      result_.comparisons.push_back(std::move(one));
    }
  }

  // What no identity of the file holds, and trust policies.
  void ComparePolicies(const FilePair& files, const DiffResult::Memory::Pair& pair,
                       const PolicyHolders& before, const PolicyHolders& now,
                       const HolderCaps& caps, std::size_t compared) {
    std::map<PolicyKey, std::pair<const Policy*, const Policy*>> matched;
    std::vector<PolicyKey> order;
    for (std::size_t i = 0; i < compared; ++i) {
      const Policy* policy = pair.files.inventory.policies()[i];
      const bool is_old = policy->location.file->path() == files.old_path;
      const bool is_inline = policy->arn.empty() && (is_old ? before : now).Hold(policy);
      if (is_inline) continue;
      const auto [found, is_new] = matched.try_emplace(KeyOf(*policy));
      if (is_new) order.push_back(found->first);
      const Policy*& place = is_old ? found->second.first : found->second.second;
      if (place != nullptr) {
        Complain(ErrorKind::kSyntax, InBackticks(policy->location.file->path()) +
                                         " holds two policies " + InBackticks(NameOf(*policy)) +
                                         ", which cannot be told apart");
        return;
      }
      place = policy;
    }
    const bool is_one_of_many = order.size() > 1 || !pair.files.inventory.identities().empty();
    for (const PolicyKey& key : order) {
      const auto& [then, current] = matched[key];
      const bool is_held = current != nullptr ? now.Hold(current) : before.Hold(then);
      if (!is_held) CompareOne(files, pair, then, current, caps, is_one_of_many);
    }
  }

  static DiffComparison Begin(const FilePair& files, const DiffResult::Memory::Pair& pair,
                              bool has_old, bool has_new) {
    DiffComparison one;
    one.name = files.name;
    one.moved_from = files.moved_from;
    one.has_old = has_old;
    one.has_new = has_new;
    one.actions = &pair.actions;
    return one;
  }

  // What could not be read as policies may grant anything, unless it is the same on both sides.
  bool TellNotAnalysed(const FilePair& files, const DiffResult::Memory::Pair& pair) {
    const auto entries = pair.files.inventory.not_analysed();
    if (entries.empty()) return false;
    const SourceFile* before = pair.files.Find(files.old_path);
    const SourceFile* after = pair.files.Find(files.new_path);
    const bool is_same = before != nullptr && after != nullptr && before->text() == after->text();
    if (is_same) return false;
    DiffComparison one = Begin(files, pair, before != nullptr, after != nullptr);
    one.added.verdict = ComparisonVerdict::kUnknown;
    for (const NotAnalysed& entry : entries) {
      std::string reason = InBackticks(entry.path) + " was not analysed: " + entry.reason;
      std::vector<std::string>& reasons = one.added.reasons;
      if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
        reasons.push_back(std::move(reason));
      }
    }
    result_.comparisons.push_back(std::move(one));
    return true;
  }

  void CompareOne(const FilePair& files, const DiffResult::Memory::Pair& pair, const Policy* before,
                  const Policy* after, const HolderCaps& caps, bool is_one_of_many) {
    const Policy& named = after != nullptr ? *after : *before;
    DiffComparison one = Begin(files, pair, before != nullptr, after != nullptr);
    if (const std::string own = NameOf(named); is_one_of_many && !own.empty()) {
      one.name += ": " + own;
    }
    one.kind = named.kind;
    if (before != nullptr) one.old_policies = {before};
    if (after != nullptr) one.new_policies = {after};
    if (one.has_old && one.has_new && !MayBeCompared(before->kind, after->kind)) {
      Complain(ErrorKind::kUsage,
               InBackticks(one.name) + " was of kind `" +
                   std::string(PolicyKindName(before->kind)) + "` and is of kind `" +
                   std::string(PolicyKindName(after->kind)) + "` now",
               "--kind says what bare documents are");
      return;
    }
    const auto side_of = [&](const std::vector<const Policy*>& policies) {
      ComparisonSide side;
      side.policies = policies;
      const bool filters =
          one.kind == PolicyKind::kServiceControl || one.kind == PolicyKind::kResourceControl;
      if (filters && !AllowsAnything(side.policies)) side.policies.push_back(caps.full_access);
      side.boundary = caps.boundary;
      side.service_controls = caps.service_controls;
      return side;
    };
    const ComparisonSide old_side = side_of(one.old_policies);
    const ComparisonSide new_side = side_of(one.new_policies);
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
    files->errors.push_back(
        {ErrorKind::kIo, InBackticks(path) + " does not hold one policy", {}, {}});
    return nullptr;
  }

  const Policy* AddText(std::string_view name, std::string_view text, PolicyFiles* files) {
    files->files.push_back(SourceFile::FromString(std::string(name), text));
    Read(*files->files.back(), PolicyKind::kServiceControl, files);
    Policy* policy = files->inventory.policies().back();
    policy->is_aws_managed = true;
    return policy;
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
  RevisionReader reader_;
  bool were_named_ = true;
  DiffResult result_;
};

DiffResult Diff(const DiffOptions& options, const Knowledge& knowledge, const FileReader& reader) {
  return DiffRun(options, knowledge, reader).Run();
}

}  // namespace leastwise
