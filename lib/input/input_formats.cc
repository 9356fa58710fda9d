#include <algorithm>
#include <array>
#include <optional>

#include "base/parallel_for.h"
#include "input/account_dump.h"
#include "input/aws_cli.h"
#include "input/embedded.h"
#include "input/extraction.h"
#include "input/identity_reader.h"
#include "input/input_format.h"
#include "input/template_files.h"

namespace leastwise {
namespace {

bool IsPolicyVersion(const Node& node) {
  const std::string_view version = StringMember(node, "Version");
  return version == "2012-10-17" || version == "2008-10-17";
}

// The date of the policy language says that a policy is meant, even where the rest is wrong.
bool SniffPolicy(const Tree& tree) {
  return IsPolicyVersion(*tree.root) || LooksLikePolicy(*tree.root);
}

void ExtractPolicy(const Tree& tree, Extraction& extraction) {
  extraction.AddDocument(tree, *tree.root, {}, {});
}

bool IsTemplate(const Tree& tree) { return !WhyTemplateIsNotRead(*tree.root).empty(); }

bool SniffAccountDump(const Tree& tree) { return IsAccountDump(*tree.root) && !IsTemplate(tree); }

void ExtractAccountDump(const Tree& tree, Extraction& extraction) {
  JsonPointer pointer;
  ReadAccountDump(tree, *tree.root, pointer, extraction);
}

bool SniffAwsCli(const Tree& tree) { return IsAwsCliOutput(*tree.root) && !IsTemplate(tree); }

void ExtractAwsCli(const Tree& tree, Extraction& extraction) {
  JsonPointer pointer;
  ReadAwsCliOutput(tree, *tree.root, pointer, extraction);
}

bool SniffIdentity(const Tree& tree) { return LooksLikeIdentity(*tree.root) && !IsTemplate(tree); }

void ExtractIdentity(const Tree& tree, Extraction& extraction) {
  JsonPointer pointer;
  ReadIdentity(tree, *tree.root, BoundaryView::kShown, pointer, extraction);
}

bool SniffAnything(const Tree&) { return true; }

void ExtractEmbedded(const Tree& tree, Extraction& extraction) {
  JsonPointer pointer;
  if (tree.root->is(NodeKind::kString))
    extraction.AddDocument(tree, *tree.root, {}, pointer, StringPlace::kPerhaps);
  else
    WalkForPolicies(tree, *tree.root, pointer, extraction);
}

constexpr std::array<InputFormat, 5> kFormats = {{
    {"policy", "a bare policy document", SniffPolicy, ExtractPolicy},
    {"account-authorization-details",
     "a whole account, as `aws iam get-account-authorization-details` prints it", SniffAccountDump,
     ExtractAccountDump},
    {"aws-cli", "a policy, role, user, list of attachments or of keys, as `aws iam` prints it",
     SniffAwsCli, ExtractAwsCli},
    {"identity", "one user, group or role with its policies, as the IAM API writes it",
     SniffIdentity, ExtractIdentity},
    {"embedded", "any JSON that holds policy documents somewhere", SniffAnything, ExtractEmbedded},
}};

// The mark of a policy in a file that is not JSON: only what sets out to be JSON counts, so that a
// page or a program that quotes a policy is none. UTF-16 has a zero byte behind each letter.
bool LooksLikeBrokenPolicy(std::string_view text) {
  constexpr std::string_view kBlank("\0 \t\r\n\xEF\xBB\xBF\xFF\xFE", 10);
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '[')) return false;
  if (text.find('\0') == std::string_view::npos) return BearsPolicyMark(text);
  std::string narrow(text);
  narrow.erase(std::remove(narrow.begin(), narrow.end(), '\0'), narrow.end());
  return BearsPolicyMark(narrow);
}

ReadOutcome Refuse(const SourceFile& file, const Error& error, const InputOptions& options,
                   Inventory* inventory) {
  if (!options.named && !LooksLikeBrokenPolicy(file.text())) return ReadOutcome::kNotParsed;
  const Location where = LocationOf(file, error);
  inventory->Add(Problem{kSyntaxError, where, error.message, {}});
  inventory->Add(NotAnalysed{file.path(), {}, error.message, file.LineColumnAt(where.span.begin)});
  return ReadOutcome::kFailed;
}

const InputFormat& ChooseFormat(const Tree& tree, const InputOptions& options) {
  if (const InputFormat* const forced = FindInputFormat(options.format)) return *forced;
  return *std::find_if(kFormats.begin(), kFormats.end(),
                       [&tree](const InputFormat& format) { return format.sniff(tree); });
}

bool HasDumpList(std::string_view text) {
  const std::span<const std::string_view> lists = DumpLists();
  return std::any_of(lists.begin(), lists.end(), [text](std::string_view list) {
    return text.find(list) != std::string_view::npos;
  });
}

// Nothing where the file is better read as one tree.
std::optional<ReadOutcome> ReadLargeDump(const SourceView& view, const InputOptions& options,
                                         JsonReader& reader, Arena& scratch, Inventory* inventory,
                                         std::size_t workers) {
  if (!HasDumpList(view.text())) return std::nullopt;
  // Only one thread can do the one; another finds the lines meanwhile, which are asked for later.
  std::optional<Result<JsonOutline>> read;
  ParallelFor(2, workers, [&](std::size_t task, std::size_t) {
    if (task == 0) read.emplace(reader.ReadOutline(view, scratch, DumpLists(), options.limits));
    if (task == 1) view.file().FindLines();
  });
  const Result<JsonOutline>& outline = *read;
  reader = JsonReader();  // the places of all tokens of a large file are much to keep
  if (!outline || ChooseFormat(outline->tree, options).extract != ExtractAccountDump)
    return std::nullopt;
  return ReadOutlinedDump(*outline, options, workers, inventory);
}

}  // namespace

std::span<const InputFormat> InputFormats() { return kFormats; }

const InputFormat* FindInputFormat(std::string_view name) {
  const auto* const found =
      std::find_if(kFormats.begin(), kFormats.end(),
                   [name](const InputFormat& format) { return format.name == name; });
  return found == kFormats.end() ? nullptr : found;
}

ReadOutcome ReadInput(const SourceFile& file, const InputOptions& options, JsonReader& reader,
                      Arena& scratch, Inventory* inventory, std::size_t workers) {
  scratch.Reset();
  const SourceView view = SourceView::Whole(file);
  if (view.text().size() > kLargeFile) {
    const auto outcome = ReadLargeDump(view, options, reader, scratch, inventory, workers);
    if (outcome) return *outcome;
    scratch.Reset();
  }
  const Result<Tree> tree = reader.Read(view, scratch, options.limits);
  if (!tree) return Refuse(file, tree.error(), options, inventory);
  Extraction extraction(options, reader, inventory);
  ChooseFormat(*tree, options).extract(*tree, extraction);
  extraction.AddProblemsOf(*tree);
  return extraction.found() ? ReadOutcome::kPolicies : ReadOutcome::kNoPolicy;
}

}  // namespace leastwise
