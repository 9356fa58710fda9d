// Compares pairs of policies, one pair a line of standard input:
//
//   {"name": "…", "kind": "identity", "old": {…}, "new": {…}}
//
// and writes one line for each: name, verdict, microseconds of processor time, states, work, and
// for a failure the witness, for an unknown the reason, separated by tabs. `--attack N` asks N
// random requests near the two policies of each pair that passes. `--witnesses FILE` writes what
// replay_witnesses.py asks of another evaluator, `--attacks FILE` the attacks likewise. A summary
// goes to standard error. Exit code 1 where a witness is not confirmed or an attack succeeds.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "access/policy_comparison.h"
#include "conformance/request_attack.h"
#include "iam/inventory.h"
#include "iam/policy_parser.h"
#include "knowledge/blobs.h"
#include "tree/json_reader.h"

namespace leastwise {
namespace {

class NoManagedPolicies : public ManagedPolicySource {
 public:
  const Policy* Find(std::string_view) override { return nullptr; }
};

PolicyKind KindOf(std::string_view name) {
  if (name == "resource") return PolicyKind::kResource;
  if (name == "trust") return PolicyKind::kTrust;
  if (name == "boundary") return PolicyKind::kBoundary;
  if (name == "scp") return PolicyKind::kServiceControl;
  return PolicyKind::kIdentity;
}

const Node* Find(const Node& object, std::string_view key) {
  for (const Member& member : object.members()) {
    if (member.key == key) return member.value;
  }
  return nullptr;
}

struct Tally {
  std::size_t pass = 0;
  std::size_t fail = 0;
  std::size_t future = 0;  // of fail: by later actions only
  std::size_t both = 0;    // of fail: by actions of today, and by later ones
  std::size_t unknown = 0;
  std::size_t error = 0;
  std::size_t work = 0;
  std::size_t attacks = 0;
  std::size_t successes = 0;
  std::vector<double> micros;
};

std::string Describe(const PolicyComparison& comparison) {
  if (!comparison.internal_errors.empty()) return comparison.internal_errors.front();
  if (!comparison.added.empty()) {
    const Request& witness = comparison.added.front().witness;
    std::string out = witness.action + " on " + witness.resource;
    if (!witness.principal.empty()) out += " by " + witness.principal;
    for (const auto& [key, values] : witness.context) {
      out += " " + key + "=";
      for (const std::string& value : values) out += value + ",";
    }
    return out;
  }
  return comparison.reasons.empty() ? "" : comparison.reasons.front();
}

class Pairs {
 public:
  Pairs(const ActionCatalog& catalog, std::size_t attacks, const std::string& witnesses,
        const std::string& attack_lines)
      : catalog_(catalog), attacks_(attacks) {
    if (!witnesses.empty()) witnesses_.open(witnesses);
    if (!attack_lines.empty()) attack_lines_.open(attack_lines);
  }

  bool Run(std::string line) {
    const auto file = SourceFile::FromString("pair.json", std::move(line));
    const SourceView view = SourceView::Whole(*file);
    JsonReader reader;
    Arena scratch;
    const Result<Tree> tree = reader.Read(view, scratch);
    if (!tree) return false;
    const Node* const name = Find(*tree->root, "name");
    const Node* const kind = Find(*tree->root, "kind");
    const Node* const old_node = Find(*tree->root, "old");
    const Node* const new_node = Find(*tree->root, "new");
    if (name == nullptr || kind == nullptr || old_node == nullptr || new_node == nullptr) {
      return false;
    }
    PolicySite site;
    site.kind = KindOf(kind->text());
    Inventory inventory;
    std::vector<Problem> problems;
    const auto add = [&](const Node& node) {
      return inventory.Add(ParsePolicy(*tree, node, site, inventory.arena(), &problems));
    };
    ComparisonSide old_side;
    ComparisonSide new_side;
    old_side.policies = {add(*old_node)};
    new_side.policies = {add(*new_node)};
    ActionTable actions(catalog_);
    NoManagedPolicies managed;
    Link(inventory, actions, managed);
    const std::clock_t start = std::clock();  // of the processor: others work here too
    const PolicyComparison comparison = Compare(actions, old_side, new_side);
    const double micros = 1e6 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    Count(comparison, micros);
    std::cout << name->text() << '\t' << ComparisonVerdictName(comparison.verdict)
              << (comparison.only_future ? " (future actions)" : "") << '\t'
              << static_cast<std::int64_t>(micros) << '\t' << comparison.states << '\t'
              << comparison.work << '\t' << Describe(comparison) << '\n';
    if (witnesses_.is_open() && !comparison.added.empty()) {
      WriteWitness(name->text(), comparison.added.front());
    }
    if (comparison.verdict == ComparisonVerdict::kPass && attacks_ > 0) {
      RequestAttack attack(actions, old_side, new_side, static_cast<unsigned>(tally_.pass));
      tally_.attacks += attacks_;
      for (const Request& request : attack.Run(attacks_)) {
        ++tally_.successes;
        std::cout << name->text() << "\tATTACK\t" << request.action << " on " << request.resource
                  << '\n';
      }
      for (std::size_t i = 0; attack_lines_.is_open() && i < attacks_; ++i) {
        attack_lines_ << RequestLine(name->text(), attack.Random()).dump() << '\n';
      }
    }
    return true;
  }

