#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/edit_distance.h"
#include "check_options.h"
#include "command.h"
#include "config_text.h"
#include "diagnostics.h"
#include "option_parser.h"
#include "output.h"
#include "report/persona_table.h"
#include "run_config.h"
#include "schemas.h"
#include "shipped.h"

namespace leastwise {
namespace {

constexpr const char* kFileName = ".leastwise.yaml";
constexpr std::array<std::string_view, 4> kVerbs = {"show", "init", "schema", "personas"};
constexpr std::array<std::string_view, 2> kFormats = {"text", "json"};

ExitCode Close(Output& output) {
  const std::optional<Error> error = output.Close();
  if (!error) return ExitCode::kClean;
  PrintError(*error);
  return ExitCode::kInternal;
}

ExitCode PrintText(std::string_view text) {
  Output output = Output::Standard();
  output.Write(text);
  return Close(output);
}

// What a check of these paths would go by. The rules are loaded too, so that whatever a check would
// refuse is refused here; null: it was.
std::unique_ptr<Knowledge> ReadAsCheck(const ConfigChoice& choice, const Arguments& paths,
                                       CheckCommandOptions* options, ExitCode* code) {
  options->config_choice = choice;
  options->paths = paths;
  *code = ExitCode::kUsage;
  if (const std::optional<ExitCode> failed = ReadSettings(options)) {
    *code = *failed;
    return nullptr;
  }
  std::unique_ptr<Knowledge> knowledge = OpenKnowledge(options->knowledge);
  if (knowledge == nullptr || !ChooseRules(*knowledge, options)) return nullptr;
  return knowledge;
}

ExitCode Show(const ConfigChoice& choice, const Arguments& paths) {
  CheckCommandOptions options;
  ExitCode code = ExitCode::kClean;
  const std::unique_ptr<Knowledge> knowledge = ReadAsCheck(choice, paths, &options, &code);
  if (knowledge == nullptr) return code;
  return PrintText(ConfigText(options, knowledge->rules()));
}

ExitCode ListPersonas(const ConfigChoice& choice, const Arguments& paths, std::string_view format) {
  CheckCommandOptions options;
  ExitCode code = ExitCode::kClean;
  const std::unique_ptr<Knowledge> knowledge = ReadAsCheck(choice, paths, &options, &code);
  if (knowledge == nullptr) return code;
  std::vector<PersonaLine> lines;
  for (const Persona& persona : knowledge->rules().compiled().personas) {
    lines.push_back({&persona, knowledge->PersonaTitle(persona.id)});
  }
  return PrintText(format == "json" ? PersonaTableJson(lines) : PersonaTableText(lines));
}

ExitCode Init(const Arguments& words) {
  if (!words.empty()) {
    PrintError({ErrorKind::kUsage, "one word too many: `" + words.front() + "`", {}, {}});
    return ExitCode::kUsage;
  }
  std::error_code ignored;
  if (std::filesystem::exists(kFileName, ignored)) {
    PrintError({ErrorKind::kUsage,
                "`" + std::string(kFileName) + "` is there already",
                {},
                "change it, or remove it first"});
    return ExitCode::kUsage;
  }
  const std::unique_ptr<Knowledge> knowledge = OpenKnowledge({});
  if (knowledge == nullptr) return ExitCode::kUsage;
  Result<Output> output = Output::ToFile(kFileName);
  if (!output) {
    PrintError(output.error());
    return ExitCodeOf(output.error());
  }
  output->Write(NewConfigText(knowledge->rules()));
  const ExitCode code = Close(*output);
  if (code == ExitCode::kClean) PrintNote("wrote `" + std::string(kFileName) + "`");
  return code;
}

}  // namespace

ExitCode RunConfig(const CommandCall& call) {
  Arguments words;
  ConfigChoice choice;
  std::string format = "text";
  OptionParser parser(
      "`show` prints what a check of PATH goes by, and the line that says so. `init` writes a\n"
      ".leastwise.yaml that pins today's rules. `schema` prints its JSON Schema, for editors.\n"
      "`personas` lists the kinds of identities, those of the configuration included.",
      "config show|init|schema|personas [OPTIONS] [PATH…]");
  parser.Positionals("WORDS", &words,
                     "show, init, schema or personas, and paths for show and personas");
  DeclareConfig(parser, &choice);
  parser.Value("--format", &format, "NAME", "text or json, of personas");
  parser.Choices("--format", kFormats);
  parser.Verbs(kVerbs);
  if (const std::optional<ExitCode> code = parser.Parse(call)) return *code;
  const std::string verb = words.empty() ? std::string() : words.front();
  if (!words.empty()) words.erase(words.begin());
  if (verb == "show") return Show(choice, words);
  if (verb == "init") return Init(words);
  if (verb == "schema") return PrintText(ConfigSchema());
  if (verb == "personas") {
    if (std::find(kFormats.begin(), kFormats.end(), format) == kFormats.end()) {
      PrintBadWord("--format", format, kFormats);
      return ExitCode::kUsage;
    }
    return ListPersonas(choice, words, format);
  }
  const std::string_view nearest = NearestWord(verb, kVerbs);
  PrintError(
      {ErrorKind::kUsage,
       verb.empty() ? std::string("`config` lacks what to do") : "`config` cannot `" + verb + "`",
       {},
       nearest.empty() ? "leastwise config show, init, schema or personas"
                       : "did you mean `" + std::string(nearest) + "`?"});
  return ExitCode::kUsage;
}

}  // namespace leastwise
