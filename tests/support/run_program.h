#ifndef LEASTWISE_SUPPORT_RUN_PROGRAM_H_
#define LEASTWISE_SUPPORT_RUN_PROGRAM_H_

#include <string>
#include <string_view>
#include <vector>

namespace leastwise {

// What one run of the program gave.
struct ProgramRun {
  int code = -1;  // the exit code, or 128 + the signal that ended it
  std::string out;
  std::string err;
};

// How to run it. Nothing of the caller's environment but PATH is passed on.
struct ProgramCall {
  std::vector<std::string> arguments;
  std::string folder;                    // working folder; empty: the caller's
  std::string input;                     // standard input
  std::vector<std::string> environment;  // "NO_COLOR=1"
};

// Runs the real program (LEASTWISE_PROGRAM, given by the build) without a shell.
ProgramRun RunProgramUnderTest(const ProgramCall& call);

// The same in a folder, with nothing on standard input.
ProgramRun Leastwise(const std::string& folder, const std::vector<std::string>& arguments);

}  // namespace leastwise

#endif  // LEASTWISE_SUPPORT_RUN_PROGRAM_H_
