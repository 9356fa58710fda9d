#include "engine/finding_order.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace leastwise {
namespace {

// What decides the order of most findings, close together: findings themselves are large.
struct OrderKey {
  std::size_t file = 0;  // rank of the path
  Span span;
  std::size_t index = 0;  // of the finding
};

// The place of each file among all by path. A finding without a file stands first.
class FileRanks {
 public:
  explicit FileRanks(std::span<const Finding> findings) {
    std::vector<const SourceFile*> files;
    for (const Finding& finding : findings) {
      const SourceFile* file = finding.primary.location.file;
      const bool is_known = file == nullptr || (!files.empty() && files.back() == file);
      if (!is_known && ranks_.try_emplace(file, 0).second) files.push_back(file);
    }
    std::sort(files.begin(), files.end(),
              [](const SourceFile* a, const SourceFile* b) { return a->path() < b->path(); });
    std::size_t rank = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (i == 0 || files[i]->path() != files[i - 1]->path()) ++rank;
      ranks_[files[i]] = rank;
    }
  }

  std::size_t Of(const SourceFile* file) const { return file == nullptr ? 0 : ranks_.at(file); }

 private:
  std::unordered_map<const SourceFile*, std::size_t> ranks_;
};

std::vector<OrderKey> InOrder(std::span<const Finding> findings) {
  const FileRanks ranks(findings);
  std::vector<OrderKey> keys;
  keys.reserve(findings.size());
  for (const Finding& finding : findings) {
    const Location& place = finding.primary.location;
    keys.push_back({ranks.Of(place.file), place.span, keys.size()});
  }
  const auto place_of = [](const OrderKey& key) {
    return std::tuple(key.file, key.span.begin, key.span.end);
  };
  const auto words_of = [findings](const OrderKey& key) {
    const Finding& finding = findings[key.index];
    return std::tuple(std::string_view(finding.rule->id), std::string_view(finding.message));
  };
  std::stable_sort(keys.begin(), keys.end(), [&](const OrderKey& a, const OrderKey& b) {
    return place_of(a) != place_of(b) ? place_of(a) < place_of(b) : words_of(a) < words_of(b);
  });
  return keys;
}

// Equal fingerprints are of one path: what stands before the first of a file says nothing about it.
void CountEqualOnes(std::span<const OrderKey> order, std::span<const FingerprintWords> words,
                    std::span<Finding> findings) {
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool starts_file = i == 0 || order[i].file != order[i - 1].file;
    const bool ends_file = i + 1 == order.size() || order[i].file != order[i + 1].file;
    if (starts_file) seen.clear();
    if (starts_file && ends_file) continue;
    const std::size_t index = order[i].index;
    Finding& finding = findings[index];
    const auto [known, is_new] = seen.try_emplace(finding.fingerprint, 1);
    if (!is_new) finding.fingerprint = Fingerprint(PartsOf(finding, words[index]), known->second++);
  }
}

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

}  // namespace

void PutInOrder(std::span<const FingerprintWords> words, std::vector<Finding>* findings) {
  std::vector<OrderKey> order = InOrder(*findings);
  CountEqualOnes(order, words, *findings);
  Permute(std::move(order), *findings);
}

}  // namespace leastwise
