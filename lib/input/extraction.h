#ifndef LEASTWISE_INPUT_EXTRACTION_H_
#define LEASTWISE_INPUT_EXTRACTION_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "iam/inventory.h"
#include "iam/policy_parser.h"
#include "input/input_format.h"
#include "input/json_pointer.h"
#include "tree/json_reader.h"
#include "tree/node.h"

namespace leastwise {

// What is known of a document from where it stands.
struct DocumentSite {
  std::optional<PolicyKind> kind;  // nothing: as the user forces it, else guessed from the content
  std::string_view name;
  std::string_view arn;
  std::string_view container;
  std::string_view resource_type;  // nothing: guessed from the content
  std::string_view account;
  bool is_held = false;  // Policy::is_held
};

// What a string stands for: whether it is worth a word when it is no policy document.
enum class StringPlace : std::uint8_t {
  kDocument,  // a place made for documents: anything else is listed as not analysed
  kPerhaps,   // a document may stand there: only what bears its mark is listed
};

// Puts what one file holds into the inventory: policy documents in whatever wrapping (an object, a
// JSON string, a URL-encoded string, any of these within each other), identities, and what could
// not be analysed. Lives while one file is read; borrows everything. Belongs to one worker.
class Extraction {
 public:
  // `reader` is used for documents in strings; its trees do not depend on it afterwards.
  Extraction(const InputOptions& options, JsonReader& reader, Inventory* inventory)
      : options_(options), reader_(reader), inventory_(*inventory) {}

  const InputOptions& options() const { return options_; }
  Inventory& inventory() { return inventory_; }
  Arena& arena() { return inventory_.arena(); }
  // Something was added: a policy, an identity, a list of keys.
  bool found() const { return found_; }

  // The document at `node`, or null where there is none (null, an empty string, or a string without
  // a mark where one was only possible) or where it could not be read, which is then listed.
  const Policy* AddDocument(const Tree& tree, const Node& node, const DocumentSite& site,
                            const JsonPointer& pointer,
                            StringPlace stands = StringPlace::kDocument);
  void AddIdentity(const Identity& identity);
  void AddKeys(std::string_view user_name, const std::vector<AccessKey>& keys);
  void AddNotAnalysed(const Location& where, const JsonPointer& pointer, std::string reason);

  // Duplicate keys below `node` concern what is analysed.
  void Claim(const Tree& tree, const Node& node);
  // Adds those problems of the file's tree that stand in what was claimed. Once, at the end.
  void AddProblemsOf(const Tree& tree);

 private:
  const Policy* AddText(const SourceView& view, const Location& where, const DocumentSite& site,
                        const JsonPointer& pointer, StringPlace stands, int depth);
  const Policy* AddNested(const Tree& tree, const Location& where, const DocumentSite& site,
                          const JsonPointer& pointer, StringPlace stands, int depth);
  const Policy* AddObject(const Tree& tree, const Node& node, const DocumentSite& site,
                          const JsonPointer& pointer);
  void ListUnread(const Tree& tree, const Node& node, const JsonPointer& pointer);

  const InputOptions& options_;
  JsonReader& reader_;
  Inventory& inventory_;
  Arena nested_;  // trees of documents in strings, one at a time
  std::vector<Problem> problems_;
  std::vector<Span> claims_;  // in the file
  bool found_ = false;
};

// A problem's place for an Error of the JSON reader: one character of `file`.
Location LocationOf(const SourceFile& file, const Error& error);

// Bytes that only a policy document has: `"Statement` beside `"Effect` or `"Action`, URL-encoded or
// escaped too.
bool BearsPolicyMark(std::string_view text);

// The string member of that name, or an empty view.
std::string_view StringMember(const Node& node, std::string_view key);

// The twelve digits of an ARN's account part, or an empty view.
std::string_view AccountOfArn(std::string_view arn);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_EXTRACTION_H_
