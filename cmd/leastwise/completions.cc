#include "completions.h"

#include <string_view>

namespace leastwise {
namespace {

constexpr std::string_view kMadeBy =
    "# Made by `./dev generate` from the options of the program.\n";
// Prints the ids of all rules.
constexpr std::string_view kRuleIds =
    "leastwise rules 2>/dev/null | sed -n 's/^\\(LW[0-9]*\\) .*/\\1/p'";

// What the values of an option, or the words of a command, are.
enum class Words { kAny, kChoices, kFiles, kFolders, kRules };

Words WordsOf(std::string_view type) {
  if (type.find("RULE") == 0 || type.find("[RULE") == 0) return Words::kRules;
  if (type.find("DIR") == 0) return Words::kFolders;
  for (const std::string_view file : {"FILE", "PATH", "OLD", "PACK", "WORDS"}) {
    if (type.find(file) == 0) return Words::kFiles;
  }
  return Words::kAny;
}

Words WordsOf(const OptionModel& option) {
  return option.choices.empty() ? WordsOf(option.type) : Words::kChoices;
}

std::string Joined(std::span<const std::string> words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

// A word in single quotes, for any of the shells.
std::string SingleQuoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string NamesOf(std::span<const CommandModel> commands) {
  std::string names;
  for (const CommandModel& command : commands) {
    names.append(names.empty() ? "" : " ").append(command.name);
  }
  return names;
}

std::string OptionNames(const CommandModel& command) {
  std::string names;
  for (const OptionModel& option : command.options) {
    names.append(names.empty() ? "" : " ").append(Joined(option.names));
  }
  return names;
}

// The bash command that completes such words.
std::string BashAction(Words words, const std::string& choices) {
  switch (words) {
    case Words::kChoices:
      return "_leastwise_words " + SingleQuoted(choices);
    case Words::kFiles:
      return "_leastwise_paths -f";
    case Words::kFolders:
      return "_leastwise_paths -d";
    case Words::kRules:
      return "_leastwise_words \"$(_leastwise_rules)\"";
    case Words::kAny:
      break;
  }
  return ":";
}

std::string BashOptionCase(const CommandModel& command, const OptionModel& option) {
  std::string patterns;
  for (const std::string& name : option.names) {
    patterns.append(patterns.empty() ? "" : " | ").append(command.name + ":" + name);
  }
  const std::string action = BashAction(WordsOf(option), Joined(option.choices));
  return "    " + patterns + ") " + action + "; return ;;\n";
}

std::string BashCommandCase(const CommandModel& command) {
  std::string text =
      "    " + command.name + ")\n      options=" + SingleQuoted(OptionNames(command)) + "\n";
  if (!command.verbs.empty()) text += "      verbs=" + SingleQuoted(Joined(command.verbs)) + "\n";
  if (WordsOf(command.positional) == Words::kRules) text += "      words=rules\n";
  if (command.positional.empty() || command.positional == "SHELL") text += "      words=none\n";
  return text + "      ;;\n";
}

constexpr std::string_view kBashStart = R"bash(# shellcheck shell=bash
_leastwise_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }

_leastwise_paths() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
}

_leastwise() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]} options='' verbs='' words=files
  COMPREPLY=()
  # Bash takes `--format=json` apart at the equals sign.
  if [[ $current == = ]]; then
    current=''
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
)bash";

constexpr std::string_view kBashEnd = R"bash(  if [[ $current == -* ]]; then
    _leastwise_words "$options"
  elif [[ -n $verbs ]] && ((COMP_CWORD == 2)); then
    _leastwise_words "$verbs"
  elif [[ $words == rules ]]; then
    _leastwise_words "$(_leastwise_rules)"
  elif [[ $words == files ]]; then
    _leastwise_paths -f
  fi
}

complete -F _leastwise leastwise
)bash";

// Text inside [ ] or between colons of a specification of _arguments.
std::string ZshText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string ZshAction(Words words, const std::string& choices) {
  switch (words) {
    case Words::kChoices:
      return "(" + choices + ")";
    case Words::kFiles:
      return "_files";
    case Words::kFolders:
      return "_files -/";
    case Words::kRules:
      return "_leastwise_rules";
    case Words::kAny:
      break;
  }
  return " ";
}

std::string ZshOption(const OptionModel& option) {
  std::string text;
  for (const std::string& name : option.names) {
    std::string spec = "*" + name;
    if (option.TakesValue() && name.starts_with("--")) spec += "=";
    spec += "[" + ZshText(option.help) + "]";
    if (option.TakesValue()) {
      spec += ":" + ZshText(option.type) + ":" + ZshAction(WordsOf(option), Joined(option.choices));
    }
    text += " \\\n        " + SingleQuoted(spec);
  }
  return text;
}

