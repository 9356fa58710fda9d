#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "command.h"
#include "diagnostics.h"
#include "iam/glob.h"
#include "linter/can.h"
#include "option_parser.h"
#include "output.h"
#include "report/ruling_report.h"
#include "shipped.h"
#include "terminal.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 2> kFormats = {"text", "json"};
constexpr std::array<std::string_view, 3> kColours = {"auto", "always", "never"};

struct CanCommandOptions {
  CanOptions can;
  std::vector<std::string> context;  // K=V
  std::vector<std::string> without;  // K
  bool context_complete = false;
  std::string format = "text";
  std::string color = "auto";
  KnowledgeOptions knowledge;
};

std::string Folded(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), FoldAscii);
  return text;
}

std::optional<ExitCode> Parse(const CommandCall& call, CanCommandOptions* options) {
  CanOptions& can = options->can;
  OptionParser parser("Says whether one request is allowed, and which statements decide.",
                      "can [OPTIONS] FILE… --action A --resource R");
  parser.Positionals("FILE", &can.files, "identity policies, exports of IAM, or a resource policy");
  parser.Heading("The request");
  parser.Value("--action", &can.request.action, "A", "one action, like s3:GetObject");
  parser.Value("--resource", &can.request.resource, "R",
               "the ARN of one resource, or '*' for an action without one");
  parser.Value("--principal", &can.request.principal, "P",
               "who asks: an ARN, the name of a user or role in the files, a service, or '*'");
  parser.Value("--account", &can.request.account, "ID",
               "the account of the resource, where its ARN has none");
  parser.Many("--context", &options->context, "K=V",
              "a condition key of the request; again for more values or keys");
  parser.Many("--without", &options->without, "K", "a condition key that the request lacks");
  parser.Flag("--context-complete", &options->context_complete,
              "the request has no other condition keys (else one that decides makes the answer "
              "`cannot tell`)");
  parser.Heading("What else decides");
  parser.Value("--boundary", &can.boundary, "FILE", "the permissions boundary");
  parser.Many("--scp", &can.service_controls, "FILE[,FILE]",
              "service control policies of one level; once for each level");
  parser.Many("--rcp", &can.resource_controls, "FILE", "a resource control policy");
  parser.Many("--session", &can.sessions, "FILE", "a session policy");
  parser.Value("--resource-policy", &can.resource_policy, "FILE",
               "the policy of the resource: bucket, key, trust policy, …");
  parser.Heading("Options");
  parser.Value("--format", &options->format, "NAME", "text or json");
  parser.Value("--color", &options->color, "WHEN", "auto, always or never");
  parser.Value("--catalog", &options->knowledge.catalog, "FILE", "AWS data of another date");
  parser.Choices("--format", kFormats);
  parser.Choices("--color", kColours);
  return parser.Parse(call);
}

void PrintUsage(std::string message, std::string hint = {}) {
  PrintError({ErrorKind::kUsage, std::move(message), {}, std::move(hint)});
}

// False where a word was complained about.
bool ReadContext(CanCommandOptions* options) {
  auto& context = options->can.request.context;
  for (const std::string& word : options->context) {
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) {
      PrintUsage("--context takes KEY=VALUE, not `" + word + "`",
                 "--without KEY says that the request lacks a key");
      return false;
    }
    context[Folded(word.substr(0, equals))].push_back(word.substr(equals + 1));
  }
  for (const std::string& word : options->without) {
    if (!context.try_emplace(Folded(word)).second) {
      PrintUsage("`" + word + "` is given by --context and by --without");
      return false;
    }
  }
  options->can.request.is_context_complete = options->context_complete;
  return true;
}

bool IsComplete(const CanCommandOptions& options) {
  if (options.can.files.empty()) {
    PrintUsage("which policies?", "leastwise can FILE… --action A --resource R");
  } else if (options.can.request.action.empty()) {
    PrintUsage("--action is missing", "one action, like --action s3:GetObject");
  } else if (options.can.request.resource.empty()) {
    PrintUsage("--resource is missing", "the ARN of one resource, or --resource '*'");
  } else {
    return true;
  }
  return false;
}

ExitCode PrintErrors(const CanResult& result) {
  ExitCode code = ExitCode::kInputFailed;
  for (const Error& error : result.errors) {
    PrintError(error, error.where ? result.Source(error.where->path) : nullptr);
    if (error.kind == ErrorKind::kUsage) code = ExitCode::kUsage;
  }
  return code;
}

}  // namespace

ExitCode RunCan(const CommandCall& call) {
  CanCommandOptions options;
  if (const std::optional<ExitCode> code = Parse(call, &options)) return *code;
  const std::optional<ColourMode> colour = ParseColourMode(options.color);
  if (!colour) PrintBadWord("--color", options.color, kColours);
  const bool is_format =
      std::find(kFormats.begin(), kFormats.end(), options.format) != kFormats.end();
  if (!is_format) PrintBadWord("--format", options.format, kFormats);
  if (!colour || !is_format || !IsComplete(options) || !ReadContext(&options)) {
    return ExitCode::kUsage;
  }
  const std::unique_ptr<Knowledge> knowledge = OpenKnowledge(options.knowledge);
  if (knowledge == nullptr) return ExitCode::kUsage;
  const CanResult result = Can(options.can, *knowledge, DiskFileReader());
  if (!result.errors.empty()) return PrintErrors(result);

  const RulingReport report{&result.request, &result.ruling, result.notes};
  RulingTextOptions text;
  text.colour = UseColour(*colour);
  text.width = TerminalWidth();
  Output output = Output::Standard();
  output.Write(options.format == "json" ? RulingJson(report) : RulingText(report, text));
  if (const std::optional<Error> error = output.Close()) {
    PrintError(*error);
    return ExitCode::kInternal;
  }
  return result.ruling.verdict == Verdict::kAllowed ? ExitCode::kClean : ExitCode::kFindings;
}

}  // namespace leastwise
