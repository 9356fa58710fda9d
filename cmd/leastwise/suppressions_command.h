#ifndef LEASTWISE_LEASTWISE_SUPPRESSIONS_COMMAND_H_
#define LEASTWISE_LEASTWISE_SUPPRESSIONS_COMMAND_H_

#include "check_options.h"
#include "check_run.h"
#include "exit_code.h"

namespace leastwise {

// `check --add-suppressions`: writes every active finding of the run into the nearest
// configuration, or a new one in the working folder, bound to what its statement says now.
ExitCode AddSuppressions(const CheckCommandOptions& options, const CheckRun& run);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_SUPPRESSIONS_COMMAND_H_
