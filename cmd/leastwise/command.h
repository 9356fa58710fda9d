#ifndef LEASTWISE_LEASTWISE_COMMAND_H_
#define LEASTWISE_LEASTWISE_COMMAND_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exit_code.h"

namespace leastwise {

using Arguments = std::vector<std::string>;

// One subcommand: a file <name>_command.cc and a line in the table of commands.cc. `run` gets the
// words behind the subcommand, parses them, and has written its errors when it returns.
struct Command {
  std::string_view name;
  std::string_view help;  // one line
  ExitCode (*run)(const Arguments& arguments);
};

std::span<const Command> Commands();

ExitCode RunAssert(const Arguments& arguments);
ExitCode RunBaseline(const Arguments& arguments);
ExitCode RunCan(const Arguments& arguments);
ExitCode RunCheck(const Arguments& arguments);
ExitCode RunConfig(const Arguments& arguments);
ExitCode RunDiff(const Arguments& arguments);
ExitCode RunExplain(const Arguments& arguments);
ExitCode RunRules(const Arguments& arguments);
ExitCode RunPack(const Arguments& arguments);
ExitCode RunSuppressions(const Arguments& arguments);
ExitCode RunVersion(const Arguments& arguments);

// Everything behind the program's name: a subcommand, or `check` where the first word is none.
ExitCode RunProgram(const Arguments& arguments);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_COMMAND_H_
