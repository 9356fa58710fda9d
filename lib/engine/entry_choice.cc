#include "engine/entry_choice.h"

#include <algorithm>
#include <set>
#include <string>

#include "engine/raw_finding.h"
#include "engine/subject_texts.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

// Over more subjects than this, looking which services they name costs more than it saves.
constexpr std::size_t kFewSubjects = 64;
// So does looking for words in more texts than this, in bytes.
constexpr std::size_t kShortTexts = 16'384;

// False where a statement may name actions of any service.
bool AddServices(const Statement& statement, std::set<std::string>* services) {
  if (statement.effect != Effect::kAllow) return true;
  if (statement.is_not_action) return false;
  for (const Text& action : statement.actions) {
    std::string service = ServiceOf(action.pattern);
    if (service.empty()) return false;
    services->insert(std::move(service));
  }
  return true;
}

Touches ServicesNamed(std::span<const RunSubject> subjects) {
  if (subjects.size() > kFewSubjects) return {};
  std::set<std::string> services;
  for (const RunSubject& subject : subjects) {
    for (const Policy* policy : subject.policies) {
      for (const Statement& statement : policy->statements) {
        if (!AddServices(statement, &services)) return {};
      }
    }
  }
  return Touches::Only({services.begin(), services.end()});
}

// Which of the words that entries look for stand in texts of a run.
class TextSearch {
 public:
  explicit TextSearch(std::vector<std::string> words) : words_(std::move(words)) {}

  void Read(const RunSubject& subject) {
    for (const Policy* policy : subject.policies) {
      VisitTexts(*policy,
                 [this](TextPlace, const Text& text, std::string_view) { Add(text.value); });
    }
    for (const Identity* holder : subject.holders) {
      VisitOwnTexts(*holder, [this](TextPlace, std::string_view text) { Add(text); });
    }
  }

  bool is_over() const { return is_over_; }

  Touches Found() const {
    if (is_over_) return {};
    std::vector<std::string> found;
    for (const std::string& word : words_) {
      const std::string_view literal = std::string_view(word).substr(kTextWord.size());
      if (texts_.find(literal) != texts_.npos) found.push_back(word);
    }
    return Touches::Only(std::move(found));
  }

 private:
  // What other letters fold to is left to RE2: any of them may be of a word.
  void Add(std::string_view text) {
    if (is_over_) return;
    for (const char c : text) {
      is_over_ = is_over_ || static_cast<unsigned char>(c) >= 0x80;
      texts_ += FoldAscii(c);
    }
    texts_ += '\n';
    is_over_ = is_over_ || texts_.size() > kShortTexts;
  }

  std::vector<std::string> words_;  // behind kTextWord
  std::string texts_;               // in lower case, with line ends between them
  bool is_over_ = false;            // anything may be there
};

std::vector<std::string> TextWords(const RuleBook::Compiled& book) {
  std::vector<std::string> words;
  for (const CompiledEntry& entry : book.entries) {
    for (const std::string& word : entry.touches.words()) {
      if (word.starts_with(kTextWord)) words.push_back(word);
    }
  }
  return words;
}

Touches TextsFound(const RuleBook::Compiled& book, std::span<const RunSubject> subjects) {
  if (subjects.size() > kFewSubjects) return {};
  std::vector<std::string> words = TextWords(book);
  if (words.empty()) return {};
  TextSearch search(std::move(words));
  for (const RunSubject& subject : subjects) {
    if (!search.is_over()) search.Read(subject);
  }
  return search.Found();
}

// Whether the input of a run holds one of the words of an entry.
bool MeetsOne(const Touches& touches, const Touches& services, const Touches& texts) {
  if (touches.is_anything()) return true;
  return std::any_of(touches.words().begin(), touches.words().end(), [&](const std::string& word) {
    return (word.starts_with(kTextWord) ? texts : services).Holds(word);
  });
}

Touches ProblemsFound(std::span<const Problem* const> problems) {
  std::set<std::string> words;
  for (const Problem* problem : problems) {
    words.insert(std::string(kProblemWord) + std::string(problem->code));
  }
  return Touches::Only({words.begin(), words.end()});
}

}  // namespace

std::vector<std::uint32_t> ChooseEntries(const RuleBook::Compiled& book, const RunInput& input,
                                         const std::vector<bool>& enabled) {
  const Touches services = ServicesNamed(input.subjects);
  const Touches texts = TextsFound(book, input.subjects);
  const Touches problems = ProblemsFound(input.problems);
  std::uint8_t kinds = 0;
  bool has_holders = false;
  for (const RunSubject& subject : input.subjects) {
    kinds = static_cast<std::uint8_t>(kinds | 1U << static_cast<unsigned>(subject.kind));
    has_holders = has_holders || !subject.holders.empty();
  }
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t i = 0; i < book.entries.size(); ++i) {
    const CompiledEntry& entry = book.entries[i];
    if (!IsEnabled(entry, enabled)) continue;
    const bool can_meet = entry.needs.problem ? entry.touches.Meets(problems)
                                              : (entry.kinds & kinds) != 0 &&
                                                    (has_holders || !entry.needs.identity) &&
                                                    MeetsOne(entry.touches, services, texts);
    if (can_meet) chosen.push_back(i);
  }
  return chosen;
}

}  // namespace leastwise
