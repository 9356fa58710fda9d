#include "input/large_dump.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string_view>
#include <utility>

#include "base/parallel_for.h"
#include "input/account_dump.h"
#include "input/embedded.h"
#include "input/extraction.h"
#include "input/json_pointer.h"

namespace leastwise {
namespace {

// Half a megabyte of roles: many runs for each worker.
constexpr std::size_t kRunLength = 512;

// Neighbouring elements, and what they hold.
struct ElementRun {
  OutlinedRun source;
  Inventory found;
};

// The runs of a file, in its order: one thread adds them, others take them. Thread-safe.
class RunQueue {
 public:
  void Add(OutlinedRun source) {
    {
      const std::lock_guard lock(mutex_);
      runs_.push_back({std::move(source), {}});
    }
    changed_.notify_one();
  }
  // No more are added.
  void Close() {
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    changed_.notify_all();
  }
  // Waits for the next one; null: there are no more. Stays where it is.
  ElementRun* Take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return taken_ < runs_.size() || is_closed_; });
    return taken_ < runs_.size() ? &runs_[taken_++] : nullptr;
  }
  // Once all threads are done.
  std::deque<ElementRun>& runs() { return runs_; }

 private:
  std::mutex mutex_;  // guards everything below
  std::condition_variable changed_;
  std::deque<ElementRun> runs_;
  std::size_t taken_ = 0;
  bool is_closed_ = false;
};

class LargeDump {
 public:
  LargeDump(const SourceView& view, const InputOptions& options, std::size_t workers)
      : view_(view), options_(options), limits_(options.limits), readers_(workers) {
    limits_.max_depth -= std::min<std::uint32_t>(limits_.max_depth, kDepthOfElements);
  }

  // Finds the elements, for whoever is at ReadElements meanwhile.
  void Outline(JsonReader& reader, Arena& scratch) {
    outline_.emplace(reader.ReadOutline(
        view_, scratch, DumpLists(), kRunLength,
        [this](OutlinedRun run) { queue_.Add(std::move(run)); }, options_.limits));
    if (!*outline_) has_failed_ = true;
    queue_.Close();
    reader = JsonReader();  // the places of all tokens of a large file are much to keep
  }

  // Reads elements until there are no more. Someone must be at Outline, or have been.
  void ReadElements(std::size_t worker) {
    while (ElementRun* const run = queue_.Take()) {
      if (!has_failed_) ReadRun(readers_[worker], run);
    }
  }

  // Null where the outline or an element is not JSON, or the limits are passed.
  const JsonOutline* outline() const {
    if (has_failed_) return nullptr;
    const JsonOutline& outline = **outline_;
    return outline.tree_size + size_ > options_.limits.max_nodes ? nullptr : &outline;
  }

  // What the elements and all around them hold. Only where there is an outline.
  ReadOutcome Gather(const JsonOutline& outline, Inventory* inventory) {
    Inventory own;
    JsonReader reader;
    Extraction extraction(options_, reader, &own);
    JsonPointer pointer;
    auto run = queue_.runs().begin();
    std::size_t array = 0;
    extraction.Claim(outline.tree, *outline.tree.root);
    for (const Member& member : outline.tree.root->members()) {
      const JsonPointer::Step step(pointer, member.key);
      if (array < outline.arrays.size() && outline.arrays[array] == member.value) {
        for (; run != queue_.runs().end() && run->source.array == array; ++run) {
          own.Merge(std::move(run->found));
        }
        ++array;
      } else if (!IsDumpList(member)) {
        WalkForPolicies(outline.tree, *member.value, pointer, extraction);
      }
    }
    extraction.AddProblemsOf(outline.tree);
    NoteWholeAccount(*outline.tree.root, 0, own);
    for (std::size_t worker = 0; worker < readers_.size(); ++worker) {
      own.Keep(std::exchange(readers_[worker].results, Arena()));
    }
    inventory->Merge(std::move(own));
    return extraction.found() || found_ ? ReadOutcome::kPolicies : ReadOutcome::kNoPolicy;
  }

 private:
  // The root and the list are around every element.
  static constexpr std::uint32_t kDepthOfElements = 2;

  // What one worker needs.
  struct ElementReader {
    JsonReader reader;
    Arena scratch;
    Arena results;  // of all runs that the worker reads
  };

  void ReadRun(ElementReader& worker, ElementRun* run) {
    run->found.Lend(&worker.results);
    Extraction extraction(options_, worker.reader, &run->found);
    JsonPointer pointer;
    const JsonPointer::Step step(pointer, run->source.key);
    std::uint64_t size = 0;
    std::size_t place = run->source.first;
    for (const Span span : run->source.elements) {
      worker.scratch.Reset();
      const SourceView element = SourceView::Part(view_, span);
      const Result<Tree> tree = worker.reader.Read(element, worker.scratch, limits_);
      if (!tree) {
        has_failed_ = true;
        return;
      }
      size += worker.reader.tree_size();
      const JsonPointer::Step step_to_element(pointer, place++);
      ReadDumpElement(run->source.key, *tree, *tree->root, pointer, extraction);
      for (const Problem& problem : tree->problems) run->found.Add(problem);
    }
    if ((size_ += size) > options_.limits.max_nodes) has_failed_ = true;
    view_.file().ReleaseText();
    if (extraction.found()) found_ = true;
  }

  const SourceView& view_;
  const InputOptions& options_;
  ReadLimits limits_;  // of an element
  PerWorker<ElementReader> readers_;
  RunQueue queue_;
  std::optional<Result<JsonOutline>> outline_;
  std::atomic<bool> has_failed_{false};
  std::atomic<bool> found_{false};      // something was added
  std::atomic<std::uint64_t> size_{0};  // nodes of all elements' trees
};

bool HasDumpList(std::string_view text) {
  const std::span<const std::string_view> lists = DumpLists();
  return std::any_of(lists.begin(), lists.end(), [text](std::string_view list) {
    return text.find(list) != std::string_view::npos;
  });
}

}  // namespace

std::optional<ReadOutcome> ReadLargeDump(const SourceView& view, const InputOptions& options,
                                         const std::function<bool(const Tree&)>& is_dump,
                                         JsonReader& reader, Arena& scratch, std::size_t workers,
                                         Inventory* inventory) {
  if (!HasDumpList(view.text())) return std::nullopt;
  workers = std::max<std::size_t>(workers, 1);
  LargeDump dump(view, options, workers);
  // The first task is begun before the others, which wait for what it finds.
  ParallelFor(workers, workers, [&](std::size_t task, std::size_t worker) {
    if (task == 0) dump.Outline(reader, scratch);
    // Lines are asked for later, when more is in memory; another thread finds them meanwhile.
    if (task == 1 || workers == 1) view.file().FindLines();
    dump.ReadElements(worker);
  });
  const JsonOutline* const outline = dump.outline();
  if (outline == nullptr || !is_dump(outline->tree)) return std::nullopt;
  return dump.Gather(*outline, inventory);
}

}  // namespace leastwise
