#include "iam/action_set.h"

#include <algorithm>
#include <cassert>

namespace leastwise {

void ActionSet::SetRange(ActionId first, ActionId last) {
  if (first >= last) return;
  const std::size_t low = first / kBits;
  const std::size_t high = (last - 1) / kBits;
  const std::uint64_t from = ~std::uint64_t{0} << (first % kBits);
  const std::uint64_t to = ~std::uint64_t{0} >> (kBits - 1 - (last - 1) % kBits);
  for (std::size_t i = low; i <= high; ++i) {
    words_[i] |= (i == low ? from : ~std::uint64_t{0}) & (i == high ? to : ~std::uint64_t{0});
    used_[i / kBits] |= Bit(i);
  }
}

void ActionSet::Clear() {
  std::fill(words_.begin(), words_.end(), 0);
  std::fill(used_.begin(), used_.end(), 0);
}

std::size_t ActionSet::Count() const {
  std::size_t count = 0;
  ForEachUsed(used_,
              [&](std::size_t i) { count += static_cast<std::size_t>(std::popcount(words_[i])); });
  return count;
}

std::optional<ActionId> ActionSet::First() const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if (words_[i] == 0) continue;
    const auto bit = static_cast<std::size_t>(std::countr_zero(words_[i]));
    return static_cast<ActionId>(i * kBits + bit);
  }
  return std::nullopt;
}

bool ActionSet::Any() const {
  for (std::size_t block = 0; block < used_.size(); ++block) {
    for (std::uint64_t left = used_[block]; left != 0; left &= left - 1) {
      if (words_[block * kBits + static_cast<std::size_t>(std::countr_zero(left))] != 0)
        return true;
    }
  }
  return false;
}

bool ActionSet::Intersects(const ActionSet& other) const {
  assert(universe_size_ == other.universe_size_);
  for (std::size_t block = 0; block < used_.size(); ++block) {
    for (std::uint64_t both = used_[block] & other.used_[block]; both != 0; both &= both - 1) {
      const std::size_t i = block * kBits + static_cast<std::size_t>(std::countr_zero(both));
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
  }
  return false;
}

bool ActionSet::IsSubsetOf(const ActionSet& other) const {
  assert(universe_size_ == other.universe_size_);
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if ((words_[i] & ~other.words_[i]) != 0) return false;
  }
  return true;
}

ActionSet& ActionSet::operator|=(const ActionSet& other) {
  assert(universe_size_ == other.universe_size_);
  ForEachUsed(other.used_, [&](std::size_t i) { words_[i] |= other.words_[i]; });
  for (std::size_t block = 0; block < used_.size(); ++block) used_[block] |= other.used_[block];
  return *this;
}

ActionSet& ActionSet::operator&=(const ActionSet& other) {
  assert(universe_size_ == other.universe_size_);
  ForEachUsed(used_, [&](std::size_t i) { words_[i] &= other.words_[i]; });
  for (std::size_t block = 0; block < used_.size(); ++block) used_[block] &= other.used_[block];
  return *this;
}

ActionSet& ActionSet::operator-=(const ActionSet& other) {
  assert(universe_size_ == other.universe_size_);
  ForEachUsed(other.used_, [&](std::size_t i) { words_[i] &= ~other.words_[i]; });
  return *this;
}

ActionSet ActionSet::Complement() const {
  ActionSet out(universe_size_);
  out.SetRange(0, static_cast<ActionId>(universe_size_));
  out -= *this;
  return out;
}

}  // namespace leastwise
