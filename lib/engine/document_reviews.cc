#include "engine/document_reviews.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "access/data_review.h"
#include "base/parallel_for.h"

namespace leastwise {
namespace {

// What a review depends on, but for where the document stands.
auto ContentOf(const Policy& policy) {
  return std::tuple(policy.location.text(), policy.kind, policy.account);
}

// The same place in a copy of the document.
Location Moved(const Location& place, const Policy& from, const Policy& to) {
  if (!place.valid() || &from == &to) return place;
  const auto move = [&](std::uint32_t at) {
    return at - from.location.span.begin + to.location.span.begin;
  };
  return {to.location.file, {move(place.span.begin), move(place.span.end)}};
}

// Of each document the first that equals it. Workers share the work by hash.
std::vector<std::size_t> FirstOfEqualOnes(std::span<Policy* const> documents,
                                          std::span<const std::uint64_t> hashes,
                                          std::size_t workers) {
  std::vector<std::size_t> first_of(documents.size());
  const auto hash_of = [&hashes](std::size_t index) { return hashes[index]; };
  const auto are_equal = [documents](std::size_t a, std::size_t b) {
    return ContentOf(*documents[a]) == ContentOf(*documents[b]);
  };
  const std::size_t parts = std::max<std::size_t>(workers, 1);
  ParallelFor(parts, workers, [&](std::size_t part, std::size_t) {
    TextSweep sweep;
    std::unordered_set<std::size_t, decltype(hash_of), decltype(are_equal)> known(
        documents.size() / parts, hash_of, are_equal);
    for (std::size_t i = 0; i < documents.size(); ++i) {
      if (hashes[i] % parts != part) continue;
      first_of[i] = *known.insert(i).first;
      sweep.Look(documents[i]->location.file);
    }
  });
  return first_of;
}

// What one worker found.
struct Reviewed {
  std::unordered_map<std::size_t, std::vector<Problem>> problems;  // by document
  std::size_t exact_questions = 0;
  std::size_t without_an_answer = 0;
  TextSweep sweep;
};

}  // namespace

DocumentReviews::DocumentReviews(std::span<Policy* const> documents, const ActionTable& actions,
                                 const AccessMemo& memo, std::size_t workers) {
  std::vector<std::uint64_t> hashes(documents.size());
  PerWorker<TextSweep> sweeps(workers);
  ParallelFor(documents.size(), workers, [&](std::size_t index, std::size_t worker) {
    const std::string_view text = documents[index]->location.text();
    hashes[index] = XXH3_64bits(text.data(), text.size());
    sweeps[worker].Look(documents[index]->location.file);
  });
  const std::vector<std::size_t> first_of = FirstOfEqualOnes(documents, hashes, workers);
  PerWorker<Reviewed> reviewed(workers);
  ParallelFor(documents.size(), workers, [&](std::size_t index, std::size_t worker) {
    if (first_of[index] != index) return;
    const Policy& document = *documents[index];
    Reviewed& own = reviewed[worker];
    own.sweep.Look(document.location.file);
    PolicyReview review = ReviewPolicy(document, actions);
    own.exact_questions += review.exact_questions;
    own.without_an_answer += review.without_an_answer;
    std::vector<Problem> of_data = ReviewAgainstData(document, actions, memo);
    std::move(of_data.begin(), of_data.end(), std::back_inserter(review.problems));
    if (!review.problems.empty()) own.problems.try_emplace(index, std::move(review.problems));
  });
  std::unordered_map<std::size_t, std::vector<Problem>> problems_of;
  for (std::size_t worker = 0; worker < reviewed.size(); ++worker) {
    problems_of.merge(reviewed[worker].problems);
    exact_questions_ += reviewed[worker].exact_questions;
    without_an_answer_ += reviewed[worker].without_an_answer;
  }
  if (problems_of.empty()) return;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const auto found = problems_of.find(first_of[i]);
    if (found == problems_of.end()) continue;
    const Policy& first = *documents[first_of[i]];
    for (const Problem& problem : found->second) {
      problems_.push_back({problem.code, Moved(problem.where, first, *documents[i]), problem.detail,
                           Moved(problem.related, first, *documents[i])});
    }
  }
}

}  // namespace leastwise
