#include "engine/finding_order.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/parallel_for.h"
#include "engine/fingerprint.h"

namespace leastwise {
namespace {

using Rank = std::uint32_t;

// What decides the order of most findings, close together: findings themselves are large.
struct OrderKey {
  Rank file = 0;
  Span span;
  std::size_t index = 0;  // of the finding
};

// Negative, zero or positive; no file stands before any.
int ComparePaths(const SourceFile* a, const SourceFile* b) {
  if (a == nullptr || b == nullptr) return (a == nullptr ? 0 : 1) - (b == nullptr ? 0 : 1);
  return a->path().compare(b->path());
}

// The place of each file among all by path; 0 stands for no file.
std::vector<Rank> RanksOfUnordered(std::span<const SourceFile* const> files) {
  std::unordered_map<const SourceFile*, Rank> ranks;
  std::vector<const SourceFile*> distinct;
  for (const SourceFile* file : files) {
    if (file != nullptr && ranks.try_emplace(file, 0).second) distinct.push_back(file);
  }
  std::sort(distinct.begin(), distinct.end(),
            [](const SourceFile* a, const SourceFile* b) { return a->path() < b->path(); });
  Rank rank = 0;
  for (std::size_t i = 0; i < distinct.size(); ++i) {
    if (i == 0 || distinct[i]->path() != distinct[i - 1]->path()) ++rank;
    ranks[distinct[i]] = rank;
  }
  std::vector<Rank> out;
  out.reserve(files.size());
  for (const SourceFile* file : files) out.push_back(file == nullptr ? 0 : ranks.at(file));
  return out;
}

// The same. Most runs find their findings file by file, in the order of the paths.
std::vector<Rank> RanksOf(std::span<const SourceFile* const> files) {
  std::vector<Rank> ranks(files.size(), 0);
  const SourceFile* last = nullptr;
  Rank rank = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i] != last) {
      const int order = ComparePaths(files[i], last);
      if (order < 0) return RanksOfUnordered(files);
      if (order > 0) ++rank;
      last = files[i];
    }
    ranks[i] = rank;
  }
  return ranks;
}

// `ranks`: of the file of each of these findings. `workers`: at least one.
std::vector<OrderKey> InOrder(std::span<const Rank> ranks, std::span<const Finding> findings,
                              std::size_t workers) {
  std::vector<OrderKey> keys(findings.size());
  ParallelFor(keys.size(), workers, [&](std::size_t i, std::size_t) {
    keys[i] = {ranks[i], findings[i].primary.location.span, i};
  });
  const auto place_of = [](const OrderKey& key) {
    return std::tuple(key.file, key.span.begin, key.span.end);
  };
  const auto words_of = [findings](const OrderKey& key) {
    const Finding& finding = findings[key.index];
    return std::tuple(std::string_view(finding.rule->id), std::string_view(finding.message));
  };
  const auto comes_before = [&](const OrderKey& a, const OrderKey& b) {
    return place_of(a) != place_of(b) ? place_of(a) < place_of(b) : words_of(a) < words_of(b);
  };
  const auto at = [&](std::size_t part) {
    return keys.begin() + static_cast<std::ptrdiff_t>(keys.size() * part / workers);
  };
  ParallelFor(workers, workers, [&](std::size_t part, std::size_t) {
    std::stable_sort(at(part), at(part + 1), comes_before);
  });
  for (std::size_t part = 1; part < workers; ++part) {
    std::inplace_merge(keys.begin(), at(part), at(part + 1), comes_before);
  }
  return keys;
}

// Equal fingerprints are of one path: what stands before the first of a file says nothing about it.
class EqualOnes {
 public:
  EqualOnes(std::span<const OrderKey> order, std::span<Finding> findings, std::size_t workers)
      : order_(order), findings_(findings), workers_(workers) {}

  // Tells them apart by what number of its equals each is.
  void Count() {
    const std::size_t parts = std::max<std::size_t>(workers_, 1);
    if (parts == 1) return CountPart([](std::size_t) { return true; });
    std::vector<std::size_t> hashes(order_.size());
    ParallelFor(hashes.size(), workers_, [&](std::size_t i, std::size_t) {
      hashes[i] = std::hash<std::string_view>()(findings_[order_[i].index].fingerprint);
    });
    ParallelFor(parts, workers_, [&](std::size_t part, std::size_t) {
      CountPart([&](std::size_t i) { return hashes[i] % parts == part; });
    });
  }

