#ifndef LEASTWISE_LEASTWISE_OPTION_PARSER_H_
#define LEASTWISE_LEASTWISE_OPTION_PARSER_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command.h"
#include "exit_code.h"

// CLI11 with the manners of this program: its own exit codes never get out, an unknown option names
// the nearest, and a list option takes one word (`--select A,B`) and not the paths behind it.

namespace leastwise {

class OptionParser {
 public:
  // `usage` is what stands behind the program's name: "check [OPTIONS] PATH…".
  OptionParser(std::string_view description, std::string_view usage);

  // Options are listed under the heading that was set last.
  void Heading(std::string_view heading) { heading_ = heading; }
  void Flag(const std::string& names, bool* value, const std::string& help);
  void Count(const std::string& names, unsigned* value, const std::string& help);
  void Value(const std::string& names, std::string* value, const std::string& type,
             const std::string& help);
  // Repeatable; each word is split at commas.
  void List(const std::string& names, std::vector<std::string>* values, const std::string& type,
            const std::string& help);
  // Repeatable, not split.
  void Many(const std::string& names, std::vector<std::string>* values, const std::string& type,
            const std::string& help);
  // The words that an option takes, where they are few; `name` was declared before.
  void Choices(const std::string& name, std::span<const std::string_view> words);
  // The first words that are no options say what to do.
  void Verbs(std::span<const std::string_view> words);
  // The words that are no options.
  void Positionals(const std::string& name, std::vector<std::string>* values,
                   const std::string& help);

  // Nothing where the command shall run; else what the program ends with (it was described, help
  // was printed, or what is wrong with the call).
  std::optional<ExitCode> Parse(const CommandCall& call);

 private:
  ExitCode ExplainExtra() const;
  CommandModel Describe() const;

  std::string heading_ = "Options";
  std::string usage_;
  std::vector<std::string> verbs_;
  std::map<std::string, std::vector<std::string>> choices_;  // by the name given to Choices
  CLI::App app_;
};

// One of `words`, or an error on standard error that names the option, the word and the nearest.
// `parse` gives the value of a word, or nothing.
void PrintBadWord(std::string_view option, std::string_view word,
                  std::span<const std::string_view> words);

// A whole number of at least `least`, or nothing and an error on standard error.
std::optional<std::size_t> ParseCount(std::string_view option, std::string_view word,
                                      std::size_t least);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_OPTION_PARSER_H_
