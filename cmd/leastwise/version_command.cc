#include <cstdio>
#include <memory>
#include <string>

#include "command.h"
#include "diagnostics.h"
#include "option_parser.h"
#include "shipped.h"

namespace leastwise {

ExitCode RunVersion(const CommandCall& call) {
  KnowledgeOptions options;
  OptionParser parser("Prints the versions of the program, its rules and its AWS data.", "version");
  parser.Many("--pack", &options.packs, "FILE", "a rule pack of your own");
  parser.Value("--catalog", &options.catalog, "FILE", "AWS actions, instead of the built-in ones");
  if (const std::optional<ExitCode> code = parser.Parse(call)) return *code;
  const std::unique_ptr<Knowledge> knowledge = OpenKnowledge(options);
  if (knowledge == nullptr) return ExitCode::kUsage;
  const ActionCatalog& catalog = knowledge->catalog();
  const ManagedPolicies& managed = knowledge->managed_policies();
  std::printf("leastwise %s\n", LEASTWISE_VERSION);
  std::printf("rules: %s (%zu rules)\n", knowledge->rules().PackVersions().c_str(),
              knowledge->rules().rules().size());
  std::printf("actions: %s (%zu actions of %zu services, source %s)\n",
              std::string(catalog.date()).c_str(), catalog.action_count(), catalog.service_count(),
              std::string(catalog.revision()).c_str());
  std::printf("managed policies: %s (%zu policies, source %s)\n",
              std::string(managed.date()).c_str(), managed.count(),
              std::string(managed.revision()).c_str());
  return ExitCode::kClean;
}

}  // namespace leastwise
