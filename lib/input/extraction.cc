#include "input/extraction.h"

#include <algorithm>
#include <array>
#include <utility>

#include "iam/arn.h"
#include "input/resource_type.h"
#include "tree/source_view.h"

namespace leastwise {
namespace {

// A document in a string in a string: two are seen in practice.
constexpr int kDeepestString = 3;

std::string_view TrimLeft(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

// JSON never starts with a percent sign.
bool IsUrlEncoded(std::string_view text) { return TrimLeft(text).starts_with('%'); }

// {"Ref": …}, {"Fn::Sub": …}: a template's function where a policy has a string.
bool HasTemplateFunction(const Node& node) {
  if (node.members().size() == 1) {
    const std::string_view key = node.members()[0].key;
    if (key == "Ref" || key.starts_with("Fn::")) return true;
  }
  return std::any_of(node.members().begin(), node.members().end(),
                     [](const Member& member) { return HasTemplateFunction(*member.value); }) ||
         std::any_of(node.items().begin(), node.items().end(),
                     [](const Node* item) { return HasTemplateFunction(*item); });
}

bool HasWrongType(const std::vector<Problem>& problems) {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Problem& p) { return p.code == problem::kWrongType; });
}

bool IsAwsManaged(std::string_view arn) {
  const auto parts = SplitArn(arn);
  return parts && parts->account == "aws";
}

}  // namespace

bool BearsPolicyMark(std::string_view text) {
  // A quote, escaped or not, stands right before the name.
  const auto has = [text](std::string_view name) {
    for (std::size_t at = text.find(name); at != std::string_view::npos;
         at = text.find(name, at + 1)) {
      const std::string_view before = text.substr(0, at);
      if (before.ends_with('"') || before.ends_with("%22")) return true;
    }
    return false;
  };
  return has("Statement") && (has("Effect") || has("Action"));
}

std::string_view StringMember(const Node& node, std::string_view key) {
  const Node* const value = node.Find(key);
  return value != nullptr && value->is(NodeKind::kString) ? value->text() : std::string_view();
}

