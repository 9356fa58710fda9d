#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/edit_distance.h"
#include "base/parallel_for.h"
#include "command.h"
#include "diagnostics.h"
#include "linter/pack_test.h"
#include "option_parser.h"
#include "output.h"
#include "pack_docs.h"
#include "schemas.h"
#include "shipped.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 5> kVerbs = {"test", "validate", "docs", "schema",
                                                    "compile"};

// The packs that were named alone, or the shipped ones where none was.
std::unique_ptr<Knowledge> OpenPacks(const Arguments& packs, bool beside_shipped, bool check_tests,
                                     const Config* config = nullptr) {
  KnowledgeOptions options;
  options.config = config;
  options.packs = packs;
  options.shipped_packs = packs.empty() || beside_shipped;
  options.check_tests = check_tests && !packs.empty();
  return OpenKnowledge(options);
}

// A test that came out wrong: its place in the pack, and what was found instead.
void PrintMiss(const RuleTestResult& result, const Knowledge& knowledge) {
  const RuleTest& test = result.test;
  const std::string id = test.ids.empty() ? std::string("?") : test.ids.front();
  std::string message(RuleTestOutcomeName(result.outcome));
  message += ": " + id + (test.is_good ? ", a good test" : ", a bad test");
  if (!test.why.empty()) message += ": " + test.why;
  Error error{ErrorKind::kPack, std::move(message), {}, {}};
  const SourceFile* source = nullptr;
  if (test.where.valid()) {
    error.where = PlaceOf(test.where);
    source = knowledge.Source(error.where->path);
    // The prose of a shipped pack has another text than its matching part.
    if (source != test.where.file) source = nullptr;
    if (source == nullptr) error.where.reset();
  }
  PrintError(error, source);
  for (const std::string& detail : result.details) {
    PrintNote("  " + detail);
  }
  if (source == nullptr) PrintNote("  its input: " + test.input);
}

ExitCode RunTests(const Arguments& packs, bool beside_shipped, bool verbose) {
  const std::unique_ptr<Knowledge> knowledge = OpenPacks(packs, beside_shipped, true);
  if (knowledge == nullptr) return ExitCode::kUsage;
  knowledge->LoadProse();
  const auto open = [&](const Config& config) {
    return OpenPacks(packs, beside_shipped, false, &config);
  };
  const std::vector<RuleTestResult> results = RunRuleTests(*knowledge, open, HardwareWorkers());
  std::size_t failed = 0;
  for (const RuleTestResult& result : results) {
    if (verbose) {
      std::printf("%s %s\n", std::string(RuleTestOutcomeName(result.outcome)).c_str(),
                  result.test.ids.empty() ? "?" : result.test.ids.front().c_str());
    }
    if (result.passed()) continue;
    ++failed;
    PrintMiss(result, *knowledge);
  }
  std::printf("%zu tests of %zu rules: %zu passed, %zu failed\n", results.size(),
              knowledge->rules().rules().size(), results.size() - failed, failed);
  return failed == 0 ? ExitCode::kClean : ExitCode::kFindings;
}

ExitCode Validate(const Arguments& packs, bool beside_shipped) {
  const std::unique_ptr<Knowledge> knowledge = OpenPacks(packs, beside_shipped, true);
  if (knowledge == nullptr) return ExitCode::kUsage;
  std::printf("%s: %zu rules, no mistakes\n", knowledge->rules().PackVersions().c_str(),
              knowledge->rules().rules().size());
  return ExitCode::kClean;
}

ExitCode WriteDocs(const Arguments& packs, bool beside_shipped, const std::string& folder) {
  if (folder.empty()) {
    PrintError({ErrorKind::kUsage, "`pack docs` lacks --out", {}, "leastwise pack docs --out DIR"});
    return ExitCode::kUsage;
  }
  const std::unique_ptr<Knowledge> knowledge = OpenPacks(packs, beside_shipped, false);
  if (knowledge == nullptr) return ExitCode::kUsage;
  knowledge->LoadProse();
  std::string source = packs.empty() ? "the shipped packs" : std::string();
  for (const std::string& pack : packs)
    source.append(source.empty() ? "`" : ", `").append(pack).append("`");
  return WritePackDocs(knowledge->rules(), source, folder);
}

ExitCode Finish(Output output, std::string_view text) {
  output.Write(text);
  const std::optional<Error> error = output.Close();
  if (!error) return ExitCode::kClean;
  PrintError(*error);
  return ExitCode::kInternal;
}

// Checked as `validate` does; `out` is a file, or empty for standard output.
ExitCode Compile(const Arguments& packs, bool beside_shipped, const std::string& out) {
  if (packs.size() != 1) {
    PrintError({ErrorKind::kUsage,
                "`pack compile` takes one pack",
                {},
                "leastwise pack compile mine.yaml --out mine.json"});
    return ExitCode::kUsage;
  }
  const std::unique_ptr<Knowledge> knowledge = OpenPacks(packs, beside_shipped, true);
  if (knowledge == nullptr) return ExitCode::kUsage;
  const Result<std::string> text = knowledge->PackAsJson(packs.front());
  if (!text) {
    PrintError(text.error(), knowledge->Source(packs.front()));
    return ExitCode::kUsage;
  }
  if (out.empty()) return Finish(Output::Standard(), *text);
  Result<Output> file = Output::ToFile(out);
  if (file) return Finish(*std::move(file), *text);
  PrintError(file.error());
  return ExitCode::kUsage;
}

ExitCode PrintBadVerb(const std::string& verb) {
  const std::string_view nearest = NearestWord(verb, kVerbs);
  PrintError(
      {ErrorKind::kUsage,
       verb.empty() ? std::string("`pack` lacks what to do") : "`pack` cannot `" + verb + "`",
       {},
       nearest.empty() ? "leastwise pack test, validate, docs, schema or compile"
                       : "did you mean `" + std::string(nearest) + "`?"});
  return ExitCode::kUsage;
}

}  // namespace

ExitCode RunPack(const CommandCall& call) {
  Arguments words;
  bool verbose = false;
  bool beside_shipped = false;
  OptionParser parser(
      "Checks rule packs: `validate` finds every mistake in them, `test` runs the tests inside\n"
      "their rules, `docs` writes a page for each rule, `schema` prints the JSON Schema of packs,\n"
      "`compile` writes a checked pack as JSON, which `--pack` reads faster than YAML.\n"
      "Without a PACK: the shipped ones.",
      "pack test|validate|docs|schema|compile [OPTIONS] [PACK…]");
  std::string out;
  parser.Positionals("WORDS", &words, "test, validate, docs, schema or compile, and the packs");
  parser.Value("--out", &out, "PATH",
               "docs: where the pages go; compile: the file (default: standard output)");
  parser.Flag("--with-shipped", &beside_shipped, "load the packs besides the shipped ones");
  parser.Flag("-v,--verbose", &verbose, "print how each test came out");
  parser.Verbs(kVerbs);
  if (const std::optional<ExitCode> code = parser.Parse(call)) return *code;
  const std::string verb = words.empty() ? std::string() : words.front();
  if (!words.empty()) words.erase(words.begin());
  if (verb == "test") return RunTests(words, beside_shipped, verbose);
  if (verb == "validate") return Validate(words, beside_shipped);
  if (verb == "docs") return WriteDocs(words, beside_shipped, out);
  if (verb == "schema") return Finish(Output::Standard(), PackSchema());
  if (verb == "compile") return Compile(words, beside_shipped, out);
  return PrintBadVerb(verb);
}

}  // namespace leastwise
