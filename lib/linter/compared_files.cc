#include "linter/compared_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "base/backticks.h"
#include "base/git.h"
#include "base/git_history.h"
#include "linter/file_finder.h"

namespace leastwise {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHere = ".";

bool Exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

bool IsFolder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// One side: a file, or the files of a folder by their relative names.
struct ComparedPlace {
  bool is_folder = false;
  std::map<std::string, std::string> files;
};

ComparedPlace OpenFolder(const std::string& path, std::vector<Error>* errors) {
  ComparedPlace place{true, {}};
  FoundFiles found = FindFiles({&path, 1}, {});
  std::move(found.errors.begin(), found.errors.end(), std::back_inserter(*errors));
  // The finder prints paths in its own way, without `./` for one.
  const std::string folder = path.ends_with('/') ? path : path + '/';
  std::error_code ignored;
  const fs::path base = fs::absolute(folder, ignored).lexically_normal();
  for (const InputFile& file : found.files) {
    const fs::path whole = fs::absolute(file.path, ignored).lexically_normal();
    place.files[whole.lexically_relative(base).string()] = file.path;
  }
  return place;
}

ComparedPlace OpenRevision(const std::string& path, RevisionReader* reader,
                           std::vector<Error>* errors) {
  const Result<GitObject> object = GitFind(kHere, path);
  if (!object) {
    errors->push_back(object.error());
    return {};
  }
  if (!object->is_tree) {
    reader->Want(path, object->id, object->size);
    return {false, {{path, path}}};
  }
  ComparedPlace place{true, {}};
  const Result<std::vector<GitEntry>> entries = GitListTree(kHere, object->id);
  if (!entries) {
    errors->push_back(entries.error());
    return place;
  }
  const bool is_open = path.ends_with(':') || path.ends_with('/');
  for (const GitEntry& entry : *entries) {
    if (entry.kind != GitEntryKind::kFile || !IsWalkedName(entry.path)) continue;
    const std::string whole = path + (is_open ? "" : "/") + entry.path;
    place.files[entry.path] = whole;
    reader->Want(whole, entry.object, entry.size);
  }
  return place;
}

ComparedPlace OpenPlace(const std::string& path, RevisionReader* reader,
                        std::vector<Error>* errors) {
  if (IsFolder(path)) return OpenFolder(path, errors);
  const bool is_revision = !Exists(path) && path.find(':') != std::string::npos;
  if (is_revision) return OpenRevision(path, reader, errors);
  return {false, {{path, path}}};  // one that is not there says so when it is read
}

// Pairs of --base. Names are those of git, from the top of the work tree.
class BasePairing {
 public:
  BasePairing(const std::string& revision, RevisionReader* reader)
      : revision_(revision), reader_(reader) {}

  ComparedFiles Pair(const std::vector<std::string>& paths) {
    out_.were_named = false;
    if (Open(paths)) {
      ListOld();
      ListNew();
      DropUnchanged();
      PairThem();
      reader_->ReadWanted(&out_.errors);
    }
    return std::move(out_);
  }

 private:
  struct Scope {
    std::string path;  // as it was given
    std::string name;  // empty: the whole work tree
    bool is_met = false;
  };

  // False where there is nothing to compare.
  bool Open(const std::vector<std::string>& paths) {
    const Result<std::string> tree = GitTreeOf(kHere, revision_);
    if (!tree) {
      out_.errors.push_back(tree.error());
      return false;
    }
    tree_ = *tree;
    top_ = fs::path(GitTopLevel(kHere).value_or(kHere));
    std::error_code ignored;
    here_ = fs::current_path(ignored);
    for (const std::string& path : paths) AddScope(path);
    if (paths.empty()) scopes_.push_back({".", "", true});
    return out_.errors.empty();
  }