 private:
  // Of those that are asked for, by their place in the order.
  template <typename IsAskedFor>
  void CountPart(const IsAskedFor& is_asked_for) {
    std::unordered_map<std::string_view, std::size_t> seen;
    const bool is_one_file = !order_.empty() && order_.front().file == order_.back().file;
    if (is_one_file) seen.reserve(order_.size() / std::max<std::size_t>(workers_, 1));
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const bool starts_file = i == 0 || order_[i].file != order_[i - 1].file;
      const bool ends_file = i + 1 == order_.size() || order_[i].file != order_[i + 1].file;
      if (starts_file) seen.clear();
      if ((starts_file && ends_file) || !is_asked_for(i)) continue;
      Finding& finding = findings_[order_[i].index];
      const auto [known, is_new] = seen.try_emplace(finding.fingerprint, 1);
      if (!is_new) finding.fingerprint = RepeatedFingerprint(known->first, known->second++);
    }
  }

  const std::span<const OrderKey> order_;
  const std::span<Finding> findings_;
  const std::size_t workers_;
};

// In place, along the cycles of the permutation: a second vector would cost more than the sorting.
void Permute(std::vector<OrderKey> order, std::span<Finding> findings) {
  for (std::size_t start = 0; start < order.size(); ++start) {
    if (order[start].index == start) continue;
    Finding first = std::move(findings[start]);
    std::size_t to = start;
    while (order[to].index != start) {
      const std::size_t from = std::exchange(order[to].index, to);
      findings[to] = std::move(findings[from]);
      to = from;
    }
    findings[to] = std::move(first);
    order[to].index = to;
  }
}

void PutBlockInOrder(std::span<const Rank> ranks, std::span<Finding> findings,
                     std::size_t workers) {
  std::vector<OrderKey> order = InOrder(ranks, findings, workers);
  EqualOnes(order, findings, workers).Count();
  Permute(std::move(order), findings);
}

// Where each block starts, and the end of the last: nothing of one comes before anything of an
// earlier one.
std::vector<std::size_t> BlocksOf(std::span<const Rank> ranks) {
  std::vector<std::size_t> starts = {0};
  if (std::is_sorted(ranks.begin(), ranks.end())) {
    for (std::size_t i = 1; i < ranks.size(); ++i) {
      if (ranks[i] != ranks[i - 1]) starts.push_back(i);
    }
  }
  starts.push_back(ranks.size());
  return starts;
}

}  // namespace

std::vector<std::size_t> FileByFile(std::span<const SourceFile* const> files) {
  const std::vector<Rank> ranks = RanksOf(files);
  if (std::is_sorted(ranks.begin(), ranks.end())) return {};
  std::vector<std::size_t> next(*std::max_element(ranks.begin(), ranks.end()) + 2, 0);
  for (const Rank rank : ranks) ++next[rank + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<std::size_t> order(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) order[next[ranks[i]]++] = i;
  return order;
}

void PutInOrder(std::size_t workers, std::vector<Finding>* findings) {
  std::vector<const SourceFile*> files(findings->size());
  ParallelFor(files.size(), workers, [&](std::size_t index, std::size_t) {
    files[index] = (*findings)[index].primary.location.file;
  });
  const std::vector<Rank> ranks = RanksOf(files);
  const std::vector<std::size_t> blocks = BlocksOf(ranks);
  const std::span<Finding> all(*findings);
  // One block gets all workers, as of an account.
  const std::size_t inner = std::max<std::size_t>(workers / (blocks.size() - 1), 1);
  ParallelFor(blocks.size() - 1, workers, [&](std::size_t index, std::size_t) {
    const std::size_t first = blocks[index];
    const std::size_t count = blocks[index + 1] - first;
    PutBlockInOrder(std::span(ranks).subspan(first, count), all.subspan(first, count), inner);
  });
}

}  // namespace leastwise