std::string_view AccountOfArn(std::string_view arn) {
  const auto parts = SplitArn(arn);
  if (!parts || parts->account.size() != 12) return {};
  const bool digits = std::all_of(parts->account.begin(), parts->account.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  return digits ? parts->account : std::string_view();
}

Location LocationOf(const SourceFile& file, const Error& error) {
  const auto size = static_cast<std::uint32_t>(file.text().size());
  std::uint32_t begin = std::min(file.bom_size(), size);
  if (error.where && error.where->at.line <= file.line_count())
    begin = std::min(file.LineStart(error.where->at.line) + error.where->at.column - 1, size);
  std::uint32_t end = std::min(begin + 1, size);
  // The whole of a UTF-8 sequence.
  while (end < size && (static_cast<unsigned char>(file.text()[end]) & 0xC0U) == 0x80U) ++end;
  return {&file, {begin, end}};
}

void Extraction::AddNotAnalysed(const Location& where, const JsonPointer& pointer,
                                std::string reason) {
  const SourceFile& file = *where.file;
  inventory_.Add(NotAnalysed{file.path(), pointer.text(), std::move(reason),
                             file.LineColumnAt(where.span.begin)});
}

void Extraction::AddIdentity(const Identity& identity) {
  inventory_.Add(identity);
  found_ = true;
}

void Extraction::AddKeys(std::string_view user_name, const std::vector<AccessKey>& keys) {
  inventory_.AddKeys(user_name, keys);
  found_ = true;
}

const Policy* Extraction::AddDocument(const Tree& tree, const Node& node, const DocumentSite& site,
                                      const JsonPointer& pointer, StringPlace stands) {
  if (node.is(NodeKind::kObject)) {
    Claim(tree, node);
    return AddObject(tree, node, site, pointer);
  }
  if (node.is(NodeKind::kNull)) return nullptr;
  const Location where = tree.Locate(node);
  if (!node.is(NodeKind::kString) || !node.parts().empty()) {
    if (stands == StringPlace::kDocument)
      AddNotAnalysed(where, pointer, "a policy document is an object or a string that holds one");
    return nullptr;
  }
  if (TrimLeft(node.text()).empty()) return nullptr;  // how AWS writes that there is none
  if (stands == StringPlace::kPerhaps && !BearsPolicyMark(node.text())) return nullptr;
  nested_.Reset();
  return AddText(SourceView::JsonString(*tree.view, node.span()), where, site, pointer, stands, 1);
}

const Policy* Extraction::AddText(const SourceView& view, const Location& where,
                                  const DocumentSite& site, const JsonPointer& pointer,
                                  StringPlace stands, int depth) {
  if (IsUrlEncoded(view.text()) && depth <= kDeepestString) {
    return AddText(SourceView::UrlDecoded(view), where, site, pointer, stands, depth + 1);
  }
  const Result<Tree> tree = reader_.Read(view, nested_, options_.limits);
  if (tree) return AddNested(*tree, where, site, pointer, stands, depth);
  const Location place = LocationOf(view.file(), tree.error());
  inventory_.Add(Problem{kSyntaxError, place, tree.error().message, {}});
  AddNotAnalysed(where, pointer,
                 "the document in this string is not JSON: " + tree.error().message);
  return nullptr;
}

const Policy* Extraction::AddNested(const Tree& tree, const Location& where,
                                    const DocumentSite& site, const JsonPointer& pointer,
                                    StringPlace stands, int depth) {
  const Node& root = *tree.root;
  if (root.is(NodeKind::kString) && depth <= kDeepestString) {
    return AddText(SourceView::JsonString(*tree.view, root.span()), where, site, pointer, stands,
                   depth + 1);
  }
  if (root.is(NodeKind::kObject) && (stands == StringPlace::kDocument || LooksLikePolicy(root))) {
    for (const Problem& problem : tree.problems) inventory_.Add(problem);
    return AddObject(tree, root, site, pointer);
  }
  if (stands == StringPlace::kDocument)
    AddNotAnalysed(where, pointer, "the string does not hold a policy document");
  return nullptr;
}

const Policy* Extraction::AddObject(const Tree& tree, const Node& node, const DocumentSite& site,
                                    const JsonPointer& pointer) {
  PolicySite parsed;
  parsed.kind_is_certain = site.kind.has_value() || options_.kind.has_value();
  parsed.kind = site.kind ? *site.kind : options_.kind ? *options_.kind : GuessKind(node);
  parsed.name = site.name;
  parsed.arn = site.arn;
  parsed.container = site.container;
  parsed.pointer = pointer.text();
  parsed.resource_type = site.resource_type;
  parsed.account = site.account;
  problems_.clear();
  Policy policy = ParsePolicy(tree, node, parsed, arena(), &problems_);
  if (HasWrongType(problems_) && HasTemplateFunction(node)) {
    AddNotAnalysed(policy.location, pointer,
                   "the document holds CloudFormation functions, which are not supported yet");
    return nullptr;
  }
  if (policy.kind == PolicyKind::kResource && policy.resource_type.empty())
    policy.resource_type = GuessResourceType(policy);
  policy.is_aws_managed = IsAwsManaged(policy.arn);
  policy.is_held = site.is_held;
  if (!policy.is_aws_managed) {
    for (const Problem& problem : problems_) inventory_.Add(problem);
  }
  ListUnread(tree, node, pointer);
  found_ = true;
  return inventory_.Add(policy);
}

// Statements that are none: the grammar's problem says so too, but what is not analysed is counted.
void Extraction::ListUnread(const Tree& tree, const Node& node, const JsonPointer& pointer) {
  bool has_statement = false;
  for (const Member& member : node.members()) {
    if (member.key != "Statement") continue;
    has_statement = true;
    const Node& value = *member.value;
    if (!value.is(NodeKind::kObject) && !value.is(NodeKind::kArray))
      AddNotAnalysed(tree.Locate(value), pointer, "`Statement` is neither an object nor a list");
    for (const Node* const item : value.items()) {
      if (!item->is(NodeKind::kObject))
        AddNotAnalysed(tree.Locate(*item), pointer, "a statement that is not an object");
    }
  }
  if (!has_statement)
    AddNotAnalysed(tree.Locate(node), pointer, "the policy document has no `Statement`");
}

void Extraction::Claim(const Tree& tree, const Node& node) {
  claims_.push_back(tree.Locate(node).span);
}

void Extraction::AddProblemsOf(const Tree& tree) {
  if (tree.problems.empty() || claims_.empty()) return;
  std::vector<Problem> problems = tree.problems;
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return a.where.span.begin < b.where.span.begin;
  });
  std::sort(claims_.begin(), claims_.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::size_t next = 0;
  std::uint32_t end = 0;  // of all claims that start before the problem
  for (const Problem& problem : problems) {
    const std::uint32_t at = problem.where.span.begin;
    for (; next < claims_.size() && claims_[next].begin <= at; ++next)
      end = std::max(end, claims_[next].end);
    if (at < end) inventory_.Add(problem);
  }
}

}  // namespace leastwise
