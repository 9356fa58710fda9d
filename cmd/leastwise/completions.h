#ifndef LEASTWISE_LEASTWISE_COMPLETIONS_H_
#define LEASTWISE_LEASTWISE_COMPLETIONS_H_

#include <span>
#include <string>

#include "command_model.h"

// Scripts that let a shell complete the words of a call: commands, verbs, options, the values of
// options, files and ids of rules. Ids are asked of the program itself when they are wanted, so
// that an upgrade needs no new script. A first word that is no command is a path of `check`.

namespace leastwise {

// To be sourced, or put into bash-completion's folder as `leastwise`. Needs bash 4 and nothing
// else.
std::string BashCompletion(std::span<const CommandModel> commands);
// To be put into a folder of $fpath as `_leastwise`.
std::string ZshCompletion(std::span<const CommandModel> commands);
// To be put into fish's folder of completions as `leastwise.fish`. Needs fish 3.
std::string FishCompletion(std::span<const CommandModel> commands);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_COMPLETIONS_H_
