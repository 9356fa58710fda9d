#ifndef LEASTWISE_ENGINE_RULE_BOOK_H_
#define LEASTWISE_ENGINE_RULE_BOOK_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/rule.h"
#include "engine/rule_settings.h"
#include "iam/action_catalog.h"
#include "tree/node.h"
#include "tree/source_view.h"

namespace leastwise {

class BookSheet;

// A pack to be loaded: the whole YAML file (users' packs: `prose` is null, everything stands in
// `matching`), or the two trees that the build made of a shipped one. Trees are borrowed only while
// loading, but `prose` must live as long as the book when it is given.
struct PackSource {
  const Tree* matching = nullptr;
  const Tree* prose = nullptr;
  const SourceView* text = nullptr;  // for LoadAsleep: the whole matching part
};

struct LoadOptions {
  // Ids that may be used: the lines of rules/ids.tsv, or empty for users' packs (then any id is
  // right that is not a shipped one's).
  std::span<const std::string_view> known_ids;
  bool check_tests = true;  // demand tests in each rule (shipped packs were checked at build time)
  const RuleSettings* settings = nullptr;  // null: everything as the packs say
};

// All rules of a run, checked and compiled. Loading refuses an unknown key, an action that the
// catalog does not know, a rule without tests, a placeholder the matcher cannot fill, …, and
// reports every mistake of every pack at once, each with its place and the nearest right word.
// Const and thread-safe after loading, but for LoadProse and Wake.
class RuleBook {
 public:
  RuleBook();
  ~RuleBook();
  RuleBook(RuleBook&&) noexcept;
  RuleBook& operator=(RuleBook&&) noexcept;

  // Loads packs into one book. `personas` are trees of rules/personas. On failure: all mistakes, in
  // order of file and place.
  static RuleBook Load(std::span<const PackSource> packs, std::span<const PackSource> personas,
                       const ActionCatalog& catalog, const LoadOptions& options,
                       std::vector<Error>* errors);

  // The same for shipped packs alone, without reading them (their `matching` is not looked at);
  // texts and sheet must outlive the book. Parameters cannot be changed: what entries say would not
  // be known.
  static RuleBook LoadAsleep(const BookSheet& sheet, std::span<const PackSource> packs,
                             std::span<const PackSource> personas, const ActionCatalog& catalog,
                             const LoadOptions& options, std::vector<Error>* errors);

  // Reads the entries with these numbers that have not been read. Evaluate does so for those that
  // it needs; so that two runs must not use one book at the same time unless all are awake.
  void Wake(std::span<const std::uint32_t> entries) const;
  void WakeAll() const;

  std::span<const Rule> rules() const;  // sorted by id
  // By id or name; null when there is none.
  const Rule* Find(std::string_view id_or_name) const;
  // Ids and names that a mistyped word may have meant.
  std::string_view Nearest(std::string_view word) const;

  // Reads the prose of all rules; called once, before reporters or `explain` use Prose.
  void LoadProse();
  const RuleProse& Prose(const Rule& rule) const;
  std::string PackVersions() const;  // "core 0.1.0"

  struct Compiled;  // entries with their matchers: see compiled_rule.h
  const Compiled& compiled() const;

 private:
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_RULE_BOOK_H_
