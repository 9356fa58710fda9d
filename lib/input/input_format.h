#ifndef LEASTWISE_INPUT_INPUT_FORMAT_H_
#define LEASTWISE_INPUT_INPUT_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/source_file.h"
#include "iam/inventory.h"
#include "iam/policy_parser.h"
#include "tree/json_reader.h"
#include "tree/node.h"

// From one file to the inventory. Formats are recognised by content, never by file name.

namespace leastwise {

// What the user said about the inputs.
struct InputOptions {
  // Forces the format by its name, or empty: recognised by content.
  std::string format;
  // Forces the kind of documents whose place does not tell it (bare documents).
  std::optional<PolicyKind> kind;
  // The file was named by the user, not met in a walk: then a file that does not parse is a finding
  // whatever it holds.
  bool named = false;
  ReadLimits limits{};
};

class Extraction;

// One way in which tools write policies down. A format is one file lib/input/<name>.cc and one
// line in the table of input_formats.cc.
struct InputFormat {
  std::string_view name;  // for --input: "policy", "aws-cli", "account-authorization-details", …
  std::string_view help;  // one line
  // Does the tree look like this format? Cheap: the root and a few members.
  bool (*sniff)(const Tree& tree);
  // Adds what the tree holds, which may be nothing, to the inventory of `extraction`.
  void (*extract)(const Tree& tree, Extraction& extraction);
};

// All formats, in the order in which they are tried; the last is the catch-all that looks for
// policy documents anywhere in the tree.
std::span<const InputFormat> InputFormats();
const InputFormat* FindInputFormat(std::string_view name);

enum class ReadOutcome : std::uint8_t {
  kPolicies,   // something was added to the inventory
  kNoPolicy,   // valid, but holds no policy: skip and count
  kNotParsed,  // not JSON and, in a walk, without a mark of a policy: skip and count
  kFailed,     // not JSON: a Problem with its place (and an entry in not_analysed) was added
};

// Problem code of a file that cannot be parsed.
inline constexpr std::string_view kSyntaxError = "json-syntax";

// Reads one file. Never fails: whatever is wrong with the content is in the inventory afterwards.
// `reader` and `scratch` belong to the calling worker; scratch is reset. An account dump of more
// than kLargeFile bytes is read by up to `workers` threads, element by element.
inline constexpr std::size_t kLargeFile = std::size_t{4} << 20;
ReadOutcome ReadInput(const SourceFile& file, const InputOptions& options, JsonReader& reader,
                      Arena& scratch, Inventory* inventory, std::size_t workers = 1);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_INPUT_FORMAT_H_
