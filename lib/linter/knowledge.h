#ifndef LEASTWISE_LINTER_KNOWLEDGE_H_
#define LEASTWISE_LINTER_KNOWLEDGE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"
#include "config/config.h"
#include "engine/book_sheet.h"
#include "engine/rule_book.h"
#include "engine/rule_test.h"
#include "iam/action_catalog.h"
#include "iam/managed_policies.h"
#include "tree/json_reader.h"

// What a run knows before it reads its first input: the actions of AWS, AWS's managed policies, and
// the rules.

namespace leastwise {

// One rule pack or persona file as the build wrote it: compact JSON, apart for what rules match and
// what only people read. Each text of JSON has SourceFile::kPadding readable bytes behind it.
struct ShippedPack {
  std::string_view name;  // the YAML file it was made from, below rules/: "packs/s3.yaml"
  std::string_view matching;
  std::string_view prose;
};

// The data that is linked into the program; the views must outlive every Knowledge.
struct ShippedData {
  std::string_view catalog;           // see ActionCatalog::FromBlob
  std::string_view managed_policies;  // see ManagedPolicies::FromBlob
  std::vector<ShippedPack> packs;     // by name
  std::string_view sheet{};           // of them (engine/book_sheet.h), or empty
};

struct KnowledgeOptions {
  std::vector<std::string> packs;  // users' YAML packs, loaded besides the shipped ones
  const Config* config = nullptr;  // or null: whose packs, pins, parameters and grades hold
  std::vector<std::string> set;    // parameters, see SettingsOf
  std::string catalog;             // file that stands in for the linked catalog, or empty
  bool shipped_packs = true;       // false: `packs` alone
  bool check_tests = false;        // refuse users' rules without tests
};

// Owns the books of a run and everything that they borrow. Const and thread-safe, but for
// LoadProse.
class Knowledge {
 public:
  // Reads and checks everything. Whatever is wrong is in errors() afterwards (kPack and kUsage for
  // what the user gave, each with its place), and then nothing else may be used but Source().
  static std::unique_ptr<Knowledge> Open(const ShippedData& data, const KnowledgeOptions& options,
                                         const FileReader& files);
  ~Knowledge();
  Knowledge(const Knowledge&) = delete;
  Knowledge& operator=(const Knowledge&) = delete;

  const std::vector<Error>& errors() const { return errors_; }
  // The text of a pack that errors() speak of, by its path, or null.
  const SourceFile* Source(std::string_view path) const;
  // A user's pack as one line of JSON, which is read in a fraction of the time that its YAML takes.
  // `path` is one of KnowledgeOptions::packs. Errors (kPack): a number that JSON cannot write.
  Result<std::string> PackAsJson(std::string_view path) const;

  const ActionCatalog& catalog() const { return *catalog_; }
  const ManagedPolicies& managed_policies() const { return *managed_policies_; }
  const RuleBook& rules() const { return book_; }

  // Makes RuleBook::Prose usable: call it once, before a report or a rule's page is written.
  void LoadProse();
  // What the shipped persona is, or empty: one of the configuration. Reads the prose of personas
  // when first called.
  std::string_view PersonaTitle(std::string_view id);
  // The tests of every pack that was loaded, pack by pack. Needs LoadProse.
  std::vector<RuleTest> Tests() const;

 private:
  struct Pack;
  Knowledge();
  void OpenCatalog(const ShippedData& data, const KnowledgeOptions& options,
                   const FileReader& files);
  void ReadProse(Pack* pack);
  // Where nothing changes what entries say, they are left unread until a run has a use for them.
  void ChooseHowToLoad(const ShippedData& data, const KnowledgeOptions& options);
  void ReadShippedPack(const ShippedPack& shipped);
  void ReadUserPacks(const KnowledgeOptions& options, const FileReader& files);
  // `pin` is null where the pack was named on the call.
  void ReadUserPack(const std::string& path, const PackPin* pin, const FileReader& files);
  void CheckPins(const Config& config);
  void LoadBook(const KnowledgeOptions& options);

  std::vector<Error> errors_;
  std::unique_ptr<SourceFile> catalog_file_;
  std::optional<ActionCatalog> catalog_;
  std::optional<ManagedPolicies> managed_policies_;
  RuleSettings settings_;
  std::optional<BookSheet> sheet_;  // none: packs are read whole
  std::size_t asleep_ = 0;          // packs that were left unread so far
  JsonReader json_reader_;
  Arena arena_;
  std::vector<std::unique_ptr<Pack>> packs_;
  RuleBook book_;
};

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_KNOWLEDGE_H_
