#ifndef LEASTWISE_LEASTWISE_DIAGNOSTICS_H_
#define LEASTWISE_LEASTWISE_DIAGNOSTICS_H_

#include <string_view>

#include "base/result.h"
#include "base/source_file.h"
#include "exit_code.h"

// What the program says about itself: always on standard error, never among the findings.

namespace leastwise {

// `leastwise: message`, with the place, the line of `source` under it where there is one, and the
// hint. Control characters are escaped.
void PrintError(const Error& error, const SourceFile* source = nullptr);

// `leastwise: text`.
void PrintNote(std::string_view text);

// 2 for what the user gave wrong, 3 for inputs, 70 for faults of our own.
ExitCode ExitCodeOf(const Error& error);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_DIAGNOSTICS_H_
