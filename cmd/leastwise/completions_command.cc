#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command.h"
#include "completions.h"
#include "diagnostics.h"
#include "manual_page.h"
#include "option_parser.h"
#include "output.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 3> kShells = {"bash", "zsh", "fish"};

ExitCode Print(std::string_view text) {
  Output output = Output::Standard();
  output.Write(text);
  const std::optional<Error> error = output.Close();
  if (!error) return ExitCode::kClean;
  PrintError(*error);
  return ExitCode::kInternal;
}

}  // namespace

ExitCode RunCompletions(const CommandCall& call) {
  Arguments words;
  OptionParser parser("Prints a script that lets a shell complete the words of a call.",
                      "completions bash|zsh|fish");
  parser.Positionals("SHELL", &words, "bash, zsh or fish");
  parser.Verbs(kShells);
  if (const std::optional<ExitCode> code = parser.Parse(call)) return *code;
  const std::vector<CommandModel> model = ProgramModel();
  if (words.size() == 1 && words.front() == "bash") return Print(BashCompletion(model));
  if (words.size() == 1 && words.front() == "zsh") return Print(ZshCompletion(model));
  if (words.size() == 1 && words.front() == "fish") return Print(FishCompletion(model));
  if (words.size() == 1) {
    PrintBadWord("SHELL", words.front(), kShells);
  } else {
    PrintError({ErrorKind::kUsage, "which shell?", {}, "leastwise completions bash, zsh or fish"});
  }
  return ExitCode::kUsage;
}

ExitCode RunManual(const CommandCall& call) {
  OptionParser parser(
      "Prints the manual page, leastwise(1), as troff: `man -l` shows a file of it.", "manual");
  if (const std::optional<ExitCode> code = parser.Parse(call)) return *code;
  return Print(ManualPage(ProgramModel(), LEASTWISE_VERSION));
}

}  // namespace leastwise
