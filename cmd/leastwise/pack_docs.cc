#include "pack_docs.h"

#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "diagnostics.h"
#include "output.h"
#include "report/rule_page.h"
#include "report/rule_table.h"

namespace leastwise {
namespace {

// The table of all rules, with the id of each a link to its page.
std::string LinkedTable(const RuleBook& book) {
  std::string table = RuleTableMarkdown(book);
  for (const Rule& rule : book.rules()) {
    const std::string cell = "\n| " + rule.id + " |";
    const std::size_t at = table.find(cell);
    if (at == std::string::npos) continue;
    table.replace(at, cell.size(), "\n| [" + rule.id + "](" + rule.id + ".md) |");
  }
  return table;
}

std::optional<Error> WriteFile(const std::string& path, std::string_view text) {
  Result<Output> output = Output::ToFile(path);
  if (!output) return output.error();
  output->Write(text);
  return output->Close();
}

}  // namespace

ExitCode WritePackDocs(const RuleBook& book, const std::string& source, const std::string& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  std::optional<Error> error =
      WriteFile(folder + "/README.md", "# Rules\n\nMade by `leastwise pack docs` from " + source +
                                           "; change those. `leastwise explain RULE`\nprints a "
                                           "page, `leastwise rules` this table.\n\n" +
                                           LinkedTable(book));
  for (const Rule& rule : book.rules()) {
    if (error) break;
    error = WriteFile(folder + "/" + rule.id + ".md", RulePageMarkdown(rule, book.Prose(rule)));
  }
  if (!error) return ExitCode::kClean;
  PrintError(*error);
  return ExitCodeOf(*error);
}

}  // namespace leastwise
