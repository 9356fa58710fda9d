#ifndef LEASTWISE_IAM_ACTION_SET_H_
#define LEASTWISE_IAM_ACTION_SET_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace leastwise {

// An action of one run: first the catalog's (in the order of ActionCatalog), then one *future*
// action for each service (all that AWS adds to it later), then literals that the catalog lacks.
using ActionId = std::uint32_t;

// A set of actions over a universe of fixed size, as dense bits (2.8 kB for the shipped catalog).
// Closed under complement: what is not in a set is one of the universe's other actions, the future
// ones included, so that NotAction loses nothing. Both sides of an operator must have the same
// universe. A value; const use is thread-safe.
class ActionSet {
 public:
  ActionSet() = default;  // over the empty universe
  // An empty set over the actions [0, universe_size).
  explicit ActionSet(std::size_t universe_size)
      : words_((universe_size + kBits - 1) / kBits, 0), universe_size_(universe_size) {}

  std::size_t universe_size() const { return universe_size_; }

  bool Test(ActionId id) const { return (words_[id / kBits] >> (id % kBits) & 1U) != 0; }
  void Set(ActionId id) { words_[id / kBits] |= Bit(id); }
  void Reset(ActionId id) { words_[id / kBits] &= ~Bit(id); }
  // Sets the actions [first, last).
  void SetRange(ActionId first, ActionId last);
  void Clear();

  std::size_t Count() const;
  bool Any() const;
  bool None() const { return !Any(); }
  bool Intersects(const ActionSet& other) const;
  bool IsSubsetOf(const ActionSet& other) const;

  ActionSet& operator|=(const ActionSet& other);
  ActionSet& operator&=(const ActionSet& other);
  ActionSet& operator-=(const ActionSet& other);
  friend ActionSet operator|(ActionSet a, const ActionSet& b) { return a |= b; }
  friend ActionSet operator&(ActionSet a, const ActionSet& b) { return a &= b; }
  friend ActionSet operator-(ActionSet a, const ActionSet& b) { return a -= b; }
  friend bool operator==(const ActionSet&, const ActionSet&) = default;
  // Every action of the universe that is not in this set.
  ActionSet Complement() const;

  // Calls visit(ActionId) in ascending order.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(static_cast<ActionId>(i * kBits + static_cast<std::size_t>(std::countr_zero(word))));
      }
    }
  }
  // The same for the actions that are in `other` as well.
  template <typename Visit>
  void ForEachCommon(const ActionSet& other, Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i] & other.words_[i]; word != 0; word &= word - 1) {
        visit(static_cast<ActionId>(i * kBits + static_cast<std::size_t>(std::countr_zero(word))));
      }
    }
  }

 private:
  static constexpr std::size_t kBits = 64;
  static std::uint64_t Bit(ActionId id) { return std::uint64_t{1} << (id % kBits); }

  std::vector<std::uint64_t> words_;  // bits past the universe are 0
  std::size_t universe_size_ = 0;
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_ACTION_SET_H_