  void AddScope(const std::string& path) {
    std::error_code ignored;
    const fs::path whole = fs::absolute(path, ignored).lexically_normal();
    // The last part may be a link, or be gone; what stands before it is where it lies.
    const fs::path folder = fs::weakly_canonical(whole.parent_path(), ignored);
    const bool is_folder = !whole.has_filename();
    std::string name =
        ((is_folder ? folder : folder / whole.filename()).lexically_relative(top_)).string();
    if (name == ".") name.clear();
    if (name == ".." || name.starts_with("../")) {
      out_.errors.push_back(
          {ErrorKind::kUsage,
           InBackticks(path) + " is outside the work tree " + InBackticks(top_.string()),
           {},
           {}});
      return;
    }
    scopes_.push_back({path, std::move(name), false});
  }

  // Whether the file is asked for: named itself, or one that a walk from a named folder takes.
  bool IsAsked(const std::string& name) {
    bool is_asked = false;
    for (Scope& scope : scopes_) {
      const bool is_below = scope.name.empty() || name.starts_with(scope.name + "/");
      if (name != scope.name && !is_below) continue;
      scope.is_met = true;
      if (!is_below) {
        is_asked = true;
      } else {
        const std::size_t from = scope.name.empty() ? 0 : scope.name.size() + 1;
        is_asked = is_asked || IsWalkedName(std::string_view(name).substr(from));
      }
    }
    return is_asked;
  }

  void ListOld() {
    Result<std::vector<GitEntry>> entries = GitListTree(kHere, tree_);
    if (!entries) {
      out_.errors.push_back(entries.error());
      return;
    }
    std::vector<std::string> sparse = GitSparseFiles(top_.string());
    std::sort(sparse.begin(), sparse.end());
    for (GitEntry& entry : *entries) {
      std::string name = entry.path;
      tree_entries_.emplace(name, entry);
      if (entry.kind == GitEntryKind::kOther || !IsAsked(name)) continue;
      const bool is_hidden =
          std::binary_search(sparse.begin(), sparse.end(), name) && !Exists(OnDisk(name));
      if (is_hidden) {
        ++out_.sparse;
      } else {
        old_.emplace(std::move(name), std::move(entry));
      }
    }
  }

  void ListNew() {
    for (std::string& name : GitListFiles(top_.string()).value_or(std::vector<std::string>())) {
      AddNew(std::move(name));
    }
    for (const auto& [name, entry] : old_) AddNew(name);
    for (Scope& scope : scopes_) {
      if (scope.is_met) continue;
      if (!scope.name.empty() && Exists(scope.path)) {
        if (!IsFolder(scope.path)) new_.insert(scope.name);  // ignored, but named
      } else {
        out_.errors.push_back({ErrorKind::kIo,
                               InBackticks(scope.path) + " is neither in " +
                                   InBackticks(revision_) + " nor in the work tree",
                               {},
                               {}});
      }
    }
  }

  void AddNew(std::string name) {
    if (!IsAsked(name)) return;
    std::error_code ignored;
    if (fs::is_regular_file(OnDisk(name), ignored)) new_.insert(std::move(name));
  }

  std::string OnDisk(const std::string& name) const { return (top_ / name).string(); }
  // As reports print it: from the working folder.
  std::string Shown(const std::string& name) const {
    return (top_ / name).lexically_relative(here_).string();
  }
  std::string InHistory(const std::string& name) const { return revision_ + ":" + name; }

  void DropUnchanged() {
    std::vector<std::string> names(new_.begin(), new_.end());
    const std::vector<std::string> ids = GitHashFiles(top_.string(), names);
    for (std::size_t i = 0; i < names.size(); ++i) {
      ids_[names[i]] = ids[i];
      const auto found = old_.find(names[i]);
      if (found != old_.end() && IsSame(found->second, names[i], ids[i])) {
        old_.erase(found);
        new_.erase(names[i]);
      }
    }
  }

  // A link is the same where it leads to the same name: what it leads to is compared by itself.
  bool IsSame(const GitEntry& entry, const std::string& name, const std::string& id) const {
    std::error_code error;
    const bool is_link = fs::is_symlink(OnDisk(name), error);
    if (is_link != (entry.kind == GitEntryKind::kLink)) return false;
    if (!is_link) return entry.object == id;
    const Result<std::vector<std::string>> target = GitReadFiles(kHere, {entry.object});
    return target && target->front() == fs::read_symlink(OnDisk(name), error).string() && !error;
  }

