#include "linter/rule_selection.h"

#include <string_view>

#include "base/edit_distance.h"

namespace leastwise {
namespace {

// Ids are given in either case: `lw1001`.
bool IsIdPrefix(std::string_view word, std::string_view id) {
  if (word.size() < 2 || word.size() > id.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c =
        word[i] >= 'a' && word[i] <= 'z' ? static_cast<char>(word[i] - 'a' + 'A') : word[i];
    if (c != id[i]) return false;
  }
  return true;
}

bool Names(std::string_view word, const Rule& rule) {
  return word == rule.name || word == rule.category || IsIdPrefix(word, rule.id);
}

std::string NearestHint(const RuleBook& book, std::string_view word) {
  std::vector<std::string_view> words;
  for (const Rule& rule : book.rules()) {
    words.insert(words.end(), {rule.id, rule.name, rule.category});
  }
  const std::string_view nearest = NearestWord(word, words);
  if (nearest.empty()) return "`leastwise rules` lists ids, names and categories";
  return "did you mean `" + std::string(nearest) + "`?";
}

void Mark(const RuleBook& book, std::span<const std::string> words, std::string_view option,
          bool value, std::vector<bool>* enabled, std::vector<Error>* errors) {
  for (const std::string& word : words) {
    bool found = false;
    for (const Rule& rule : book.rules()) {
      if (!Names(word, rule)) continue;
      found = true;
      (*enabled)[rule.index] = value;
    }
    if (found) continue;
    errors->push_back({ErrorKind::kUsage,
                       std::string(option) + " names no rule: `" + word + "`",
                       {},
                       NearestHint(book, word)});
  }
}

}  // namespace

std::vector<bool> SelectRules(const RuleBook& book, std::span<const std::string> select,
                              std::span<const std::string> ignore, std::vector<Error>* errors) {
  std::vector<bool> enabled(book.rules().size(), select.empty());
  Mark(book, select, "--select", true, &enabled, errors);
  Mark(book, ignore, "--ignore", false, &enabled, errors);
  return enabled;
}

}  // namespace leastwise
