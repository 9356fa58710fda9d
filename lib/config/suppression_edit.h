#ifndef LEASTWISE_CONFIG_SUPPRESSION_EDIT_H_
#define LEASTWISE_CONFIG_SUPPRESSION_EDIT_H_

#include <span>
#include <string>

#include "base/result.h"
#include "base/source_file.h"
#include "config/suppression.h"

// Changes of `suppressions:` in the text of a configuration: comments, order and everything else
// stay as they are.

namespace leastwise {

// An entry to be written; empty texts are left out.
struct NewSuppression {
  std::string rule;
  std::string path;
  std::string fingerprint;
  std::string content;
  std::string reason;
  std::string expires;
};

// The text of a new configuration, or that of `file` (null: there is none) with the entries behind
// those that are there. Errors (kUsage, with the place): the list is written in
// brackets, or the file is laid out so that an edit by lines would change what else it says.
Result<std::string> WithSuppressions(const SourceFile* file,
                                     std::span<const NewSuppression> entries);

// The text of `file` without some entries of its own, and without the comments right above them.
// Errors: as above.
Result<std::string> WithoutSuppressions(const SourceFile& file,
                                        std::span<const Suppression* const> entries);

}  // namespace leastwise

#endif  // LEASTWISE_CONFIG_SUPPRESSION_EDIT_H_
