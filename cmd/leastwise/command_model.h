#ifndef LEASTWISE_LEASTWISE_COMMAND_MODEL_H_
#define LEASTWISE_LEASTWISE_COMMAND_MODEL_H_

#include <string>
#include <vector>

// The command line as data: what the parsers of the commands declare, for whatever describes it
// (the manual page, completions of shells). Made by OptionParser::Describe, owned by who asked for
// it.

namespace leastwise {

struct OptionModel {
  std::vector<std::string> names;  // "-o", "--output"; short ones first
  std::string type;                // "FILE", "N", …; empty: a flag
  std::string help;
  std::string heading;               // under which `--help` lists it
  std::vector<std::string> choices;  // the words that it takes; empty: any, as `type` says

  bool TakesValue() const { return !type.empty(); }
};

struct CommandModel {
  std::string name;
  std::string summary;             // one line without a stop
  std::string description;         // sentences
  std::string usage;               // behind the program's name; a second form on a line of its own
  std::vector<std::string> verbs;  // the first word of `baseline create`; empty: there is none
  std::string positional;          // "PATH", "RULE", …; empty: the command takes no words
  std::string positional_help;
  std::vector<OptionModel> options;  // in the order of `--help`
};

// What the whole program takes, in the order of its list of commands.
std::vector<CommandModel> ProgramModel();

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_COMMAND_MODEL_H_
