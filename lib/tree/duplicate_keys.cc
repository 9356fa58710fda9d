#include "tree/duplicate_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "tree/json_reader.h"

namespace leastwise {
namespace {

// Up to here comparing all pairs is cheaper than sorting.
constexpr std::size_t kFew = 16;

Problem Duplicate(const SourceView& view, const Member& first, const Member& again) {
  return {kDuplicateKey, view.Locate(again.key_span),
          fmt::format("the key `{}` is given more than once in this object", again.key),
          view.Locate(first.key_span)};
}

void ComparePairs(const SourceView& view, std::span<const Member> members,
                  std::vector<Problem>* problems) {
  for (std::size_t i = 1; i < members.size(); ++i) {
    const auto earlier = members.first(i);
    const auto first = std::find_if(earlier.begin(), earlier.end(), [&](const Member& member) {
      return member.key == members[i].key;
    });
    if (first != earlier.end()) problems->push_back(Duplicate(view, *first, members[i]));
  }
}

}  // namespace

void AddDuplicateKeys(const SourceView& view, std::span<const Member> members,
                      std::vector<std::uint32_t>* scratch, std::vector<Problem>* problems) {
  if (members.size() <= kFew) return ComparePairs(view, members, problems);
  scratch->resize(members.size());
  std::iota(scratch->begin(), scratch->end(), 0U);
  std::sort(scratch->begin(), scratch->end(), [&](std::uint32_t a, std::uint32_t b) {
    const int order = members[a].key.compare(members[b].key);
    return order != 0 ? order < 0 : a < b;
  });
  const std::size_t before = problems->size();
  std::size_t first = 0;
  for (std::size_t i = 1; i < scratch->size(); ++i) {
    const Member& member = members[(*scratch)[i]];
    const Member& earliest = members[(*scratch)[first]];
    if (member.key == earliest.key)
      problems->push_back(Duplicate(view, earliest, member));
    else
      first = i;
  }
  std::sort(
      problems->begin() + static_cast<std::ptrdiff_t>(before), problems->end(),
      [](const Problem& a, const Problem& b) { return a.where.span.begin < b.where.span.begin; });
}

}  // namespace leastwise
