#include <algorithm>
#include <map>
#include <optional>

#include "engine/pack_loader.h"

namespace leastwise {
namespace {

class SupersedeLinks {
 public:
  SupersedeLinks(std::vector<PendingRule>& rules, const LoadOptions& options)
      : rules_(rules), options_(options), weaker_(rules.size()) {
    for (std::uint32_t i = 0; i < rules_.size(); ++i) {
      by_word_.emplace(rules_[i].rule.id, i);
      by_word_.emplace(rules_[i].rule.name, i);
    }
  }

  void Resolve() {
    for (std::uint32_t i = 0; i < rules_.size(); ++i) {
      for (const auto& [word, node] : rules_[i].supersedes) {
        if (const auto weaker = Find(i, word, *node)) weaker_[i].push_back(*weaker);
      }
    }
  }

  // Each rule marks everything below it.
  void Close() {
    for (std::uint32_t i = 0; i < rules_.size(); ++i) {
      for (const std::uint32_t below : Below(i)) {
        if (below != i) {
          rules_[below].detail.superseded_by.push_back(i);
          continue;
        }
        rules_[i].scope->errors().Add(*rules_[i].node,
                                      Quoted(rules_[i].rule.id) + " supersedes itself");
      }
    }
  }

 private:
  std::optional<std::uint32_t> Find(std::uint32_t rule, const std::string& word,
                                    const Node& node) const {
    const auto found = by_word_.find(word);
    if (found != by_word_.end()) return found->second;
    const auto known = options_.known_ids;
    if (std::find(known.begin(), known.end(), word) != known.end()) return std::nullopt;
    std::vector<std::string_view> words;
    for (const auto& [name, index] : by_word_) words.push_back(name);
    rules_[rule].scope->errors().Add(node, "no rule is called " + Quoted(word),
                                     PackErrors::Suggest(word, words));
    return std::nullopt;
  }

  std::vector<std::uint32_t> Below(std::uint32_t rule) const {
    std::vector<std::uint32_t> reached;
    std::vector<std::uint32_t> open = weaker_[rule];
    while (!open.empty()) {
      const std::uint32_t next = open.back();
      open.pop_back();
      if (std::find(reached.begin(), reached.end(), next) != reached.end()) continue;
      reached.push_back(next);
      open.insert(open.end(), weaker_[next].begin(), weaker_[next].end());
    }
    return reached;
  }

  std::vector<PendingRule>& rules_;
  const LoadOptions& options_;
  std::vector<std::vector<std::uint32_t>> weaker_;
  std::map<std::string, std::uint32_t> by_word_;
};

}  // namespace

void LinkSuperseded(std::vector<PendingRule>& rules, const LoadOptions& options) {
  SupersedeLinks links(rules, options);
  links.Resolve();
  links.Close();
}

}  // namespace leastwise
