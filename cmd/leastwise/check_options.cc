#include "check_options.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <string_view>
#include <utility>

#include "base/parallel_for.h"
#include "config/config_search.h"
#include "diagnostics.h"
#include "input/input_format.h"
#include "linter/pack_test.h"
#include "linter/rule_selection.h"
#include "option_parser.h"
#include "terminal.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 3> kColours = {"auto", "always", "never"};
constexpr std::array<std::string_view, 6> kKinds = {"identity", "resource", "trust",
                                                    "boundary", "scp",      "rcp"};

struct Title {
  std::string_view description;
  std::string_view usage;
};
constexpr std::array<Title, 3> kTitles = {{
    {"Lints IAM policies in files and folders.", "check [OPTIONS] PATH…"},
    {"Keeps the findings that were there when a repository took the linter up. `create` writes\n"
     "them down, `update` drops those that are gone and refuses new ones, `prune` only drops.",
     "baseline create|update|prune [OPTIONS] PATH…"},
    {"`prune` removes entries of `suppressions` that match no finding of PATH.",
     "suppressions prune [OPTIONS] PATH…"},
}};

// What was typed, before it is understood.
struct Words {
  std::vector<std::string> formats;
  std::string output, fail_on, min_severity, min_confidence, audience, input, kind, color, jobs,
      max_findings, today;
  std::string_view today_origin = "--today";
  // Where words that the environment may give came from.
  std::string_view fail_on_origin = "--fail-on";
  std::string_view audience_origin = "--audience";
};

void DeclareAccepted(OptionParser& parser, Words* words, CheckCommandOptions* options,
                     CheckVariant variant) {
  parser.Heading("Accepted findings");
  parser.Value("--baseline", &options->baseline, "FILE",
               "findings that are known and do not count");
  if (variant == CheckVariant::kBaseline) {
    parser.Flag("--accept-new", &options->accept_new, "update: take in whatever is new");
    parser.Flag("--force", &options->force, "create: write over what is there");
  } else {
    parser.Flag("--no-baseline", &options->no_baseline, "none, whatever the configuration says");
  }
  if (variant == CheckVariant::kCheck) {
    parser.Value("--diff-base", &options->diff_base, "REVISION",
                 "only findings that this git revision does not have");
    parser.Flag("--no-suppressions", &options->no_suppressions, "suppressed findings count");
    parser.Flag("--show-suppressed", &options->report.show_suppressed, "print them too");
    parser.Flag("--show-baseline", &options->report.show_baseline, "print known findings too");
    parser.Flag("--add-suppressions", &options->add_suppressions,
                "write what is found into the configuration as accepted");
    parser.Value("--reason", &options->reason, "TEXT", "why, for --add-suppressions");
    parser.Value("--expires", &options->expires, "DATE", "until when: 2027-03-31, or never");
  }
  parser.Value("--today", &words->today, "DATE", "the day of the run, for `expires`");
}

void Declare(OptionParser& parser, Words* words, CheckCommandOptions* options,
             CheckVariant variant) {
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
  parser.Many("--set", &options->knowledge.set, "[RULE.]PARAM=VALUE,…",
              "what a parameter of a rule holds");
  DeclareConfig(parser, &options->config_choice);
  parser.Value("--catalog", &options->knowledge.catalog, "FILE",
               "AWS actions, instead of the built-in catalog");
  DeclareAccepted(parser, words, options, variant);
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
              "text, concise, json, jsonl, sarif, github, gitlab, junit or markdown; repeatable");
  parser.Value("-o,--output", &words->output, "FILE", "where the one report goes");
  parser.Value("--color", &words->color, "WHEN", "auto, always or never");
  parser.Value("--max-findings", &words->max_findings, "N", "print at most N in text (all)");
  parser.Value("--root", &options->report.root, "DIR", "print paths relative to DIR");
  parser.Flag("--statistics", &options->statistics,
              "how much each policy grants, in text and json");
  parser.Count("-q,--quiet", &options->quiet, "no summary; -qq: no report on standard output");
  parser.Count("-v,--verbose", &options->report.verbosity, "more about each finding");
}

