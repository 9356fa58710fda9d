#include "base/git_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

extern char** environ;  // POSIX declares it nowhere

namespace leastwise {
namespace {

// Holds back this thread's SIGPIPE: a child that ends without reading its input must not end us.
class HoldSigpipe {
 public:
  HoldSigpipe() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    was_pending_ = IsPending();
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~HoldSigpipe() {
    int taken = 0;
    if (!was_pending_ && IsPending()) ::sigwait(&pipe_, &taken);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  HoldSigpipe(const HoldSigpipe&) = delete;
  HoldSigpipe& operator=(const HoldSigpipe&) = delete;

 private:
  static bool IsPending() {
    sigset_t pending;
    ::sigpending(&pending);
    return ::sigismember(&pending, SIGPIPE) == 1;
  }

  sigset_t pipe_;
  sigset_t before_;
  bool was_pending_ = false;
};

// Both ends of a pipe that a child does not inherit but where it is given them.
struct Pipe {
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
  }
  ~Pipe() {
    Close(0);
    Close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void Close(std::size_t end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }

  std::array<int, 2> ends{};  // to read from, to write to
};

// Appends what is there; closes the pipe at its end.
void Take(Pipe* pipe, std::string* text) {
  std::array<char, 65536> buffer;
  const ssize_t got = ::read(pipe->ends[0], buffer.data(), buffer.size());
  if (got < 0 && errno == EINTR) return;
  if (got <= 0) {
    pipe->Close(0);
  } else {
    text->append(buffer.data(), static_cast<std::size_t>(got));
  }
}

// Writes what there is room for; closes the pipe when all is written or nobody reads it.
void Give(Pipe* pipe, std::string_view* input) {
  const ssize_t put = input->empty() ? 0 : ::write(pipe->ends[1], input->data(), input->size());
  const bool later = put < 0 && (errno == EAGAIN || errno == EINTR);
  if (put > 0) input->remove_prefix(static_cast<std::size_t>(put));
  if ((put <= 0 && !later) || input->empty()) pipe->Close(1);
}

// Feeds `input` to and reads the output of a child whose pipes are given; interleaved, so that no
// side can block on a full pipe: poll promises room for some bytes only.
void Exchange(std::string_view input, Pipe* in, Pipe* out, Pipe* err, GitOutput* output) {
  const HoldSigpipe hold;
  ::fcntl(in->ends[1], F_SETFL, O_NONBLOCK);
  while (out->ends[0] >= 0 || err->ends[0] >= 0) {
    std::array<pollfd, 3> ends = {{{out->ends[0], POLLIN, 0},  // poll skips what is -1
                                   {err->ends[0], POLLIN, 0},
                                   {in->ends[1], POLLOUT, 0}}};
    if (::poll(ends.data(), ends.size(), -1) < 0) {
      if (errno != EINTR) break;
      continue;
    }
    if (ends[2].revents != 0) Give(in, &input);
    if (ends[0].revents != 0) Take(out, &output->text);
    if (ends[1].revents != 0) Take(err, &output->complaint);
  }
}

// A hook of git is started with variables that name its own repository; the folder that is asked
// about decides instead. Nothing may be fetched: a repository's configuration can name the program
// that fetches what a partial clone lacks.
std::vector<std::string> Environment() {
  constexpr std::array<std::string_view, 9> kLeftOut = {
      "GIT_DIR=",           "GIT_WORK_TREE=",      "GIT_INDEX_FILE=",
      "GIT_PREFIX=",        "GIT_COMMON_DIR=",     "GIT_OBJECT_DIRECTORY=",
      "GIT_NO_LAZY_FETCH=", "GIT_ALLOW_PROTOCOL=", "GIT_NO_REPLACE_OBJECTS="};
  std::vector<std::string> kept;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const bool named = std::any_of(kLeftOut.begin(), kLeftOut.end(), [&](std::string_view name) {
      return variable.starts_with(name);
    });
    if (!named) kept.emplace_back(variable);
  }
  kept.insert(kept.end(),
              {"GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_NO_REPLACE_OBJECTS=1"});
  return kept;
}

std::vector<char*> PointersTo(std::vector<std::string>* words) {
  std::vector<char*> pointers;
  for (std::string& word : *words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// The id of the started program, or nothing.
pid_t Start(std::vector<std::string> words, const Pipe& in, const Pipe& out, const Pipe& err) {
  std::vector<std::string> environment = Environment();
  const std::vector<char*> argv = PointersTo(&words);
  const std::vector<char*> envp = PointersTo(&environment);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
  pid_t child = 0;
  const int failure = ::posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  return failure == 0 ? child : 0;
}

}  // namespace

GitOutput RunGit(const std::string& folder, std::vector<std::string> arguments,
                 std::string_view input) {
  std::vector<std::string> words = {"git", "-C", folder, "-c", "core.fsmonitor=false"};
  words.insert(words.end(), std::make_move_iterator(arguments.begin()),
               std::make_move_iterator(arguments.end()));
  GitOutput output;
  Pipe in, out, err;
  if (in.ends[0] < 0 || out.ends[0] < 0 || err.ends[0] < 0) return output;
  const pid_t child = Start(std::move(words), in, out, err);
  if (child == 0) {
    output.complaint = "git cannot be started";
    return output;
  }
  in.Close(0);
  out.Close(1);
  err.Close(1);
  Exchange(input, &in, &out, &err, &output);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  output.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return output;
}

std::vector<std::string> SplitAtNul(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\0'), text.size());
    if (end > 0) names.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return names;
}

}  // namespace leastwise
