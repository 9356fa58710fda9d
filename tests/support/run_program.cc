#include "support/run_program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/scratch_folder.h"

namespace leastwise {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

void Redirect(const std::string& path, int flags, int to) {
  const int file = ::open(path.c_str(), flags, 0600);
  if (file < 0 || ::dup2(file, to) < 0) ::_exit(126);
  ::close(file);
}

}  // namespace

ProgramRun RunProgramUnderTest(const ProgramCall& call) {
  const ScratchFolder files;
  const std::string in = files.Write("in", call.input);
  const std::string out = files.Write("out", "");
  const std::string err = files.Write("err", "");
  std::vector<std::string> words = {LEASTWISE_PROGRAM};
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  const char* path = std::getenv("PATH");
  std::vector<std::string> environment = {"PATH=" + std::string(path == nullptr ? "" : path)};
  environment.insert(environment.end(), call.environment.begin(), call.environment.end());
  const std::vector<char*> argv = Pointers(words);
  const std::vector<char*> envp = Pointers(environment);

  const pid_t child = ::fork();
  if (child == 0) {
    Redirect(in, O_RDONLY, STDIN_FILENO);
    Redirect(out, O_WRONLY, STDOUT_FILENO);
    Redirect(err, O_WRONLY, STDERR_FILENO);
    if (!call.folder.empty() && ::chdir(call.folder.c_str()) != 0) ::_exit(126);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
  ProgramRun run;
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) return run;
  run.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  run.out = ReadWholeFile(out);
  run.err = ReadWholeFile(err);
  return run;
}

ProgramRun Leastwise(const std::string& folder, const std::vector<std::string>& arguments) {
  ProgramCall call;
  call.folder = folder;
  call.arguments = arguments;
  return RunProgramUnderTest(call);
}

}  // namespace leastwise
