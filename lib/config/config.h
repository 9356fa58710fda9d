#ifndef LEASTWISE_CONFIG_CONFIG_H_
#define LEASTWISE_CONFIG_CONFIG_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/grades.h"
#include "base/source_file.h"
#include "config/suppression.h"

// What `.leastwise.yaml` and the files that it extends say, as data.
// rules/schema/config.schema.json has the language. Whether the rules and parameters that it names
// exist is found out where the rules are known (linter/configured_rules.h); everything else has
// been checked.

namespace leastwise {

// A value, and where it was set; nowhere: the default.
template <typename T>
struct Setting {
  T value{};
  Location where{};
  bool is_set() const { return where.valid(); }
};

// A list that takes the place of a parameter's default.
struct ParamSetting {
  PlacedText name;
  std::vector<PlacedText> values;  // may be empty
};

// What is changed about one rule; nothing: left as the pack says.
struct RuleOverride {
  PlacedText rule;  // id or name
  Setting<std::optional<bool>> enabled;
  Setting<std::optional<Severity>> severity;
  Setting<std::optional<Confidence>> confidence;
  Setting<std::optional<Audience>> audience;
  std::vector<ParamSetting> params;
};

// A rule pack: the user's own (`path`), or a shipped one (`name` alone).
struct PackPin {
  PlacedText name;     // what the pack calls itself; empty: any
  PlacedText path;     // as the program opens it; empty: a shipped pack
  PlacedText version;  // empty: any
  PlacedText sha256;   // of the file; empty: any
};

// How identities of a kind are recognised, and what they may need, besides what is shipped.
struct PersonaSetting {
  PlacedText id;
  std::vector<PlacedText> trust;
  std::vector<PlacedText> attached;
  std::vector<PlacedText> names;
  std::vector<PlacedText> actions;
  std::vector<PlacedText> allow;      // actions of its baseline
  std::vector<PlacedText> require;    // actions that it cannot do without
  std::vector<PlacedText> resources;  // ARN patterns that it is bound to
};

// Owns the files that its places point into.
struct Config {
  std::vector<std::unique_ptr<SourceFile>> files;  // in order of reading: the nearest last
  Setting<FailOn> fail_on;
  Setting<Severity> min_severity;
  Setting<Confidence> min_confidence;
  Setting<Audience> audience;
  std::vector<PlacedText> select;
  std::vector<PlacedText> ignore;
  std::vector<PlacedText> exclude;  // path patterns, from the folder of their file
  std::vector<PackPin> packs;
  std::vector<ParamSetting> params;  // of all rules that have a parameter of the name
  std::vector<PersonaSetting> personas;
  std::vector<RuleOverride> overrides;
  std::vector<Suppression> suppressions;
  Setting<std::string> baseline;  // as the program opens it

  // The file that was found or named, or null where none was.
  const SourceFile* nearest() const { return files.empty() ? nullptr : files.back().get(); }
  // One of `files`, or null.
  const SourceFile* Find(std::string_view path) const;
};

// The folder that a file lies in, so that FolderOf(p) + a name opens its neighbour: "" or "a/b/".
std::string FolderOf(std::string_view path);

}  // namespace leastwise

#endif  // LEASTWISE_CONFIG_CONFIG_H_