  void PairThem() {
    std::map<std::string, std::string> before;  // name now → name in the revision
    FindMoves(&before);
    std::set<std::string> taken;
    for (const auto& [now, then] : before) taken.insert(then);
    std::map<std::string, FilePair> pairs;
    for (const std::string& name : new_) {
      const auto moved = before.find(name);
      const bool has_moved = moved != before.end();
      const std::string& then = has_moved ? moved->second : name;
      pairs[name] = {Shown(name), OldPath(then), Shown(name), has_moved ? Shown(then) : ""};
    }
    for (const auto& [name, entry] : old_) {
      if (new_.contains(name) || taken.contains(name)) continue;
      pairs[name] = {Shown(name), OldPath(name), "", ""};
    }
    for (auto& [name, pair] : pairs) {
      if (!pair.old_path.empty() || !pair.new_path.empty()) out_.pairs.push_back(std::move(pair));
    }
  }

  // Where the content is to be found, once it is read; empty where the revision has no such file.
  // What a link led to is not known: all that stands in its place now counts as new.
  std::string OldPath(const std::string& name) {
    const auto found = tree_entries_.find(name);
    if (found == tree_entries_.end() || found->second.kind != GitEntryKind::kFile) return "";
    reader_->Want(InHistory(name), found->second.object, found->second.size);
    return InHistory(name);
  }

  void FindMoves(std::map<std::string, std::string>* before) {
    std::set<std::string> taken;
    const auto add = [&](const std::string& then, const std::string& now) {
      const bool is_free = new_.contains(now) && !tree_entries_.contains(now) &&
                           !before->contains(now) && !taken.contains(then) && !Exists(OnDisk(then));
      if (!is_free) return;
      (*before)[now] = then;
      taken.insert(then);
    };
    for (const auto& [then, now] : GitRenames(kHere, tree_)) add(then, now);
    // What moved without git being told.
    std::multimap<std::string, std::string> gone;
    for (const auto& [name, entry] : old_) {
      if (!new_.contains(name)) gone.emplace(entry.object, name);
    }
    for (const std::string& now : new_) {
      const auto [first, last] = gone.equal_range(ids_[now]);
      for (auto candidate = first; candidate != last; ++candidate) add(candidate->second, now);
    }
  }

  const std::string& revision_;
  RevisionReader* reader_;
  std::string tree_;
  fs::path top_;
  fs::path here_;
  std::vector<Scope> scopes_;
  std::map<std::string, GitEntry> tree_entries_;  // all of the revision
  std::map<std::string, GitEntry> old_;           // those asked for
  std::set<std::string> new_;
  std::map<std::string, std::string> ids_;  // of the files of new_
  ComparedFiles out_;
};

}  // namespace

ComparedFiles PairPlaces(const std::string& old_path, const std::string& new_path,
                         RevisionReader* reader) {
  ComparedFiles out;
  ComparedPlace before = OpenPlace(old_path, reader, &out.errors);
  ComparedPlace after = OpenPlace(new_path, reader, &out.errors);
  if (!out.errors.empty() && (before.files.empty() || after.files.empty())) return out;
  if (before.is_folder != after.is_folder) {
    out.errors.push_back({ErrorKind::kUsage,
                          "a file cannot be compared with a folder",
                          {},
                          "give two files, or two folders"});
    return out;
  }
  reader->ReadWanted(&out.errors);
  out.were_named = !before.is_folder;
  if (!before.is_folder) {
    out.pairs.push_back({new_path, old_path, new_path, ""});
    return out;
  }
  std::map<std::string, FilePair> pairs;
  for (auto& [name, path] : before.files) pairs[name] = {name, std::move(path), "", ""};
  for (auto& [name, path] : after.files) {
    FilePair& pair = pairs[name];
    pair.name = name;
    pair.new_path = std::move(path);
  }
  for (auto& [name, pair] : pairs) out.pairs.push_back(std::move(pair));
  return out;
}

ComparedFiles PairWithBase(const std::string& revision, const std::vector<std::string>& paths,
                           RevisionReader* reader) {
  return BasePairing(revision, reader).Pair(paths);
}

}  // namespace leastwise