std::string ZshCommandCase(const CommandModel& command) {
  std::string text = "    " + command.name + ")\n      _arguments -s";
  for (const OptionModel& option : command.options) text += ZshOption(option);
  if (!command.verbs.empty()) {
    text += " \\\n        " + SingleQuoted("1:what to do:(" + Joined(command.verbs) + ")");
  }
  if (!command.positional.empty() && command.positional != "SHELL") {
    text += " \\\n        " + SingleQuoted("*:" + ZshText(command.positional) + ":" +
                                           ZshAction(WordsOf(command.positional), {}));
  }
  return text + "\n      ;;\n";
}

std::string FishOption(const std::string& condition, const OptionModel& option) {
  std::string text = "complete -c leastwise -n " + condition;
  for (const std::string& name : option.names) {
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  switch (option.TakesValue() ? WordsOf(option) : Words::kAny) {
    case Words::kChoices:
      text += " -x -a " + SingleQuoted(Joined(option.choices));
      break;
    case Words::kFiles:
      text += " -r -F";
      break;
    case Words::kFolders:
      text += " -x -a '(__fish_complete_directories)'";
      break;
    case Words::kRules:
      text += " -x -a '(__leastwise_rules)'";
      break;
    case Words::kAny:
      text += option.TakesValue() ? " -x" : "";
      break;
  }
  return text + " -d " + SingleQuoted(option.help) + "\n";
}

std::string FishCommand(const CommandModel& command) {
  const std::string condition = "'__fish_seen_subcommand_from " + command.name + "'";
  std::string text;
  for (const OptionModel& option : command.options) text += FishOption(condition, option);
  if (!command.verbs.empty()) {
    const std::string verbs = Joined(command.verbs);
    text += "complete -c leastwise -n '__fish_seen_subcommand_from " + command.name +
            "; and not __fish_seen_subcommand_from " + verbs + "' -f -a " + SingleQuoted(verbs) +
            "\n";
  }
  if (WordsOf(command.positional) == Words::kRules) {
    text += "complete -c leastwise -n " + condition + " -f -a '(__leastwise_rules)'\n";
  }
  return text;
}

}  // namespace

std::string BashCompletion(std::span<const CommandModel> commands) {
  const std::string names = NamesOf(commands);
  std::string text(kMadeBy);
  text += "_leastwise_rules() { " + std::string(kRuleIds) + "; }\n\n";
  text += kBashStart;
  text +=
      "  if ((COMP_CWORD == 1)) && [[ $current != -* ]]; then\n    _leastwise_paths -f\n"
      "    mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -W " +
      SingleQuoted(names) + " -- \"$current\")\n    return\n  fi\n";
  text += "  [[ " + SingleQuoted(" " + names + " ") +
          " == *\" $command \"* ]] || command=check\n  case $command:$previous in\n";
  for (const CommandModel& command : commands) {
    for (const OptionModel& option : command.options) {
      if (option.TakesValue()) text += BashOptionCase(command, option);
    }
  }
  text += "  esac\n  case $command in\n";
  for (const CommandModel& command : commands) text += BashCommandCase(command);
  return text + "  esac\n" + std::string(kBashEnd);
}

std::string ZshCompletion(std::span<const CommandModel> commands) {
  std::string text = "#compdef leastwise\n" + std::string(kMadeBy);
  text += "_leastwise_rules() {\n  local -a ids\n  ids=(${(f)\"$(" + std::string(kRuleIds) +
          ")\"})\n  compadd -a ids\n}\n\n_leastwise() {\n  local -a commands\n  commands=(\n";
  for (const CommandModel& command : commands) {
    text += "    " + SingleQuoted(command.name + ":" + command.summary) + "\n";
  }
  text +=
      "  )\n  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then\n"
      "    _describe -t commands command commands\n    _files\n    return\n  fi\n"
      "  local command=check\n  if [[ -n ${commands[(r)$words[2]:*]} ]]; then\n"
      "    command=$words[2]\n    shift words\n    ((CURRENT--))\n  fi\n  case $command in\n";
  for (const CommandModel& command : commands) text += ZshCommandCase(command);
  return text + "  esac\n}\n\n_leastwise \"$@\"\n";
}

std::string FishCompletion(std::span<const CommandModel> commands) {
  std::string text(kMadeBy);
  text += "function __leastwise_rules\n    " + std::string(kRuleIds) + "\nend\n";
  for (const CommandModel& command : commands) {
    text += "complete -c leastwise -n __fish_use_subcommand -a " + command.name + " -d " +
            SingleQuoted(command.summary) + "\n";
  }
  for (const CommandModel& command : commands) text += FishCommand(command);
  return text;
}

}  // namespace leastwise
