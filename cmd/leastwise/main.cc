#include <cstdio>
#include <exception>

#include "command.h"

// Only what a library throws past the code that calls it, or the end of memory, comes here.
int main(int argc, char** argv) {
  try {
    const leastwise::Arguments arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    return static_cast<int>(leastwise::RunProgram(arguments));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "leastwise %s: internal error: %s; please report this\n",
                 LEASTWISE_VERSION, error.what());
  }
  return static_cast<int>(leastwise::ExitCode::kInternal);
}
