#ifndef LEASTWISE_LINTER_EXPECTED_FILES_H_
#define LEASTWISE_LINTER_EXPECTED_FILES_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "linter/expectations.h"
#include "linter/file_finder.h"
#include "linter/policy_files.h"

namespace leastwise {

// Reads what one expectation speaks of, relative to the folder of the file that it stands in.
// Everything read, and every error, goes to one PolicyFiles. Borrows everything.
class ExpectedFiles {
 public:
  // `path`: of the file of expectations.
  ExpectedFiles(const std::string& path, const FileReader& reader, PolicyFiles* out);

  // The policies of files, of folders (all below that end in .json) and of path patterns
  // (likewise), each file once; `kind` is that of bare documents. An error where one of the texts
  // leads to no policy, and where something that should be a policy could not be analysed.
  std::vector<const Policy*> ReadAll(std::span<const PlacedText> texts,
                                     std::optional<PolicyKind> kind);
  // The permissions boundary in a file; null and an error where there is not exactly one document.
  const Policy* ReadBoundary(const PlacedText& text);
  // A document that is made up, under a name that stands for its path.
  const Policy* AddText(std::string_view name, const std::string& text, PolicyKind kind);

 private:
  std::vector<InputFile> Find(const PlacedText& text);
  std::vector<const Policy*> Read(std::span<const InputFile> files, std::optional<PolicyKind> kind);
  void Complain(const PlacedText& at, std::string message);

  std::string folder_;  // of the file of expectations, with a slash, or empty
  const FileReader& reader_;
  PolicyFiles* out_;
};

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_EXPECTED_FILES_H_
