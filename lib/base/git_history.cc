#include "base/git_history.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "base/backticks.h"
#include "base/git.h"
#include "base/git_process.h"

namespace leastwise {
namespace {

// The first line that git complained with: "fatal: bad revision" → "bad revision".
std::string WordsOf(const GitOutput& output) {
  std::string_view line = output.complaint;
  line = line.substr(0, line.find('\n'));
  constexpr std::string_view kFatal = "fatal: ";
  if (line.starts_with(kFatal)) line.remove_prefix(kFatal.size());
  return line.empty() ? std::string("git says no more") : std::string(line);
}

std::string FirstLine(const GitOutput& output) {
  return output.text.substr(0, output.text.find('\n'));
}

std::uint64_t ParseNumber(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// The text up to `end`, which is taken away with it.
std::string_view TakeUntil(std::string_view* text, char end) {
  const std::size_t size = std::min(text->find(end), text->size());
  const std::string_view taken = text->substr(0, size);
  text->remove_prefix(std::min(size + 1, text->size()));
  return taken;
}

// A word of git's that is safe as an argument of its own.
GitOutput Parse(const std::string& folder, const std::string& word) {
  return RunGit(folder, {"rev-parse", "--verify", "--end-of-options", word});
}

GitEntryKind KindOf(std::string_view mode) {
  if (mode.starts_with("100")) return GitEntryKind::kFile;
  return mode == "120000" ? GitEntryKind::kLink : GitEntryKind::kOther;
}

// "<mode> <type> <id> <size>\t<path>", the size padded with blanks.
GitEntry EntryOf(std::string_view line) {
  GitEntry entry;
  entry.kind = KindOf(TakeUntil(&line, ' '));
  TakeUntil(&line, ' ');
  entry.object = TakeUntil(&line, ' ');
  std::string_view size = TakeUntil(&line, '\t');
  while (size.starts_with(' ')) size.remove_prefix(1);
  entry.size = ParseNumber(size);
  entry.path = line;
  return entry;
}

// Such a name cannot stand on a line of its own: git would end it early, or take off quotes.
bool FitsALine(std::string_view path) {
  return !path.starts_with('"') && path.find('\n') == std::string_view::npos;
}

}  // namespace

Result<std::string> GitTreeOf(const std::string& folder, const std::string& revision) {
  const GitOutput inside = RunGit(folder, {"rev-parse", "--show-toplevel"});
  if (inside.status != 0) {
    return Error{ErrorKind::kUsage,
                 "revision " + InBackticks(revision) + " cannot be read: " + WordsOf(inside),
                 {},
                 "git has to be installed, and the working folder inside a work tree of it"};
  }
  const GitOutput output = Parse(folder, revision + "^{tree}");
  if (output.status == 0 && !revision.empty()) return FirstLine(output);
  return Error{ErrorKind::kUsage,
               "git knows no revision " + InBackticks(revision),
               {},
               "a shallow clone may lack it: fetch it first"};
}

Result<std::vector<GitEntry>> GitListTree(const std::string& folder, const std::string& tree) {
  const GitOutput output = RunGit(folder, {"ls-tree", "-r", "-l", "-z", "--full-tree", tree});
  if (output.status != 0) {
    return Error{
        ErrorKind::kIo, "git cannot list " + InBackticks(tree) + ": " + WordsOf(output), {}, {}};
  }
  std::vector<GitEntry> entries;
  for (const std::string& line : SplitAtNul(output.text)) entries.push_back(EntryOf(line));
  std::sort(entries.begin(), entries.end(),
            [](const GitEntry& a, const GitEntry& b) { return a.path < b.path; });
  return entries;
}

Result<GitObject> GitFind(const std::string& folder, const std::string& name) {
  const std::size_t colon = name.find(':');
  const GitOutput output = Parse(folder, name);
  if (output.status != 0) {
    // Is it the revision that is wrong, or the path?
    if (colon != 0) {
      const Result<std::string> tree = GitTreeOf(folder, name.substr(0, colon));
      if (!tree) return tree.error();
    }
    const std::string path = name.substr(std::min(colon, name.size() - 1) + 1);
    const std::string place = colon == 0 ? "the index" : InBackticks(name.substr(0, colon));
    return Error{ErrorKind::kIo,
                 place + " has no file or folder " + InBackticks(path),
                 {},
                 "the path counts from the top of the repository, or behind `./` from here"};
  }
  const std::string id = FirstLine(output);
  const GitOutput check = RunGit(folder, {"cat-file", "--batch-check"}, id + "\n");
  std::string_view line = check.text;
  GitObject object;
  object.id = TakeUntil(&line, ' ');
  const std::string_view type = TakeUntil(&line, ' ');
  object.is_tree = type == "tree";
  object.size = ParseNumber(TakeUntil(&line, '\n'));
  if (object.is_tree || type == "blob") return object;
  return Error{ErrorKind::kIo, InBackticks(name) + " is neither a file nor a folder", {}, {}};
}

Result<std::vector<std::string>> GitReadFiles(const std::string& folder,
                                              const std::vector<std::string>& objects) {
  std::string input;
  for (const std::string& object : objects) input += object + "\n";
  const GitOutput output = RunGit(folder, {"cat-file", "--batch"}, input);
  std::vector<std::string> texts;
  std::string_view rest = output.text;
  for (const std::string& object : objects) {
    // "<id> blob <size>\n<bytes>\n", or "<id> missing\n"
    std::string_view head = TakeUntil(&rest, '\n');
    TakeUntil(&head, ' ');
    const std::string_view type = TakeUntil(&head, ' ');
    const std::uint64_t size = ParseNumber(head);
    if (type != "blob" || size > rest.size()) {
      return Error{ErrorKind::kIo,
                   "git cannot read the object " + InBackticks(object),
                   {},
                   "a partial or shallow clone may lack it: fetch it first"};
    }
    texts.emplace_back(rest.substr(0, static_cast<std::size_t>(size)));
    rest.remove_prefix(std::min(static_cast<std::size_t>(size) + 1, rest.size()));
  }
  return texts;
}

std::vector<std::string> GitHashFiles(const std::string& folder,
                                      const std::vector<std::string>& paths) {
  std::string input;
  for (const std::string& path : paths) {
    if (FitsALine(path)) input += path + "\n";
  }
  // Where a file cannot be read git stops; those behind it stay without an id.
  const GitOutput output = RunGit(folder, {"hash-object", "--no-filters", "--stdin-paths"}, input);
  std::string_view rest = output.text;
  std::vector<std::string> ids;
  for (const std::string& path : paths) {
    ids.emplace_back(FitsALine(path) ? TakeUntil(&rest, '\n') : std::string_view());
  }
  return ids;
}

std::vector<std::pair<std::string, std::string>> GitRenames(const std::string& folder,
                                                            const std::string& tree) {
  const GitOutput output =
      RunGit(folder, {"diff-index", "--cached", "--raw", "-z", "-M", "-l2000", "--diff-filter=R",
                      "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", tree});
  std::vector<std::pair<std::string, std::string>> renames;
  const std::vector<std::string> words = SplitAtNul(output.text);
  for (std::size_t i = 0; i + 2 < words.size(); i += 3) {
    renames.emplace_back(words[i + 1], words[i + 2]);
  }
  return renames;
}

std::vector<std::string> GitSparseFiles(const std::string& folder) {
  constexpr std::string_view kSkipped = "S ";
  std::vector<std::string> paths;
  for (const std::string& line :
       SplitAtNul(RunGit(folder, {"ls-files", "-z", "-t", "--cached"}).text)) {
    if (line.starts_with(kSkipped)) paths.push_back(line.substr(kSkipped.size()));
  }
  return paths;
}

}  // namespace leastwise
