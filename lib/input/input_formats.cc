#include <algorithm>
#include <array>
#include <optional>

#include "input/account_dump.h"
#include "input/aws_cli.h"
#include "input/embedded.h"
#include "input/extraction.h"
#include "input/identity_reader.h"
#include "input/input_format.h"
#include "input/large_dump.h"
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
  const InputFormat* const forced = FindInputFormat(options.format);
  const bool may_be_dump = forced == nullptr || forced->extract == ExtractAccountDump;
  if (may_be_dump && view.text().size() > kLargeFile) {
    const auto is_dump = [&options](const Tree& tree) {
      return ChooseFormat(tree, options).extract == ExtractAccountDump;
    };
    const auto outcome = ReadLargeDump(view, options, is_dump, reader, scratch, workers, inventory);
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