  bool Finish() {
    std::sort(tally_.micros.begin(), tally_.micros.end());
    double total = 0;
    for (const double micros : tally_.micros) total += micros;
    const auto at = [this](double share) {
      if (tally_.micros.empty()) return 0.0;
      const auto last = static_cast<double>(tally_.micros.size() - 1);
      return tally_.micros[static_cast<std::size_t>(last * share)];
    };
    std::cerr << tally_.pass << " PASS, " << tally_.fail << " FAIL (" << tally_.future
              << " of future actions only, " << tally_.both << " of those too), " << tally_.unknown
              << " UNKNOWN, " << tally_.error << " ERROR; median " << at(0.5) << " us, 90 % "
              << at(0.9) << " us, 99 % " << at(0.99) << " us, worst " << at(1) << " us, total "
              << total / 1e6 << " s, most work " << tally_.work << "; " << tally_.attacks
              << " attacks, " << tally_.successes << " succeeded\n";
    return tally_.error == 0 && tally_.successes == 0;
  }

 private:
  nlohmann::ordered_json RequestLine(std::string_view name, const Request& request) const {
    nlohmann::ordered_json line = {
        {"name", name}, {"action", request.action}, {"resource", request.resource}};
    line["context"] = nlohmann::ordered_json::object();
    for (const auto& [key, values] : request.context) {
      const auto known = catalog_.FindConditionKey(key);
      const bool is_array = known && IsMultivalued(catalog_.condition_key(*known).type);
      if (is_array || values.size() != 1) {
        line["context"][key] = values;
      } else {
        line["context"][key] = values.front();
      }
    }
    return line;
  }

  void WriteWitness(std::string_view name, const AddedGrant& grant) {
    nlohmann::ordered_json line = RequestLine(name, grant.witness);
    line["future"] = grant.only_future();
    line["unlisted"] = grant.unlisted_keys;
    line["outside"] = grant.outside_catalog_types;
    witnesses_ << line.dump() << '\n';
  }

  void Count(const PolicyComparison& comparison, double micros) {
    tally_.micros.push_back(micros);
    tally_.work = std::max(tally_.work, comparison.work);
    switch (comparison.verdict) {
      case ComparisonVerdict::kPass:
        ++tally_.pass;
        break;
      case ComparisonVerdict::kFail:
        ++tally_.fail;
        if (comparison.only_future) {
          ++tally_.future;
        } else if (comparison.added.back().only_future()) {
          ++tally_.both;
        }
        break;
      case ComparisonVerdict::kUnknown:
        ++tally_.unknown;
        break;
      case ComparisonVerdict::kError:
        ++tally_.error;
        break;
    }
  }

  const ActionCatalog& catalog_;
  std::size_t attacks_;
  std::ofstream witnesses_;
  std::ofstream attack_lines_;
  Tally tally_;
};

}  // namespace
}  // namespace leastwise

int main(int argc, char** argv) {
  std::size_t attacks = 0;
  std::string witnesses;
  std::string attack_lines;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::string_view(argv[i]) == "--attack") attacks = std::strtoul(argv[i + 1], nullptr, 10);
    if (std::string_view(argv[i]) == "--witnesses") witnesses = argv[i + 1];
    if (std::string_view(argv[i]) == "--attacks") attack_lines = argv[i + 1];
  }
  const auto catalog = leastwise::ActionCatalog::FromBlob(leastwise::CatalogBlob());
  if (!catalog) return 2;
  leastwise::Pairs pairs(*catalog, attacks, witnesses, attack_lines);
  for (std::string line; std::getline(std::cin, line);) {
    if (pairs.Run(std::move(line))) continue;
    std::cerr << "a line is not a pair of policies\n";
    return 2;
  }
  return pairs.Finish() ? 0 : 1;
}
