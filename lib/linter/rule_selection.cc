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

std::vector<PlacedText> WithoutPlaces(std::span<const std::string> words) {
  std::vector<PlacedText> out;
  for (const std::string& word : words) out.push_back({word, {}});
  return out;
}

// `list` is the option or the key that the words come from.
void Mark(const RuleBook& book, std::span<const PlacedText> words, std::string_view list,
          bool value, std::vector<bool>* enabled, std::vector<Error>* errors) {
  for (const PlacedText& word : words) {
    bool found = false;
    for (const Rule& rule : book.rules()) {
      if (!Names(word.text, rule)) continue;
      found = true;
      (*enabled)[rule.index] = value;
    }
    if (found) continue;
    Error error{ErrorKind::kUsage,
                std::string(list) + " names no rule: `" + word.text + "`",
                {},
                NearestHint(book, word.text)};
    if (word.where.valid()) {
      error.kind = ErrorKind::kPack;
      error.where = PlaceOf(word.where);
    }
    errors->push_back(std::move(error));
  }
}

// Whether the rules exist was checked when the overrides were laid over the book.
void MarkOverrides(const RuleBook& book, const Config& config, bool value,
                   std::vector<bool>* enabled) {
  for (const RuleOverride& one : config.overrides) {
    const Rule* rule = book.Find(one.rule.text);
    if (rule != nullptr && one.enabled.value == value) (*enabled)[rule->index] = value;
  }
}

}  // namespace

std::vector<bool> SelectRules(const RuleBook& book, std::span<const std::string> select,
                              std::span<const std::string> ignore, const Config* config,
                              std::vector<Error>* errors) {
  const bool picks = !select.empty() || (config != nullptr && !config->select.empty());
  std::vector<bool> enabled(book.rules().size(), !picks);
  if (!select.empty()) {
    Mark(book, WithoutPlaces(select), "--select", true, &enabled, errors);
  } else if (config != nullptr) {
    Mark(book, config->select, "`select`", true, &enabled, errors);
  }
  if (config != nullptr) {
    if (ignore.empty()) Mark(book, config->ignore, "`ignore`", false, &enabled, errors);
    if (select.empty()) MarkOverrides(book, *config, true, &enabled);
    MarkOverrides(book, *config, false, &enabled);
  }
  Mark(book, WithoutPlaces(ignore), "--ignore", false, &enabled, errors);
  return enabled;
}

}  // namespace leastwise
