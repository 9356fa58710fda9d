#ifndef LEASTWISE_LEASTWISE_RUN_CONFIG_H_
#define LEASTWISE_LEASTWISE_RUN_CONFIG_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/config.h"
#include "exit_code.h"
#include "option_parser.h"

namespace leastwise {

// What a call says about its configuration.
struct ConfigChoice {
  std::string file;   // --config; empty: LEASTWISE_CONFIG, else the nearest
  bool none = false;  // --no-config
};

// Declares --config and --no-config.
void DeclareConfig(OptionParser& parser, ConfigChoice* choice);

// Reads the configuration of a run over `paths`; null in `config` where there is none. Mistakes in
// it are printed, all of them, and give the code to end with.
std::optional<ExitCode> OpenConfig(const ConfigChoice& choice,
                                   const std::vector<std::string>& paths,
                                   std::unique_ptr<Config>* config);

// What a configuration file at `config` calls the file at `path`: names in it count from its
// folder. Begins with `../` where the file is not below that.
std::string NameInConfig(const std::string& config, const std::string& path);

// With the line of a configuration file that it speaks of. `config` may be null.
void PrintConfigError(const Error& error, const Config* config);

// A variable of the environment; empty where it is not set. No other place reads the environment
// for settings.
std::string EnvironmentText(const char* name);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_RUN_CONFIG_H_
