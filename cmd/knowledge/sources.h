#ifndef LEASTWISE_KNOWLEDGE_SOURCES_H_
#define LEASTWISE_KNOWLEDGE_SOURCES_H_

#include <memory>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "base/source_file.h"
#include "tree/node.h"

namespace leastwise {

// A JSON file and its tree, kept together.
class JsonFile {
 public:
  static Result<std::unique_ptr<JsonFile>> Read(const std::string& path);

  const Node& root() const { return *tree_.root; }
  const SourceFile& file() const { return *file_; }

 private:
  explicit JsonFile(std::unique_ptr<SourceFile> file);

  std::unique_ptr<SourceFile> file_;
  SourceView view_;
  Arena arena_;
  Tree tree_;
};

// Version and date of one entry of SOURCES.json ("catalog", "managed_policies").
struct DataSource {
  std::string version;
  std::string date;
};
Result<DataSource> ReadDataSource(const std::string& folder, std::string_view entry);

Result<std::unique_ptr<SourceFile>> ReadWholeFile(const std::string& path);

// An Error at a line of a file.
Error At(const std::string& path, std::uint32_t line, std::string message);

}  // namespace leastwise

#endif  // LEASTWISE_KNOWLEDGE_SOURCES_H_
