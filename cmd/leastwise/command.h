#ifndef LEASTWISE_LEASTWISE_COMMAND_H_
#define LEASTWISE_LEASTWISE_COMMAND_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command_model.h"
#include "exit_code.h"

namespace leastwise {

using Arguments = std::vector<std::string>;

// The words behind a subcommand. With a `model` the command describes itself there, whatever the
// words are, and does nothing else.
struct CommandCall {
  Arguments words;
  CommandModel* model = nullptr;
};

// One subcommand: a file <name>_command.cc and a line in the table of commands.cc. `run` parses
// the words, and has written its errors when it returns.
struct Command {
  std::string_view name;
  std::string_view help;  // one line
  ExitCode (*run)(const CommandCall& call);
};

std::span<const Command> Commands();

ExitCode RunAssert(const CommandCall& call);
ExitCode RunBaseline(const CommandCall& call);
ExitCode RunCan(const CommandCall& call);
ExitCode RunCheck(const CommandCall& call);
ExitCode RunCompletions(const CommandCall& call);
ExitCode RunConfig(const CommandCall& call);
ExitCode RunDiff(const CommandCall& call);
ExitCode RunExplain(const CommandCall& call);
ExitCode RunManual(const CommandCall& call);
ExitCode RunRules(const CommandCall& call);
ExitCode RunPack(const CommandCall& call);
ExitCode RunSuppressions(const CommandCall& call);
ExitCode RunVersion(const CommandCall& call);

// Everything behind the program's name: a subcommand, or `check` where the first word is none.
ExitCode RunProgram(const Arguments& arguments);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_COMMAND_H_
