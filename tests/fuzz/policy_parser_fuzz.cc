// Bytes through the reader, the formats and the policy parser: whatever they are, nothing crashes,
// every place is inside of the file, and what is found is counted somewhere.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/tree_invariants.h"
#include "input/input_format.h"

namespace leastwise {
namespace {

void RequireInside(const SourceFile& file, const Location& where) {
  if (!where.valid()) return;
  Require(where.file == &file, "a place is in the file that was read");
  const Span whole = {0, static_cast<std::uint32_t>(file.text().size())};
  Require(Holds(whole, where.span), "a place is inside of the file");
}

void RequireText(const SourceFile& file, const Text& text) {
  RequireInside(file, text.location);
  std::size_t size = 0;
  for (const TextPart& part : text.parts) size += part.text.size();
  Require(text.parts.empty() || size <= text.pattern.size() + text.value.size(),
          "parts are parts of the text");
}

void RequireStatement(const SourceFile& file, const Policy& policy, const Statement& statement) {
  RequireInside(file, statement.location);
  Require(Holds(policy.location.span, statement.location.span), "a statement is in its document");
  RequireInside(file, statement.effect_location);
  RequireText(file, statement.sid);
  for (const Text& text : statement.actions) RequireText(file, text);
  for (const Text& text : statement.resources) RequireText(file, text);
  for (const Principal& principal : statement.principals) RequireText(file, principal.text);
  for (const ConditionEntry& entry : statement.conditions) {
    RequireText(file, entry.op);
    RequireText(file, entry.key);
    for (const Text& value : entry.values) RequireText(file, value);
  }
}

void RequireInventory(const SourceFile& file, const Inventory& inventory) {
  for (const Policy* policy : inventory.policies()) {
    RequireInside(file, policy->location);
    for (const Statement& statement : policy->statements)
      RequireStatement(file, *policy, statement);
  }
  for (const Identity* identity : inventory.identities()) {
    RequireInside(file, identity->location);
    RequireText(file, identity->name);
    for (const Attachment& attachment : identity->attachments) RequireText(file, attachment.arn);
    for (const AccessKey& key : identity->keys) RequireText(file, key.id);
  }
  for (const Problem& problem : inventory.problems()) {
    Require(problem.where.valid(), "a problem has a place");
    RequireInside(file, problem.where);
    RequireInside(file, problem.related);
    Require(!problem.code.empty() && !problem.detail.empty(), "a problem says what is wrong");
  }
  for (const NotAnalysed& entry : inventory.not_analysed()) {
    Require(!entry.reason.empty(), "what is not analysed has a reason");
    Require(entry.at.line <= file.line_count(), "what is not analysed has a place");
  }
}

}  // namespace
}  // namespace leastwise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leastwise;  // NOLINT(google-build-using-namespace): a function of one call
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto file = SourceFile::FromString("fuzz.json", text);
  Arena scratch;
  JsonReader reader;
  Inventory inventory;
  InputOptions options;
  options.named = true;
  const ReadOutcome outcome = ReadInput(*file, options, reader, scratch, &inventory);
  scratch.Reset();
  Require(outcome != ReadOutcome::kNotParsed, "a named file is not skipped");
  Require(outcome != ReadOutcome::kFailed || !inventory.not_analysed().empty(),
          "what failed is listed");
  RequireInventory(*file, inventory);
  return 0;
}
