#ifndef LEASTWISE_LEASTWISE_PACK_DOCS_H_
#define LEASTWISE_LEASTWISE_PACK_DOCS_H_

#include <string>

#include "engine/rule_book.h"
#include "exit_code.h"

namespace leastwise {

// Writes a Markdown page for each rule, ID.md, and an index, README.md, into `folder`, which is
// made where it is missing. `source` is what the index says that the pages are made from. Nothing
// else in the folder is touched. The book has its prose loaded. Errors are printed.
ExitCode WritePackDocs(const RuleBook& book, const std::string& source, const std::string& folder);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_PACK_DOCS_H_
