#include "check_options.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/parallel_for.h"
#include "diagnostics.h"
#include "input/input_format.h"
#include "linter/pack_test.h"
#include "option_parser.h"
#include "terminal.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 5> kSeverities = {"info", "low", "medium", "high",
                                                         "critical"};
constexpr std::array<std::string_view, 3> kConfidences = {"low", "medium", "high"};
constexpr std::array<std::string_view, 3> kAudiences = {"regular", "pedantic", "auditor"};
constexpr std::array<std::string_view, 3> kColours = {"auto", "always", "never"};
constexpr std::array<std::string_view, 6> kKinds = {"identity", "resource", "trust",
                                                    "boundary", "scp",      "rcp"};

// What was typed, before it is understood.
struct Words {
  std::vector<std::string> formats;
  std::string output, fail_on, min_severity, min_confidence, audience, input, kind, color, jobs,
      max_findings;
};

void Declare(OptionParser& parser, Words* words, CheckCommandOptions* options) {
  parser.Positionals("PATH", &options->paths, "files, folders, or - for standard input");
  parser.Heading("Input");
  parser.Value("--input", &words->input, "FORMAT", "read every file as FORMAT");
  parser.Value("--kind", &words->kind, "KIND",
               "identity, resource, trust, boundary, scp or rcp: what bare documents are");
  parser.Value("--stdin-filename", &options->stdin_filename, "PATH", "what reports call -");
  parser.Flag("--force-exclude", &options->force_exclude,
              "git's ignore rules hold for named files");
  parser.Flag("--list-files", &options->list_files, "print the files that would be read, and stop");
  parser.Flag("--allow-no-input", &options->allow_no_input,
              "a folder without policies is no error");
  parser.Value("-j,--jobs", &words->jobs, "N", "worker threads (one for each processor)");
  parser.Heading("Rules");
  parser.List("--select", &options->select, "RULES",
              "only these ids, starts of ids, names, categories");
  parser.List("--ignore", &options->ignore, "RULES", "not these; wins over --select");
  parser.Many("--pack", &options->knowledge.packs, "FILE",
              "a rule pack of your own, besides the shipped ones");
  parser.Value("--catalog", &options->knowledge.catalog, "FILE",
               "AWS actions, instead of the built-in catalog");
  parser.Heading("Thresholds");
  parser.Value("--fail-on", &words->fail_on, "SEV[:CONF]",
               "what makes the exit code 1 (medium:medium)");
  parser.Value("--min-severity", &words->min_severity, "SEV", "hide what is below");
  parser.Value("--min-confidence", &words->min_confidence, "CONF", "hide what is below");
  parser.Value("--audience", &words->audience, "WHO", "regular, pedantic or auditor (regular)");
  parser.Flag("--exit-zero", &options->exit_zero, "findings do not make the exit code 1");
  parser.Flag("--profile", &options->profile, "say on standard error what took how long");
  parser.Heading("Output");
  parser.Many("--format", &words->formats, "NAME[=FILE]",
              "text, concise, json or sarif; repeatable");
  parser.Value("-o,--output", &words->output, "FILE", "where the one report goes");
  parser.Value("--color", &words->color, "WHEN", "auto, always or never");
  parser.Value("--max-findings", &words->max_findings, "N", "print at most N in text (all)");
  parser.Value("--root", &options->report.root, "DIR", "print paths relative to DIR");
  parser.Flag("--statistics", &options->statistics,
              "how much each policy grants, in text and json");
  parser.Count("-q,--quiet", &options->quiet, "no summary; -qq: no report on standard output");
  parser.Count("-v,--verbose", &options->report.verbosity, "more about each finding");
}

// Each reads one word, prints what is wrong with it, and says whether it was right; an empty word
// leaves the default.
template <typename T, typename Parse, typename Choices>
bool ReadWord(std::string_view option, std::string_view word, const Choices& choices, Parse parse,
              T* value) {
  if (word.empty()) return true;
  const auto parsed = parse(word);
  if (parsed) {
    *value = *parsed;
  } else {
    PrintBadWord(option, word, choices);
  }
  return parsed.has_value();
}

