#ifndef LEASTWISE_IAM_ACTION_SET_H_
#define LEASTWISE_IAM_ACTION_SET_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace leastwise {

// An action of one run: first the catalog's (in the order of ActionCatalog), then one *future*
// action for each service (all that AWS adds to it later), then literals that the catalog lacks.
using ActionId = std::uint32_t;

// A set of actions over a universe of fixed size, as dense bits (2.8 kB for the shipped catalog)
// with a bit more for each 64 of them that says where to look: most sets hold a service or two.
// Closed under complement: what is not in a set is one of the universe's other actions, the future
// ones included, so that NotAction loses nothing. Both sides of an operator must have the same
// universe. A value; const use is thread-safe.
class ActionSet {
 public:
  ActionSet() = default;  // over the empty universe
  // An empty set over the actions [0, universe_size).
  explicit ActionSet(std::size_t universe_size)
      : words_(WordsFor(universe_size), 0),
        used_(WordsFor(words_.size()), 0),
        universe_size_(universe_size) {}

  std::size_t universe_size() const { return universe_size_; }

  bool Test(ActionId id) const { return (words_[id / kBits] >> (id % kBits) & 1U) != 0; }
  void Set(ActionId id) {
    words_[id / kBits] |= Bit(id);
    used_[id / kBits / kBits] |= Bit(id / kBits);
  }
  void Reset(ActionId id) { words_[id / kBits] &= ~Bit(id); }
  // Sets the actions [first, last).
  void SetRange(ActionId first, ActionId last);
  // Sets those of [first, last) whose bit is set in `word_at(i)`, the bits of the actions
  // [64 i, 64 i + 64).
  template <typename WordAt>
  void SetBits(ActionId first, ActionId last, WordAt word_at) {
    for (ActionId id = first; id < last;) {
      const std::size_t word = id / kBits;
      const ActionId end = std::min(last, static_cast<ActionId>((word + 1) * kBits));
      std::uint64_t bits = word_at(word) & (~std::uint64_t{0} << (id % kBits));
      if (end % kBits != 0) bits &= Bit(end) - 1;
      words_[word] |= bits;
      if (bits != 0) used_[word / kBits] |= Bit(word);
      id = end;
    }
  }
  void Clear();

  std::size_t Count() const;
  std::optional<ActionId> First() const;  // the smallest
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
  friend bool operator==(const ActionSet& a, const ActionSet& b) {
    return a.universe_size_ == b.universe_size_ && a.words_ == b.words_;
  }
  // Every action of the universe that is not in this set.
  ActionSet Complement() const;

  // Calls visit(ActionId) in ascending order.
  template <typename Visit>
  void ForEach(Visit visit) const {
    ForEachUsed(used_, [&](std::size_t i) { VisitBits(words_[i], i, visit); });
  }
  // The same for the actions that are in `other` as well.
  template <typename Visit>
  void ForEachCommon(const ActionSet& other, Visit visit) const {
    for (std::size_t block = 0; block < used_.size(); ++block) {
      VisitBits(used_[block] & other.used_[block], block,
                [&](std::size_t i) { VisitBits(words_[i] & other.words_[i], i, visit); });
    }
  }

 private:
  using Words = std::vector<std::uint64_t>;

  static constexpr std::size_t kBits = 64;
  static constexpr std::size_t WordsFor(std::size_t bits) { return (bits + kBits - 1) / kBits; }
  static std::uint64_t Bit(std::size_t id) { return std::uint64_t{1} << (id % kBits); }

  template <typename Visit>
  static void VisitBits(std::uint64_t word, std::size_t index, Visit visit) {
    for (; word != 0; word &= word - 1) {
      visit(
          static_cast<ActionId>(index * kBits + static_cast<std::size_t>(std::countr_zero(word))));
    }
  }
  // Calls visit(index) for each word that may hold a bit.
  template <typename Visit>
  static void ForEachUsed(const Words& used, Visit visit) {
    for (std::size_t block = 0; block < used.size(); ++block) VisitBits(used[block], block, visit);
  }

  Words words_;  // bits past the universe are 0
  Words used_;   // bit i: words_[i] may hold a bit; where it is 0, there is none
  std::size_t universe_size_ = 0;
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_ACTION_SET_H_
