#include "differential/request_line.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "access/evaluator.h"
#include "iam/glob.h"
#include "iam/policy_parser.h"
#include "tree/json_reader.h"
#include "tree/source_view.h"

namespace leastwise::testing {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDefaultAccount = "123456789012";
constexpr std::string_view kDefaultPrincipal = "arn:aws:iam::123456789012:role/r";

// The documents of one line and all that they borrow.
class Documents {
 public:
  // Null where the text is no policy document.
  const Policy* Add(const Json& document, PolicyKind kind) {
    files_.push_back(SourceFile::FromString("policy.json", document.dump()));
    Arena scratch;
    JsonReader reader;
    const SourceView view = SourceView::Whole(*files_.back());
    const Result<Tree> tree = reader.Read(view, scratch);
    if (!tree || !tree->root->is(NodeKind::kObject)) return nullptr;
    PolicySite site;
    site.kind = kind;
    std::vector<Problem> problems;
    policies_.push_back(
        std::make_unique<Policy>(ParsePolicy(*tree, *tree->root, site, arena_, &problems)));
    return policies_.back().get();
  }

  PolicyList AddAll(const Json& documents, PolicyKind kind) {
    PolicyList out;
    for (const Json& document : documents) {
      if (const Policy* policy = Add(document, kind)) out.push_back(policy);
    }
    return out;
  }

  // A list of levels, or of the documents of one level.
  std::vector<PolicyList> AddLevels(const Json& line, std::string_view name, PolicyKind kind) {
    std::vector<PolicyList> out;
    if (!line.contains(name) || line[name].empty()) return out;
    const bool has_levels = line[name].front().is_array();
    if (!has_levels) return {AddAll(line[name], kind)};
    for (const Json& level : line[name]) out.push_back(AddAll(level, kind));
    return out;
  }

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
  std::vector<std::unique_ptr<Policy>> policies_;
  Arena arena_;
};

PolicyStack ReadStack(const Json& line, Documents* documents) {
  PolicyStack stack;
  if (line.contains("policies")) {
    stack.identity = documents->AddAll(line["policies"], PolicyKind::kIdentity);
  }
  if (line.contains("boundary")) {
    const PolicyList boundary = documents->AddAll(line["boundary"], PolicyKind::kBoundary);
    if (!boundary.empty()) stack.boundary = boundary.front();
  }
  stack.service_controls = documents->AddLevels(line, "scp", PolicyKind::kServiceControl);
  for (const PolicyList& level : documents->AddLevels(line, "rcp", PolicyKind::kResourceControl)) {
    stack.resource_controls.insert(stack.resource_controls.end(), level.begin(), level.end());
  }
  if (line.contains("resourcePolicy")) {
    const bool is_trust = line.value("action", "").starts_with("sts:AssumeRole");
    stack.resource = documents->Add(line["resourcePolicy"],
                                    is_trust ? PolicyKind::kTrust : PolicyKind::kResource);
  }
  if (line.contains("session")) {
    if (const Policy* session = documents->Add(line["session"], PolicyKind::kIdentity)) {
      stack.session.push_back(session);
    }
  }
  return stack;
}

Request ReadRequest(const Json& line) {
  Request request;
  request.principal = line.value("principal", std::string(kDefaultPrincipal));
  request.action = line.value("action", "");
  request.resource = line.value("resource", "");
  request.account = line.value("account", std::string(kDefaultAccount));
  if (!line.contains("context")) return request;
  for (const auto& [key, value] : line["context"].items()) {
    std::string folded = key;
    std::transform(folded.begin(), folded.end(), folded.begin(), FoldAscii);
    std::vector<std::string>& values = request.context[folded];
    if (value.is_string()) {
      values.push_back(value.get<std::string>());
    } else {
      values = value.get<std::vector<std::string>>();
    }
  }
  return request;
}

std::string_view AnswerName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllowed:
      return "Allowed";
    case Verdict::kImplicitlyDenied:
      return "ImplicitlyDenied";
    case Verdict::kExplicitlyDenied:
      return "ExplicitlyDenied";
    case Verdict::kUnknown:
      break;
  }
  return "Unknown";
}

}  // namespace

nlohmann::ordered_json AnswerLine(const std::string& line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return {{"id", nullptr}, {"answer", "error"}};
  Documents documents;
  const PolicyStack stack = ReadStack(json, &documents);
  RulingOptions options;
  options.derives_keys = false;  // the line says all that both sides know
  const Ruling ruling = Authorize(stack, ReadRequest(json), options);
  Json out = {{"id", json.value("id", Json())},
              {"answer", AnswerName(ruling.verdict)},
              {"reason", ruling.reason}};
  if (!ruling.missing_keys.empty()) out["keys"] = ruling.missing_keys;
  for (const Reading reading : ruling.readings) out["readings"].push_back(ReadingText(reading));
  return out;
}

}  // namespace leastwise::testing
