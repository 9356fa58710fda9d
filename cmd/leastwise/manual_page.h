#ifndef LEASTWISE_LEASTWISE_MANUAL_PAGE_H_
#define LEASTWISE_LEASTWISE_MANUAL_PAGE_H_

#include <span>
#include <string>
#include <string_view>

#include "command_model.h"

namespace leastwise {

// leastwise(1), in the man macros of troff. The same bytes for the same commands and version on any
// day: it bears no date.
std::string ManualPage(std::span<const CommandModel> commands, std::string_view version);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_MANUAL_PAGE_H_
