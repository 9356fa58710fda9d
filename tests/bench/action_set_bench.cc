#include <benchmark/benchmark.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "iam/action_catalog.h"
#include "iam/managed_policies.h"
#include "knowledge/blobs.h"
#include "tree/json_reader.h"

namespace leastwise {
namespace {

void AddActions(const Node* node, std::set<std::string>* out) {
  if (node == nullptr) return;
  if (node->is(NodeKind::kString)) out->insert(std::string(node->text()));
  for (const Node* item : node->items()) AddActions(item, out);
}

void AddStatement(const Node& statement, std::set<std::string>* out) {
  AddActions(statement.Find("Action"), out);
  AddActions(statement.Find("NotAction"), out);
}

// The distinct action strings of all AWS managed policies.
std::vector<std::string> ManagedPatterns() {
  const auto policies = *ManagedPolicies::FromBlob(ManagedPoliciesBlob());
  std::set<std::string> patterns;
  JsonReader reader;
  Arena arena;
  for (std::size_t i = 0; i < policies.count(); ++i) {
    const auto file = SourceFile::FromString("policy", policies.policy(i).document);
    const SourceView view = SourceView::Whole(*file);
    const auto tree = reader.Read(view, arena);
    const Node* statements = tree->root->Find("Statement");
    if (statements->is(NodeKind::kObject)) AddStatement(*statements, &patterns);
    for (const Node* statement : statements->items()) AddStatement(*statement, &patterns);
    arena.Reset();
  }
  return {patterns.begin(), patterns.end()};
}

// Time per pattern is the time of an iteration over `items_per_second`'s count.
void ExpandAllManagedPatterns(benchmark::State& state) {
  const ActionCatalog catalog = *ActionCatalog::FromBlob(CatalogBlob());
  const std::vector<std::string> patterns = ManagedPatterns();
  ActionSet set(catalog.universe_size());
  for (auto _ : state) {
    for (const std::string& pattern : patterns) catalog.Expand(pattern, &set);
    benchmark::DoNotOptimize(set);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(patterns.size()) * state.iterations());
  state.counters["patterns"] = static_cast<double>(patterns.size());
}
BENCHMARK(ExpandAllManagedPatterns)->Unit(benchmark::kMillisecond);

void Expand(benchmark::State& state, const char* pattern) {
  const ActionCatalog catalog = *ActionCatalog::FromBlob(CatalogBlob());
  ActionSet set(catalog.universe_size());
  for (auto _ : state) {
    catalog.Expand(pattern, &set);
    benchmark::DoNotOptimize(set);
  }
}
BENCHMARK_CAPTURE(Expand, star, "*");
BENCHMARK_CAPTURE(Expand, literal, "s3:GetObject");
BENCHMARK_CAPTURE(Expand, verb, "s3:Get*");
BENCHMARK_CAPTURE(Expand, inner, "sagemaker:*TrainingJob*");
BENCHMARK_CAPTURE(Expand, every_service, "*:*delete*");
BENCHMARK_CAPTURE(Expand, rare_letter, "*:*x*");
BENCHMARK_CAPTURE(Expand, many_stars, "*:*e*e*e*e*x");
BENCHMARK_CAPTURE(Expand, letters, "*:*a*b*c*d*e*f*");

void OpenCatalog(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(ActionCatalog::FromBlob(CatalogBlob()));
}
BENCHMARK(OpenCatalog);

void OpenUntrustedCatalog(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(ActionCatalog::FromUntrusted(CatalogBlob()));
}
BENCHMARK(OpenUntrustedCatalog);

}  // namespace
}  // namespace leastwise
