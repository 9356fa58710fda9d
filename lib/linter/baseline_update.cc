#include "linter/baseline_update.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "base/git.h"
#include "linter/compared_files.h"
#include "linter/path_namer.h"
#include "linter/revision_reader.h"

namespace leastwise {
namespace {

namespace fs = std::filesystem;

BaselineEntry EntryOf(const Finding& finding, const PathNamer& namer) {
  const SourceFile* file = finding.primary.location.file;
  return {finding.fingerprint, finding.moved_fingerprint ? *finding.moved_fingerprint : "",
          finding.rule->id,    file == nullptr ? std::string() : namer.NameOf(file->path()),
          finding.sid,         finding.message};
}

bool Counts(const Finding& finding) {
  if (finding.stands_for_others) return false;
  return finding.disposition == Disposition::kActive ||
         finding.disposition == Disposition::kFolded ||
         finding.disposition == Disposition::kInBaseline;
}

// Files of a revision under the names that they have today.
class BaseReader : public FileReader {
 public:
  BaseReader(const FileReader& disk, const RevisionReader& history)
      : disk_(disk), history_(history) {}

  void Add(std::string path, std::string in_history) {
    names_[std::move(path)] = std::move(in_history);
  }

  Result<std::unique_ptr<SourceFile>> Read(const std::string& path) const override {
    const auto found = names_.find(path);
    if (found == names_.end()) return disk_.Read(path);
    LEASTWISE_TRY(file, history_.Read(found->second));
    return SourceFile::FromString(path, file->text());
  }

 private:
  const FileReader& disk_;
  const RevisionReader& history_;
  std::map<std::string, std::string> names_;
};

std::string Absolute(const std::string& path) {
  std::error_code ignored;
  return fs::absolute(path, ignored).lexically_normal().string();
}

// The files of the revision: those of today that it has, and those that are gone since.
std::vector<InputFile> FilesOfRevision(std::span<const InputFile> files,
                                       const std::vector<FilePair>& pairs, BaseReader* reader) {
  std::map<std::string, const FilePair*> changed;  // by where they are today
  std::vector<InputFile> out;
  for (const FilePair& pair : pairs) {
    if (!pair.new_path.empty()) {
      changed[Absolute(pair.new_path)] = &pair;
    } else if (IsWalkedName(pair.name)) {
      reader->Add(pair.name, pair.old_path);
      out.push_back({pair.name, false});
    }
  }
  for (const InputFile& file : files) {
    const auto found = changed.find(Absolute(file.path));
    if (found != changed.end()) {
      if (found->second->old_path.empty()) continue;  // new since
      reader->Add(file.path, found->second->old_path);
    }
    out.push_back(file);
  }
  std::sort(out.begin(), out.end(),
            [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
  return out;
}

}  // namespace

std::vector<BaselineEntry> EntriesOf(const CheckResult& result, const CheckOptions& options) {
  const PathNamer namer(options.root);
  std::vector<BaselineEntry> entries;
  for (const Finding& finding : result.report.findings) {
    if (Counts(finding)) entries.push_back(EntryOf(finding, namer));
  }
  return entries;
}

BaselineChange UpdateBaseline(const Baseline& old, const CheckResult& result,
                              std::span<const InputFile> files, const CheckOptions& options,
                              const BaselineRules& rules) {
  const PathNamer namer(options.root);
  BaselineChange change;
  std::vector<BaselineEntry> entries;
  std::set<std::string_view> there;
  std::vector<const Finding*> unknown;
  for (const Finding& finding : result.report.findings) {
    if (!Counts(finding)) continue;
    there.insert(finding.fingerprint);
    if (!old.Has(finding.fingerprint)) {
      unknown.push_back(&finding);
      continue;
    }
    entries.push_back(EntryOf(finding, namer));
    ++change.kept;
  }
  std::set<std::string> read;
  for (const InputFile& file : files) read.insert(namer.NameOf(file.path));
  std::multiset<std::string_view> gone;  // by what they are without their path
  for (const BaselineEntry& entry : old.entries()) {
    if (there.contains(entry.fingerprint)) continue;
    std::error_code ignored;
    const fs::path whole = fs::path(options.root) / entry.path;
    if (!read.contains(entry.path) && fs::exists(whole, ignored)) {
      entries.push_back(entry);
      ++change.kept;
    } else {
      gone.insert(entry.moved);
    }
  }
  change.removed = gone.size();
  for (const Finding* finding : unknown) {
    const auto moved = gone.find(finding->moved_fingerprint ? *finding->moved_fingerprint : "");
    const bool is_grave = finding->rule->severity >= rules.fail_on.severity &&
                          finding->confidence >= rules.fail_on.confidence;
    if (moved != gone.end()) {
      gone.erase(moved);
      ++change.moved;
      --change.removed;
    } else if (rules.prune_only) {
      continue;
    } else if (is_grave && !rules.accept_new) {
      change.refused.push_back(finding);
      continue;
    } else {
      ++change.added;
    }
    entries.push_back(EntryOf(*finding, namer));
  }
  change.baseline = Baseline(std::move(entries));
  return change;
}

Baseline BaselineOfRevision(const std::string& revision, std::span<const InputFile> files,
                            const Knowledge& knowledge, const FileReader& reader,
                            const CheckOptions& options, std::vector<Error>* errors) {
  RevisionReader history(reader);
  // All of the work tree, for what moved, and what was named and no walk would take.
  std::vector<std::string> paths = {GitTopLevel(".").value_or(".")};
  for (const InputFile& file : files) {
    std::error_code ignored;
    if (file.named && fs::exists(file.path, ignored)) paths.push_back(file.path);
  }
  ComparedFiles compared = PairWithBase(revision, paths, &history);
  const std::size_t before = errors->size();
  std::move(compared.errors.begin(), compared.errors.end(), std::back_inserter(*errors));
  if (errors->size() > before) return Baseline();
  BaseReader then(reader, history);
  const std::vector<InputFile> old_files = FilesOfRevision(files, compared.pairs, &then);
  CheckOptions old_options = options;
  old_options.baseline = nullptr;
  old_options.moved_fingerprints = true;
  const CheckResult result = Check(old_files, knowledge, then, old_options);
  const PathNamer namer(options.root);
  std::vector<BaselineEntry> entries;
  for (const Finding& finding : result.report.findings) {
    entries.push_back(EntryOf(finding, namer));
  }
  return Baseline(std::move(entries));
}

}  // namespace leastwise
