#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/source_file.h"
#include "tree/json_reader.h"
#include "tree/json_syntax.h"
#include "tree/source_view.h"

namespace leastwise {
namespace {

// A policy of `statements` statements as AWS prints its managed policies.
std::string Policy(int statements) {
  std::string text = "{\n    \"Version\": \"2012-10-17\",\n    \"Statement\": [\n";
  for (int i = 0; i < statements; ++i) {
    const std::string number = std::to_string(i);
    text += "        {\n            \"Sid\": \"Statement" + number + "\",\n";
    text += "            \"Effect\": \"Allow\",\n            \"Action\": [\n";
    for (const char* action : {"CreateTrainingJob", "DescribeEndpoint", "ListModels", "AddTags"}) {
      text += std::string("                \"sagemaker:") + action + "\",\n";
    }
    text += "                \"s3:GetObject\"\n            ],\n            \"Resource\": [\n";
    text += "                \"arn:aws:s3:::bucket-" + number + "/*\"\n            ],\n";
    text += "            \"Condition\": {\n                \"StringEquals\": {\n";
    text += "                    \"aws:ResourceAccount\": \"${aws:PrincipalAccount}\"\n";
    text += "                }\n            }\n        }";
    text += i + 1 == statements ? "\n" : ",\n";
  }
  return text + "    ]\n}\n";
}

void BM_ReadPolicies(benchmark::State& state) {
  const auto file = SourceFile::FromString("p", Policy(static_cast<int>(state.range(0))));
  const SourceView view = SourceView::Whole(*file);
  JsonReader reader;
  Arena arena;
  for (auto _ : state) {
    arena.Reset();
    benchmark::DoNotOptimize(reader.Read(view, arena));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(view.text().size()));
}
BENCHMARK(BM_ReadPolicies)->Arg(6)->Arg(60)->Arg(6000);

// 50,000 keys in one object: ten times as many must cost no more than eleven times as much.
void BM_ReadManyKeys(benchmark::State& state) {
  std::string text = "{";
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    text += "\"key" + std::to_string(i * 7919 % state.range(0)) + "\":0,";
  }
  text.back() = '}';
  const auto file = SourceFile::FromString("p", text);
  const SourceView view = SourceView::Whole(*file);
  JsonReader reader;
  Arena arena;
  for (auto _ : state) {
    arena.Reset();
    benchmark::DoNotOptimize(reader.Read(view, arena));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(BM_ReadManyKeys)->Arg(5000)->Arg(50000);

void BM_ExplainError(benchmark::State& state) {
  const std::string text = Policy(600) + "x";
  for (auto _ : state) benchmark::DoNotOptimize(FindJsonError(text, 64));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(BM_ExplainError);

}  // namespace
}  // namespace leastwise
