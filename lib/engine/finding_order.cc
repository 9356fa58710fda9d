#include "engine/finding_order.h"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <string>
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

// Tells findings of equal fingerprints apart by what number of its equals each is. Equal ones are
// of one file.
class EqualOnes {
 public:
  EqualOnes(std::span<const OrderKey> order, std::span<Finding> findings)
      : order_(order), findings_(findings) {}

  // Workers share the work by hash. `workers`: at least one.
  void Count(std::size_t workers) {
    if (order_.size() < 2) return;
    std::vector<Hashed> all(order_.size());
    ParallelFor(all.size(), workers, [&](std::size_t place, std::size_t) {
      all[place] = {std::hash<std::string_view>()(FindingAt(place).fingerprint), place};
    });
    ParallelFor(workers, workers, [&](std::size_t part, std::size_t) {
      std::vector<Hashed> own;
      own.reserve(all.size() / workers + all.size() / 64);
      for (const Hashed& one : all) {
        if (one.hash % workers == part) own.push_back(one);
      }
      std::sort(own.begin(), own.end());
      CountNeighbours(own);
    });
  }

 private:
  struct Hashed {
    std::size_t hash = 0;
    std::size_t place = 0;  // in the order
    friend auto operator<=>(const Hashed&, const Hashed&) = default;
  };

  Finding& FindingAt(std::size_t place) const { return findings_[order_[place].index]; }

  bool AreAlike(const Hashed& a, const Hashed& b) const {
    return a.hash == b.hash && order_[a.place].file == order_[b.place].file;
  }

  // Those that are equal stand together, in their order.
  void CountNeighbours(std::span<const Hashed> sorted) {
    for (std::size_t first = 0; first < sorted.size();) {
      std::size_t end = first + 1;
      while (end < sorted.size() && AreAlike(sorted[first], sorted[end])) ++end;
      if (end - first > 1) CountAlike(sorted.subspan(first, end - first));
      first = end;
    }
  }

  void CountAlike(std::span<const Hashed> alike) {
    std::unordered_map<std::string, std::size_t> seen;
    for (const Hashed& one : alike) {
      Finding& finding = FindingAt(one.place);
      const auto [known, is_new] = seen.try_emplace(finding.fingerprint, 1);
      if (!is_new) finding.fingerprint = RepeatedFingerprint(known->first, known->second++);
    }
  }

  const std::span<const OrderKey> order_;
  const std::span<Finding> findings_;
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
  EqualOnes(order, findings).Count(workers);
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
