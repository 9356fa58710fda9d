#ifndef LEASTWISE_CONFIG_CONFIG_LOADER_H_
#define LEASTWISE_CONFIG_CONFIG_LOADER_H_

#include <string>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"
#include "config/config.h"

namespace leastwise {

// Reads a configuration file and, before it, those that it `extends` (paths from the folder of the
// file that names them; the nearer file wins). Every mistake of every file goes to `errors` at once
// (kPack, with its place): then the result holds the files, so that places can be shown, and
// nothing else of it may be used. A file that extends itself is a mistake.
Config LoadConfig(const std::string& path, const FileReader& files, std::vector<Error>* errors);

}  // namespace leastwise

#endif  // LEASTWISE_CONFIG_CONFIG_LOADER_H_