bool ReadFailOn(std::string_view word, FailOn* fail_on) {
  const std::size_t colon = word.find(':');
  const std::string_view confidence =
      colon == std::string_view::npos ? std::string_view() : word.substr(colon + 1);
  return ReadWord("--fail-on", word.substr(0, colon), kSeverities, ParseSeverity,
                  &fail_on->severity) &&
         ReadWord("--fail-on", confidence, kConfidences, ParseConfidence, &fail_on->confidence);
}

bool ReadGrades(const Words& words, CheckCommandOptions* options) {
  CheckOptions& check = options->check;
  return ReadFailOn(words.fail_on, &options->fail_on) &&
         ReadWord("--min-severity", words.min_severity, kSeverities, ParseSeverity,
                  &check.min_severity) &&
         ReadWord("--min-confidence", words.min_confidence, kConfidences, ParseConfidence,
                  &check.min_confidence) &&
         ReadWord("--audience", words.audience, kAudiences, ParseAudience, &check.audience);
}

bool ReadInputWords(const Words& words, CheckOptions* check) {
  PolicyKind kind{};
  if (!ReadWord("--kind", words.kind, kKinds, ParsePolicyKind, &kind)) return false;
  if (!words.kind.empty()) check->input.kind = kind;
  check->input.format = words.input;
  if (words.input.empty() || FindInputFormat(words.input) != nullptr) return true;
  std::vector<std::string_view> names;
  for (const InputFormat& format : InputFormats()) names.push_back(format.name);
  PrintBadWord("--input", words.input, names);
  return false;
}

bool ReadNumbers(const Words& words, CheckCommandOptions* options) {
  options->check.workers = 0;
  if (!words.jobs.empty()) {
    const std::optional<std::size_t> jobs = ParseCount("--jobs", words.jobs, 1);
    if (!jobs) return false;
    options->check.workers = std::min<std::size_t>(*jobs, 256);
  }
  if (options->check.workers == 0) options->check.workers = HardwareWorkers();
  if (words.max_findings.empty()) return true;
  const std::optional<std::size_t> most = ParseCount("--max-findings", words.max_findings, 1);
  if (most) options->report.max_findings = *most;
  return most.has_value();
}

bool ReadTargets(const Words& words, CheckCommandOptions* options) {
  std::vector<std::string_view> names;
  for (const Reporter& reporter : Reporters()) names.push_back(reporter.name);
  std::optional<std::vector<ReportTarget>> targets =
      ParseTargets(words.formats, words.output, names);
  if (targets) options->targets = *std::move(targets);
  return targets.has_value();
}

bool ReadOutput(const Words& words, CheckCommandOptions* options) {
  ColourMode colour = ColourMode::kAuto;
  if (!ReadWord("--color", words.color, kColours, ParseColourMode, &colour)) return false;
  options->report.colour = UseColour(colour);
  options->report.links = options->report.colour && OutputIsTerminal();
  options->report.width = TerminalWidth();
  options->report.summary = options->quiet == 0;
  options->colour_in_files = colour == ColourMode::kAlways;
  return ReadTargets(words, options);
}

bool Understand(const Words& words, CheckCommandOptions* options) {
  if (options->stdin_filename.empty()) options->stdin_filename = "<stdin>";
  const auto is_blank = [](const std::string& word) { return word.empty(); };
  std::erase_if(options->select, is_blank);
  std::erase_if(options->ignore, is_blank);
  options->check.tool_version = LEASTWISE_VERSION;
  return ReadGrades(words, options) && ReadInputWords(words, &options->check) &&
         ReadNumbers(words, options) && ReadOutput(words, options);
}

}  // namespace

bool CheckCommandOptions::NeedsProse(bool has_findings) const {
  return std::any_of(targets.begin(), targets.end(), [&](const ReportTarget& target) {
    return target.format == "sarif" || (has_findings && FindReporter(target.format)->shows_prose);
  });
}

std::optional<ExitCode> ParseCheckOptions(const Arguments& arguments,
                                          CheckCommandOptions* options) {
  Words words;
  OptionParser parser("Lints IAM policies in files and folders.", "check [OPTIONS] PATH…");
  Declare(parser, &words, options);
  if (const std::optional<ExitCode> code = parser.Parse(arguments)) return code;
  if (!Understand(words, options)) return ExitCode::kUsage;
  if (!options->paths.empty()) return std::nullopt;
  PrintError({ErrorKind::kUsage,
              "nothing to check",
              {},
              "name files or folders, or `-` for standard input"});
  return ExitCode::kUsage;
}

}  // namespace leastwise
