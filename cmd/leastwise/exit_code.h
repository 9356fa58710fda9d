#ifndef LEASTWISE_LEASTWISE_EXIT_CODE_H_
#define LEASTWISE_LEASTWISE_EXIT_CODE_H_

namespace leastwise {

// What the program ends with, the same for every output format. 1 never means that the tool broke.
enum class ExitCode : int {
  kClean = 0,        // ran to the end; nothing at or above --fail-on
  kFindings = 1,     // ran to the end; something at or above --fail-on
  kUsage = 2,        // the call, a rule pack or a catalog is wrong
  kInputFailed = 3,  // an input could not be read or parsed; the rest was reported. Wins over 1
  kNoInput = 4,      // a folder was given and held no policy
  kInternal = 70,    // a fault of the program, or its output could not be written
};

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_EXIT_CODE_H_
