#ifndef LEASTWISE_ENGINE_SLEEPING_ENTRIES_H_
#define LEASTWISE_ENGINE_SLEEPING_ENTRIES_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "engine/book_sheet.h"
#include "engine/pack_scope.h"
#include "tree/json_reader.h"

namespace leastwise {

// Entries of shipped packs of which only the sheet was read. Reads one when it is asked for, into
// the book that it belongs to, and the sets that it names. Lives in that book; not thread-safe.
class SleepingEntries : private NameSource {
 public:
  // Fills `book` with the rules and entries of the sheet. `packs`: in the order of the sheet's
  // files; their texts are borrowed, as are catalog, sheet and book.
  SleepingEntries(const BookSheet& sheet, std::span<const PackSource> packs,
                  const ActionCatalog& catalog, RuleBook::Compiled* book);

  // Does nothing where the entry is awake.
  void Wake(std::uint32_t entry);
  // Mistakes in what was read so far: none, unless the build is at fault.
  const std::vector<Error>& errors() const { return errors_; }

 private:
  struct File {
    PackSource source;
    std::string pack;
    bool has_declared_forms = false;
  };
  // Part of a file after reading.
  struct Piece {
    const Node* root = nullptr;  // null: it could not be read
    const PackScope* scope = nullptr;
  };
  void DeclareName(const std::string& pack, std::string_view name) override;
  void DeclareForms(const std::string& pack) override;
  void Declare(const sheet_layout::Name& record);
  Piece Read(std::uint32_t file, Span part);
  void AddFile(const sheet_layout::Pack& record, const PackSource& source);
  void AddEntry(const sheet_layout::Entry& record);
  void AddRule(const sheet_layout::Rule& record);

  BookSheet sheet_;
  RuleBook::Compiled* book_;
  std::vector<Error> errors_;
  SetTable sets_;
  JsonReader reader_;
  Arena arena_;
  std::deque<PackErrors> sinks_;
  std::deque<PackScope> scopes_;
  std::deque<SourceView> views_;
  std::deque<Tree> trees_;
  std::vector<File> files_;
  std::vector<bool> is_awake_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_SLEEPING_ENTRIES_H_
