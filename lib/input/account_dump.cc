#include "input/account_dump.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel_for.h"
#include "input/embedded.h"
#include "input/identity_reader.h"

namespace leastwise {
namespace {

constexpr std::string_view kPolicies = "Policies";
constexpr std::array<std::string_view, 4> kLists = {"UserDetailList", "GroupDetailList",
                                                    "RoleDetailList", kPolicies};

bool IsIdentityList(std::string_view key) {
  return key != kPolicies && std::find(kLists.begin(), kLists.end(), key) != kLists.end();
}

// The version that counts: what IAM marks as the default, else what the policy names, else the only
// one. Other versions grant nothing.
const Node* FindDefaultVersion(const Node& policy, std::size_t* index) {
  const Node* const versions = policy.Find("PolicyVersionList");
  if (versions == nullptr) return nullptr;
  const auto items = versions->items();
  const std::string_view named = StringMember(policy, "DefaultVersionId");
  const Node* found = nullptr;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Node* const mark = items[i]->Find("IsDefaultVersion");
    const bool is_marked = mark != nullptr && mark->text() == "true";
    const bool is_named = !named.empty() && StringMember(*items[i], "VersionId") == named;
    if (!is_marked && !(found == nullptr && (is_named || items.size() == 1))) continue;
    found = items[i];
    *index = i;
    if (is_marked) break;
  }
  return found;
}

void ReadManagedPolicy(const Tree& tree, const Node& policy, JsonPointer& pointer,
                       Extraction& extraction) {
  std::size_t index = 0;
  const Node* const version = FindDefaultVersion(policy, &index);
  const Node* const document = version == nullptr ? nullptr : version->Find("Document");
  if (document == nullptr) {
    extraction.AddNotAnalysed(tree.Locate(policy), pointer,
                              "a managed policy without a document of its default version");
    return;
  }
  const JsonPointer::Step list(pointer, "PolicyVersionList");
  const JsonPointer::Step element(pointer, index);
  const JsonPointer::Step step(pointer, "Document");
  DocumentSite site;
  site.kind = PolicyKind::kIdentity;
  site.name = StringMember(policy, "PolicyName");
  site.arn = StringMember(policy, "Arn");
  site.account = AccountOfArn(site.arn);
  extraction.AddDocument(tree, *document, site, pointer);
}

void ReadElement(std::string_view list, const Tree& tree, const Node& item, JsonPointer& pointer,
                 Extraction& extraction) {
  if (list == kPolicies)
    ReadManagedPolicy(tree, item, pointer, extraction);
  else if (item.is(NodeKind::kObject))
    ReadIdentity(tree, item, BoundaryView::kShown, pointer, extraction);
  else
    extraction.AddNotAnalysed(tree.Locate(item), pointer, "an identity that is not an object");
}

bool IsList(const Member& member) {
  return IsIdentityList(member.key) ||
         (member.key == kPolicies && member.value->is(NodeKind::kArray));
}

// All four lists are there, and AWS did not stop before the end (`--max-items` leaves a token).
bool HoldsAllLists(const Node& dump) {
  const Node* const is_truncated = dump.Find("IsTruncated");
  const Node* const token = dump.Find("NextToken");
  const bool is_cut = (is_truncated != nullptr && is_truncated->text() == "true") ||
                      (token != nullptr && !token->is(NodeKind::kNull));
  return !is_cut && std::all_of(kLists.begin(), kLists.end(), [&dump](std::string_view key) {
    const Node* const list = dump.Find(key);
    return list != nullptr && list->is(NodeKind::kArray);
  });
}

// Every account has roles, if only AWS's own: where there are none, a filter has left them out.
// `first`: of the identities that the dump has.
void NoteWholeAccount(const Node& dump, std::size_t first, Inventory& inventory) {
  if (!HoldsAllLists(dump)) return;
  const std::span<Identity* const> identities = inventory.identities().subspan(first);
  const auto role =
      std::find_if(identities.begin(), identities.end(), [](const Identity* identity) {
        return identity->kind == IdentityKind::kRole && !identity->account.empty();
      });
  if (role != identities.end()) inventory.AddWholeAccount((*role)->account);
}

// What one worker needs for the elements of a long list.
struct ElementReader {
  JsonReader reader;
  Arena scratch;
  Arena results;  // of all runs that the worker reads
};

// Reads the elements of an outline, a run of neighbours at a time.
class OutlineReader {
 public:
  OutlineReader(const JsonOutline& outline, const InputOptions& options, std::size_t workers)
      : outline_(outline), options_(options), readers_(workers) {
    limits_ = options.limits;
    limits_.max_depth -= std::min<std::uint32_t>(limits_.max_depth, kDepthOfElements);
    size_ = outline.tree_size;
  }