std::vector<std::string_view> InputNames() {
  std::vector<std::string_view> names;
  for (const InputFormat& format : InputFormats()) names.push_back(format.name);
  return names;
}

std::vector<std::string_view> ReporterNames() {
  std::vector<std::string_view> names;
  for (const Reporter& reporter : Reporters()) names.push_back(reporter.name);
  return names;
}

void DeclareChoices(OptionParser& parser, CheckVariant variant) {
  constexpr std::array<std::string_view, 3> kBaselineVerbs = {"create", "update", "prune"};
  constexpr std::array<std::string_view, 1> kSuppressionsVerbs = {"prune"};
  if (variant == CheckVariant::kBaseline) parser.Verbs(kBaselineVerbs);
  if (variant == CheckVariant::kSuppressions) parser.Verbs(kSuppressionsVerbs);
  parser.Choices("--input", InputNames());
  parser.Choices("--format", ReporterNames());
  parser.Choices("--kind", kKinds);
  parser.Choices("--fail-on", kSeverityWords);
  parser.Choices("--min-severity", kSeverityWords);
  parser.Choices("--min-confidence", kConfidenceWords);
  parser.Choices("--audience", kAudienceWords);
  parser.Choices("--color", kColours);
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

bool ReadFailOn(std::string_view origin, std::string_view word, FailOn* fail_on) {
  const std::size_t colon = word.find(':');
  const std::string_view confidence =
      colon == std::string_view::npos ? std::string_view() : word.substr(colon + 1);
  // A word is whole: without a confidence it does not keep that of the configuration.
  if (!word.empty()) *fail_on = {};
  return ReadWord(origin, word.substr(0, colon), kSeverityWords, ParseSeverity,
                  &fail_on->severity) &&
         ReadWord(origin, confidence, kConfidenceWords, ParseConfidence, &fail_on->confidence);
}

bool ReadGrades(const Words& words, CheckCommandOptions* options) {
  CheckOptions& check = options->check;
  return ReadFailOn(words.fail_on_origin, words.fail_on, &options->fail_on) &&
         ReadWord("--min-severity", words.min_severity, kSeverityWords, ParseSeverity,
                  &check.min_severity) &&
         ReadWord("--min-confidence", words.min_confidence, kConfidenceWords, ParseConfidence,
                  &check.min_confidence) &&
         ReadWord(words.audience_origin, words.audience, kAudienceWords, ParseAudience,
                  &check.audience);
}

// A word that the call lacks and the environment has.
void ReadVariable(const char* variable, std::string_view key, std::string* word,
                  std::string_view* origin, CheckCommandOptions* options) {
  if (!word->empty()) return;
  *word = EnvironmentText(variable);
  if (word->empty()) return;
  *origin = variable;
  options->environment.push_back({key, variable});
}

void ReadEnvironment(Words* words, CheckCommandOptions* options) {
  ReadVariable("LEASTWISE_FAIL_ON", "fail-on", &words->fail_on, &words->fail_on_origin, options);
  ReadVariable("LEASTWISE_AUDIENCE", "audience", &words->audience, &words->audience_origin,
               options);
  ReadVariable("LEASTWISE_TODAY", "today", &words->today, &words->today_origin, options);
  const std::string format = EnvironmentText("LEASTWISE_FORMAT");
  if (words->formats.empty() && !format.empty()) words->formats.push_back(format);
}

void TakeConfig(CheckCommandOptions* options) {
  options->knowledge.config = options->config.get();
  if (options->config == nullptr) return;
  const Config& config = *options->config;
  if (config.fail_on.is_set()) options->fail_on = config.fail_on.value;
  if (config.min_severity.is_set()) options->check.min_severity = config.min_severity.value;
  if (config.min_confidence.is_set()) options->check.min_confidence = config.min_confidence.value;
  if (config.audience.is_set()) options->check.audience = config.audience.value;
}

// The clock is read here and nowhere else.
bool ReadToday(const Words& words, CheckOptions* check) {
  if (words.today.empty()) {
    check->today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return true;
  }
  check->today = ParseDate(words.today);
  if (check->today) return true;
  PrintError({ErrorKind::kUsage,
              std::string(words.today_origin) + " cannot be `" + words.today + "`",
              {},
              "write a date such as 2027-03-31"});
  return false;
}

bool CheckAddedWords(const CheckCommandOptions& options) {
  constexpr std::size_t kShortestReason = 10;
  if (!options.add_suppressions) return true;
  const bool is_day = options.expires == "never" || ParseDate(options.expires).has_value();
  if (options.reason.size() >= kShortestReason && is_day) return true;
  PrintError({ErrorKind::kUsage,
              is_day ? "--add-suppressions needs a --reason of ten characters or more"
                     : "--add-suppressions needs --expires with a date, or `never`",
              {},
              {}});
  return false;
}

// What is accepted already, and what names in fingerprints count from.
bool ReadAccepted(const Words& words, CheckCommandOptions* options,
                  const std::vector<std::string>& paths) {
  CheckOptions& check = options->check;
  if (options->config != nullptr) {
    if (!options->no_suppressions) check.suppressions = options->config->suppressions;
    if (options->baseline.empty()) options->baseline = options->config->baseline.value;
  }
  if (options->no_baseline) options->baseline.clear();
  std::error_code ignored;
  check.root = options->report.root.empty()
                   ? RootOf(paths)
                   : std::filesystem::weakly_canonical(options->report.root, ignored).string();
  return ReadToday(words, &check) && CheckAddedWords(*options);
}

// The paths that the configuration is looked for from.
std::vector<std::string> PathsOnDisk(const CheckCommandOptions& options) {
  std::vector<std::string> paths = options.paths;
  const bool has_input = std::erase(paths, "-") > 0;
  if (has_input && !options.stdin_filename.empty()) paths.push_back(options.stdin_filename);
  return paths;
}

bool ReadInputWords(const Words& words, CheckOptions* check) {
  PolicyKind kind{};
  if (!ReadWord("--kind", words.kind, kKinds, ParsePolicyKind, &kind)) return false;
  if (!words.kind.empty()) check->input.kind = kind;
  check->input.format = words.input;
  if (words.input.empty() || FindInputFormat(words.input) != nullptr) return true;
  PrintBadWord("--input", words.input, InputNames());
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
  std::optional<std::vector<ReportTarget>> targets =
      ParseTargets(words.formats, words.output, ReporterNames());
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

bool CheckCommandOptions::NeedsAllFindings() const {
  return std::any_of(targets.begin(), targets.end(), [](const ReportTarget& target) {
    return FindReporter(target.format)->shows_all;
  });
}

std::optional<ExitCode> ParseCheckOptions(const CommandCall& call, CheckCommandOptions* options,
                                          CheckVariant variant) {
  Words words;
  const Title& title = kTitles[static_cast<std::size_t>(variant)];
  OptionParser parser(title.description, title.usage);
  Declare(parser, &words, options, variant);
  DeclareChoices(parser, variant);
  if (const std::optional<ExitCode> code = parser.Parse(call)) return code;
  const std::vector<std::string> paths = PathsOnDisk(*options);
  if (const auto code = OpenConfig(options->config_choice, paths, &options->config)) return code;
  TakeConfig(options);
  ReadEnvironment(&words, options);
  if (!Understand(words, options) || !ReadAccepted(words, options, paths)) return ExitCode::kUsage;
  if (!options->paths.empty()) return std::nullopt;
  PrintError({ErrorKind::kUsage,
              "nothing to check",
              {},
              "name files or folders, or `-` for standard input"});
  return ExitCode::kUsage;
}

std::optional<ExitCode> ReadSettings(CheckCommandOptions* options) {
  Words words;
  if (const auto code = OpenConfig(options->config_choice, options->paths, &options->config))
    return code;
  TakeConfig(options);
  ReadEnvironment(&words, options);
  if (!ReadGrades(words, options)) return ExitCode::kUsage;
  return std::nullopt;
}

bool ChooseRules(const Knowledge& knowledge, CheckCommandOptions* options) {
  std::vector<Error> errors;
  options->check.enabled = SelectRules(knowledge.rules(), options->select, options->ignore,
                                       options->config.get(), &errors);
  for (const Error& error : errors) PrintConfigError(error, options->config.get());
  return errors.empty();
}

}  // namespace leastwise
