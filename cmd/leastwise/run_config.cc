#include "run_config.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/file_reader.h"
#include "config/config_loader.h"
#include "config/config_search.h"
#include "diagnostics.h"

namespace leastwise {
namespace {

// A configuration is written by hand; a larger file is another file.
constexpr std::size_t kMostBytes = std::size_t{16} << 20;

}  // namespace

void DeclareConfig(OptionParser& parser, ConfigChoice* choice) {
  parser.Value("--config", &choice->file, "FILE",
               "the configuration (the nearest .leastwise.yaml)");
  parser.Flag("--no-config", &choice->none, "read no configuration");
}

std::string NameInConfig(const std::string& config, const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const std::string folder = FolderOf(config);
  const fs::path from = fs::weakly_canonical(folder.empty() ? "." : folder, ignored);
  const fs::path name = fs::weakly_canonical(path, ignored).lexically_relative(from);
  return name.empty() ? path : name.string();
}

std::optional<ExitCode> OpenConfig(const ConfigChoice& choice,
                                   const std::vector<std::string>& paths,
                                   std::unique_ptr<Config>* config) {
  config->reset();
  if (choice.none && !choice.file.empty()) {
    PrintError({ErrorKind::kUsage, "--config and --no-config exclude each other", {}, {}});
    return ExitCode::kUsage;
  }
  if (choice.none) return std::nullopt;
  std::string path = choice.file.empty() ? EnvironmentText("LEASTWISE_CONFIG") : choice.file;
  if (path.empty()) path = FindConfig(paths).value_or(std::string());
  if (path.empty()) return std::nullopt;
  std::vector<Error> errors;
  *config = std::make_unique<Config>(LoadConfig(path, DiskFileReader(kMostBytes), &errors));
  for (const Error& error : errors) PrintConfigError(error, config->get());
  if (!errors.empty()) return ExitCode::kUsage;
  return std::nullopt;
}

void PrintConfigError(const Error& error, const Config* config) {
  const bool has_source = error.where && config != nullptr;
  PrintError(error, has_source ? config->Find(error.where->path) : nullptr);
}

std::string EnvironmentText(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace leastwise