  // Something was added.
  bool found() const { return found_; }

  bool Read(std::string_view key, const JsonOutline::List& list, Inventory* inventory) {
    const std::size_t count = list.elements.size();
    std::vector<Inventory> found((count + kRun - 1) / kRun);
    ParallelFor(found.size(), readers_.size(), [&](std::size_t run, std::size_t worker) {
      const std::size_t end = std::min(count, (run + 1) * kRun);
      ReadRun(key, list, run * kRun, end, readers_[worker], found[run]);
    });
    if (has_failed_ || size_ > options_.limits.max_nodes) return false;
    for (Inventory& one : found) inventory->Merge(std::move(one));
    for (std::size_t worker = 0; worker < readers_.size(); ++worker) {
      inventory->Keep(std::exchange(readers_[worker].results, Arena()));
    }
    return true;
  }

 private:
  // About a megabyte of roles: many runs for each worker, and few arenas.
  static constexpr std::size_t kRun = 1024;
  // The root and the list are around every element.
  static constexpr std::uint32_t kDepthOfElements = 2;

  void ReadRun(std::string_view key, const JsonOutline::List& list, std::size_t begin,
               std::size_t end, ElementReader& worker, Inventory& inventory) {
    inventory.Lend(&worker.results);
    Extraction extraction(options_, worker.reader, &inventory);
    JsonPointer pointer;
    const JsonPointer::Step step(pointer, key);
    std::uint64_t size = 0;
    for (std::size_t i = begin; i < end && !has_failed_; ++i) {
      worker.scratch.Reset();
      const SourceView view = SourceView::Part(*outline_.tree.view, list.elements[i]);
      const Result<Tree> tree = worker.reader.Read(view, worker.scratch, limits_);
      if (!tree) {
        has_failed_ = true;
        return;
      }
      size += worker.reader.tree_size();
      const JsonPointer::Step element(pointer, i);
      ReadElement(key, *tree, *tree->root, pointer, extraction);
      for (const Problem& problem : tree->problems) inventory.Add(problem);
    }
    size_ += size;
    outline_.tree.view->file().ReleaseText();
    if (extraction.found()) found_ = true;
  }

  const JsonOutline& outline_;
  const InputOptions& options_;
  ReadLimits limits_;
  PerWorker<ElementReader> readers_;
  std::atomic<bool> has_failed_{false};
  std::atomic<bool> found_{false};
  std::atomic<std::uint64_t> size_{0};  // nodes of all trees
};

}  // namespace

bool IsAccountDump(const Node& node) {
  for (const Member& member : node.members()) {
    if (IsIdentityList(member.key) && member.value->is(NodeKind::kArray)) return true;
    if (member.key != kPolicies || member.value->items().empty()) continue;
    if (member.value->items()[0]->FindMember("PolicyVersionList") != nullptr) return true;
  }
  return false;
}

void ReadAccountDump(const Tree& tree, const Node& node, JsonPointer& pointer,
                     Extraction& extraction) {
  extraction.Claim(tree, node);
  const std::size_t first = extraction.inventory().identities().size();
  for (const Member& member : node.members()) {
    const JsonPointer::Step step(pointer, member.key);
    if (!IsList(member)) WalkForPolicies(tree, *member.value, pointer, extraction);
    const std::size_t count = IsList(member) ? member.value->items().size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
      const JsonPointer::Step element(pointer, i);
      ReadElement(member.key, tree, *member.value->items()[i], pointer, extraction);
    }
  }
  NoteWholeAccount(node, first, extraction.inventory());
}

std::span<const std::string_view> DumpLists() { return kLists; }

std::optional<ReadOutcome> ReadOutlinedDump(const JsonOutline& outline, const InputOptions& options,
                                            std::size_t workers, Inventory* inventory) {
  Inventory own;
  JsonReader reader;
  Extraction extraction(options, reader, &own);
  OutlineReader elements(outline, options, workers);
  JsonPointer pointer;
  auto list = outline.lists.begin();
  extraction.Claim(outline.tree, *outline.tree.root);
  for (const Member& member : outline.tree.root->members()) {
    const JsonPointer::Step step(pointer, member.key);
    if (list != outline.lists.end() && list->array == member.value) {
      if (!elements.Read(member.key, *list++, &own)) return std::nullopt;
    } else if (!IsList(member)) {
      WalkForPolicies(outline.tree, *member.value, pointer, extraction);
    }
  }
  extraction.AddProblemsOf(outline.tree);
  NoteWholeAccount(*outline.tree.root, 0, own);
  inventory->Merge(std::move(own));
  const bool found = extraction.found() || elements.found();
  return found ? ReadOutcome::kPolicies : ReadOutcome::kNoPolicy;
}

}  // namespace leastwise
