#include "access/context_question.h"

#include <algorithm>

namespace leastwise {
namespace {

// Drops repeated terms and those that hold only where another one does.
void Simplify(std::vector<ContextTerm>* terms) {
  std::sort(terms->begin(), terms->end());
  terms->erase(std::unique(terms->begin(), terms->end()), terms->end());
  constexpr std::size_t kFew = 64;
  if (terms->size() > kFew) return;
  std::vector<ContextTerm> kept;
  for (std::size_t i = 0; i < terms->size(); ++i) {
    const ContextTerm& a = (*terms)[i];
    bool is_implied = false;
    for (std::size_t j = 0; j < terms->size() && !is_implied; ++j) {
      const ContextTerm& b = (*terms)[j];
      is_implied =
          i != j && a.open == b.open && a.open_excludes == b.open_excludes &&
          a.principal == b.principal && a.entries.size() > b.entries.size() &&
          std::includes(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end());
    }
    if (!is_implied) kept.push_back(a);
  }
  *terms = std::move(kept);
}

void Write(const ContextTerm& term, std::string* out) {
  const auto number = [out](std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) out->push_back(static_cast<char>(value >> shift));
  };
  number(static_cast<std::uint32_t>(term.entries.size()));
  for (const std::uint32_t entry : term.entries) number(entry);
  number(static_cast<std::uint32_t>(term.open.size() * 2 + (term.open_excludes ? 1 : 0)));
  for (const std::uint32_t open : term.open) number(open);
  number(term.principal);
}

}  // namespace

void Simplify(ContextQuestion* question) {
  for (auto* layers : {&question->new_layers, &question->old_layers}) {
    for (std::vector<ContextTerm>& layer : *layers) Simplify(&layer);
  }
  Simplify(&question->new_denies);
  Simplify(&question->old_denies);
}

std::string KeyOf(const ContextQuestion& question) {
  std::string key;
  const auto list = [&key](const std::vector<ContextTerm>& terms) {
    key += '[';
    for (const ContextTerm& term : terms) Write(term, &key);
    key += ']';
  };
  Write(question.goal, &key);
  for (const auto& layer : question.new_layers) list(layer);
  key += '|';
  list(question.new_denies);
  for (const auto& layer : question.old_layers) list(layer);
  key += '|';
  list(question.old_denies);
  return key;
}

}  // namespace leastwise
