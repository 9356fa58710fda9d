#include <sys/stat.h>

#include <array>
#include <cstdio>

#include "base/edit_distance.h"
#include "command.h"
#include "diagnostics.h"

namespace leastwise {
namespace {

constexpr std::array<Command, 13> kCommands = {{
    {"check", "lint policies in files and folders (the default command)", RunCheck},
    {"can", "say whether one request is allowed, and why", RunCan},
    {"diff", "say what policies grant that others do not", RunDiff},
    {"assert", "say whether policies do what files of expectations say", RunAssert},
    {"baseline", "keep the findings that are known and do not count", RunBaseline},
    {"suppressions", "remove entries that match no finding any more", RunSuppressions},
    {"config", "print what a check goes by, or start a configuration", RunConfig},
    {"explain", "print the page of a rule", RunExplain},
    {"rules", "list the rules", RunRules},
    {"pack", "check rule packs and run the tests inside them", RunPack},
    {"completions", "print the completions of a shell", RunCompletions},
    {"manual", "print the manual page, as troff", RunManual},
    {"version", "print the versions of the program, its rules and its AWS data", RunVersion},
}};

std::string Usage() {
  std::string text =
      "leastwise finds where ML workloads on AWS hold more permission than they need\n\n"
      "Usage: leastwise [check] PATH…\n       leastwise COMMAND …\n\nCommands:\n";
  for (const Command& command : kCommands) {
    std::string name(command.name);
    name.resize(14, ' ');
    text.append("  ").append(name).append(command.help).append("\n");
  }
  return text + "\n`leastwise COMMAND --help` lists the options of a command.\n";
}

bool Exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

// A first word that is neither a command nor there on the disk, but nearly a command.
std::string_view MistypedCommand(const std::string& word) {
  if (word.empty() || word.front() == '-' || Exists(word)) return {};
  std::array<std::string_view, kCommands.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kCommands[i].name;
  return NearestWord(word, names);
}

}  // namespace

std::span<const Command> Commands() { return kCommands; }

std::vector<CommandModel> ProgramModel() {
  std::vector<CommandModel> models;
  for (const Command& command : kCommands) {
    CommandModel model;
    command.run({{}, &model});
    model.name = command.name;
    model.summary = command.help;
    models.push_back(std::move(model));
  }
  return models;
}

ExitCode RunProgram(const Arguments& arguments) {
  if (arguments.empty()) {
    std::fputs(Usage().c_str(), stderr);
    return ExitCode::kUsage;
  }
  const std::string& first = arguments.front();
  const CommandCall rest{{arguments.begin() + 1, arguments.end()}, nullptr};
  if (first == "--version" || first == "-V") return RunVersion(rest);
  if (first == "-h" || first == "--help" || first == "help") {
    std::fputs(Usage().c_str(), stdout);
    return ExitCode::kClean;
  }
  for (const Command& command : kCommands) {
    if (command.name == first) return command.run(rest);
  }
  if (const std::string_view meant = MistypedCommand(first); !meant.empty()) {
    PrintError({ErrorKind::kUsage,
                "there is no command and no file `" + first + "`",
                {},
                "did you mean `leastwise " + std::string(meant) + "`?"});
    return ExitCode::kUsage;
  }
  return RunCheck({arguments, nullptr});
}

}  // namespace leastwise
