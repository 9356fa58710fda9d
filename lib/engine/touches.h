#ifndef LEASTWISE_ENGINE_TOUCHES_H_
#define LEASTWISE_ENGINE_TOUCHES_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/action_expr.h"

namespace leastwise {

// What an entry can meet: words, one of which an input must hold for the entry to find anything in
// it. A word is the prefix of a service whose actions an Allow statement names, a problem's code
// behind `problem:`, or behind `text:` what a text (engine/subject_texts.h) has within it, in lower
// case. Used to leave whole entries unread; may say more than is so, never less.
class Touches {
 public:
  // Anything may be met.
  Touches() = default;
  // One of these must be there; none: nothing is ever met.
  static Touches Only(std::vector<std::string> words);
  // As written by ToText.
  static Touches FromText(std::string_view text);
  // Words with blanks between them, `*` for anything.
  std::string ToText() const;

  bool is_anything() const { return is_anything_; }
  std::span<const std::string> words() const { return words_; }  // sorted, each once

  // Where either suffices, and where the narrower one of two that must both be met is enough.
  Touches Or(const Touches& other) const;
  Touches And(const Touches& other) const;
  bool Meets(const Touches& input) const;
  bool Holds(std::string_view word) const;

 private:
  bool is_anything_ = true;
  std::vector<std::string> words_;
};

inline constexpr std::string_view kProblemWord = "problem:";
inline constexpr std::string_view kTextWord = "text:";

// Some of these services; none, or a pattern among them: anything.
Touches OfServices(const std::vector<std::string>& services);

// The services of a set of actions. `named`: the expressions that it may name.
Touches ServicesOf(const ActionExpr& expr, std::span<const ActionExpr> named);

// The service that the actions of a pattern belong to, folded; empty where it can be more than one.
std::string ServiceOf(std::string_view action_pattern);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_TOUCHES_H_
