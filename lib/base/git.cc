#include "base/git.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <utility>

extern char** environ;  // POSIX declares it nowhere

namespace leastwise {
namespace {

struct Output {
  int status = -1;
  std::string text;
};

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

// Feeds `input` to and reads the output of a child whose ends are given; interleaved, so that
// neither side can block on a full pipe: poll promises room for some bytes only.
void Exchange(int to_child, int from_child, std::string_view input, std::string* output) {
  const HoldSigpipe hold;
  ::fcntl(to_child, F_SETFL, O_NONBLOCK);
  std::array<char, 65536> buffer;
  while (from_child >= 0) {
    std::array<pollfd, 2> ends = {{{from_child, POLLIN, 0}, {to_child, POLLOUT, 0}}};
    if (::poll(ends.data(), to_child >= 0 ? 2 : 1, -1) < 0 && errno != EINTR) break;
    if (to_child >= 0 && ends[1].revents != 0) {
      const ssize_t put = input.empty() ? 0 : ::write(to_child, input.data(), input.size());
      const bool later = put < 0 && (errno == EAGAIN || errno == EINTR);
      if (put > 0) input.remove_prefix(static_cast<std::size_t>(put));
      if ((put <= 0 && !later) || input.empty()) {
        ::close(to_child);
        to_child = -1;
      }
    }
    if (ends[0].revents == 0) continue;
    const ssize_t got = ::read(from_child, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    output->append(buffer.data(), static_cast<std::size_t>(got));
  }
  if (to_child >= 0) ::close(to_child);
  ::close(from_child);
}

// A hook of git is started with variables that name its own repository; the folder that is asked
// about decides instead.
std::vector<char*> EnvironmentWithoutRepository() {
  constexpr std::array<std::string_view, 6> kNames = {
      "GIT_DIR=",    "GIT_WORK_TREE=",  "GIT_INDEX_FILE=",
      "GIT_PREFIX=", "GIT_COMMON_DIR=", "GIT_OBJECT_DIRECTORY="};
  std::vector<char*> kept;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const bool named = std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) {
      return variable.starts_with(name);
    });
    if (!named) kept.push_back(*entry);
  }
  kept.push_back(nullptr);
  return kept;
}

Output RunGit(const std::string& folder, std::vector<std::string> arguments,
              std::string_view input) {
  std::vector<std::string> words = {"git", "-C", folder, "-c", "core.fsmonitor=false"};
  words.insert(words.end(), std::make_move_iterator(arguments.begin()),
               std::make_move_iterator(arguments.end()));
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  Output result;
  std::array<int, 2> in{}, out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0) return result;
  if (::pipe2(out.data(), O_CLOEXEC) != 0) {
    ::close(in[0]);
    ::close(in[1]);
    return result;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const std::vector<char*> environment = EnvironmentWithoutRepository();
  pid_t child = 0;
  const int failure =
      ::posix_spawnp(&child, "git", &actions, nullptr, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  if (failure != 0) {
    ::close(in[1]);
    ::close(out[0]);
    return result;
  }
  Exchange(in[1], out[0], input, &result.text);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
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

}  // namespace

std::optional<std::vector<std::string>> GitListFiles(const std::string& folder) {
  const Output output = RunGit(
      folder, {"ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "."}, {});
  if (output.status != 0) return std::nullopt;
  std::vector<std::string> names = SplitAtNul(output.text);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::optional<std::string> GitTopLevel(const std::string& folder) {
  Output output = RunGit(folder, {"rev-parse", "--show-toplevel"}, {});
  if (output.status != 0) return std::nullopt;
  while (!output.text.empty() && output.text.back() == '\n') output.text.pop_back();
  return output.text;
}

std::vector<std::string> GitIgnored(const std::string& folder,
                                    const std::vector<std::string>& paths) {
  std::string input;
  for (const std::string& path : paths) input.append(path).push_back('\0');
  return SplitAtNul(RunGit(folder, {"check-ignore", "-z", "--stdin"}, input).text);
}

}  // namespace leastwise
