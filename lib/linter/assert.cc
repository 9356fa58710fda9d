#include "linter/assert.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <optional>
#include <utility>

#include "base/backticks.h"
#include "iam/action_table.h"
#include "iam/glob.h"
#include "iam/policy_label.h"
#include "linter/expected_files.h"
#include "linter/managed_policy_library.h"
#include "linter/policy_files.h"
#include "linter/public_access.h"
#include "linter/reference_policy.h"

namespace leastwise {
namespace {

constexpr std::string_view kFullAccess =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";

bool IsNamedByPrincipal(PolicyKind kind) {
  return kind == PolicyKind::kResource || kind == PolicyKind::kTrust;
}

bool IsFilter(PolicyKind kind) {
  return kind == PolicyKind::kServiceControl || kind == PolicyKind::kResourceControl;
}

bool NamesResources(const RequestSet& requests) {
  return std::any_of(requests.resources.begin(), requests.resources.end(),
                     [](const PlacedText& resource) { return resource.text != "*"; });
}

// Whether the demand can be asked of policies of the kind.
bool AppliesTo(const Demand& demand, PolicyKind kind) {
  switch (demand.kind) {
    case DemandKind::kNoPublicAccess:
      return IsNamedByPrincipal(kind);
    case DemandKind::kNoNewAccess:
      return true;
    case DemandKind::kAlways:
      if (demand.requests.principals.empty() == IsNamedByPrincipal(kind)) return false;
      break;
    case DemandKind::kNever:
      if (!demand.requests.principals.empty() && !IsNamedByPrincipal(kind)) return false;
      break;
  }
  // A trust policy is one role's own, and says nothing of which.
  return kind != PolicyKind::kTrust || !NamesResources(demand.requests);
}

std::string WhyNothingApplies(const Demand& demand) {
  const std::string name = InBackticks(DemandName(demand.kind));
  if (demand.kind == DemandKind::kNoPublicAccess) {
    return name + " is about resource and trust policies, and `policies` matches none";
  }
  if (!demand.requests.principals.empty()) {
    return name + " has `principals`, and `policies` matches no resource or trust policy";
  }
  if (demand.kind == DemandKind::kAlways) {
    return name + " needs `principals` to be asked of resource and trust policies";
  }
  return name + " has `resources`, which trust policies have not";
}

bool AllowsAnything(const std::vector<const Policy*>& policies) {
  return std::any_of(policies.begin(), policies.end(), [](const Policy* policy) {
    return std::any_of(policy->statements.begin(), policy->statements.end(),
                       [](const Statement& one) { return one.effect == Effect::kAllow; });
  });
}

std::string TitleOf(const Policy& policy) {
  const std::string label = PolicyLabel(policy);
  const std::string& path = policy.location.file->path();
  return label.empty() ? path : path + ": " + label;
}

// Policies that are asked together, of one kind.
struct Asked {
  std::string name;
  PolicyKind kind = PolicyKind::kIdentity;
  std::vector<const Policy*> policies;
};

// What one question needs besides the policies: documents that are made up. Null: none.
struct Question {
  const Demand* demand = nullptr;
  const Asked* asked = nullptr;
  const Policy* requests = nullptr;  // kNever, kAlways; kNoPublicAccess: surely strangers
  const Policy* types = nullptr;     // kAlways
  const Policy* possible = nullptr;  // kNoPublicAccess: perhaps strangers
  std::vector<std::string> doubts;   // kNoPublicAccess
  std::vector<const Policy*> references;
};

}  // namespace

struct AssertResult::Memory {
  struct ExpectationFile {
    std::unique_ptr<SourceFile> source;
    std::vector<Expectation> expectations;
  };
  // What one expectation was asked of.
  struct Run {
    explicit Run(const Knowledge& knowledge)
        : actions(knowledge.catalog()), managed(knowledge.managed_policies()) {}
    PolicyFiles files;
    ActionTable actions;
    ManagedPolicyLibrary managed;
    std::deque<Policy> copies;
  };
  std::deque<ExpectationFile> files;
  std::deque<Run> runs;
};

AssertResult::AssertResult() = default;
AssertResult::~AssertResult() = default;
AssertResult::AssertResult(AssertResult&&) noexcept = default;
AssertResult& AssertResult::operator=(AssertResult&&) noexcept = default;

const SourceFile* AssertResult::Source(const std::string& path) const {
  if (memory_ == nullptr) return nullptr;
  for (const Memory::ExpectationFile& file : memory_->files) {
    if (file.source->path() == path) return file.source.get();
  }
  for (const Memory::Run& run : memory_->runs) {
    if (const SourceFile* file = run.files.Find(path)) return file;
  }
  return nullptr;
}

class AssertRun {
 public:
  AssertRun(const Knowledge& knowledge, const FileReader& reader)
      : knowledge_(knowledge), reader_(reader) {}

  AssertResult Run(const std::vector<std::string>& paths) {
    result_.memory_ = std::make_unique<AssertResult::Memory>();
    for (const std::string& path : paths) ReadFile(path);
    if (!result_.errors.empty()) return std::move(result_);
    for (const AssertResult::Memory::ExpectationFile& file : result_.memory_->files) {
      for (const Expectation& expectation : file.expectations) {
        result_.expectations.push_back({&expectation, {}});
        Ask(file.source->path(), expectation);
      }
    }
    return std::move(result_);
  }

 private:
  using Memory = AssertResult::Memory;

  void ReadFile(const std::string& path) {
    Result<std::unique_ptr<SourceFile>> source = reader_.Read(path);
    if (!source) {
      result_.errors.push_back({ErrorKind::kUsage, source.error().message, {}, {}});
      return;
    }
    Memory::ExpectationFile& file = result_.memory_->files.emplace_back();
    file.source = *std::move(source);
    file.expectations = ReadExpectations(*file.source, knowledge_.catalog(), &result_.errors);
  }

  void Complain(const Location& where, std::string message, std::string hint = {}) {
    result_.errors.push_back(
        {ErrorKind::kUsage, std::move(message), PlaceOf(where), std::move(hint)});
  }

  // One expectation has an inventory of its own, so that bare documents can be of another kind in
  // each.
  void Ask(const std::string& path, const Expectation& expectation) {
    Memory::Run& run = result_.memory_->runs.emplace_back(knowledge_);
    ExpectedFiles reader(path, reader_, &run.files);
    const std::vector<const Policy*> policies =
        reader.ReadAll(expectation.policies, expectation.kind);
    const Policy* boundary = nullptr;
    if (expectation.boundary) boundary = reader.ReadBoundary(*expectation.boundary);
    const std::vector<const Policy*> controls =
        reader.ReadAll(expectation.service_controls, PolicyKind::kServiceControl);
    std::deque<Asked> asked = GroupPolicies(expectation, policies);
    std::deque<Question> questions;
    for (const Demand& demand : expectation.demands) {
      const std::vector<const Policy*> references =
          reader.ReadAll(demand.references, expectation.kind);
      AddQuestions(expectation, demand, asked, references, &reader, &questions);
    }
    const Policy* const full_access =
        reader.AddText("FullAWSAccess", std::string(kFullAccess), PolicyKind::kServiceControl);
    const bool is_usable = run.files.errors.empty();
    std::move(run.files.errors.begin(), run.files.errors.end(), std::back_inserter(result_.errors));
    if (!is_usable) return;
    Link(run.files.inventory, run.actions, run.managed);

    ComparisonSide caps;
    caps.boundary = boundary;
    caps.service_controls = controls;
    if (!controls.empty() && !AllowsAnything(controls)) {
      caps.service_controls.push_back(full_access);
    }
    for (const Question& question : questions) {
      Answer(question, caps, full_access, &run);
    }
  }

  // The policies that are looked at, each alone or all of a kind together.
  std::deque<Asked> GroupPolicies(const Expectation& expectation,
                                  const std::vector<const Policy*>& policies) {
    std::deque<Asked> out;
    for (const Policy* policy : policies) {
      if (expectation.kind && policy->kind != *expectation.kind) continue;
      const auto known = std::find_if(out.begin(), out.end(), [&](const Asked& one) {
        return one.kind == policy->kind && expectation.together;
      });
      if (known == out.end()) {
        out.push_back({TitleOf(*policy), policy->kind, {policy}});
      } else {
        known->policies.push_back(policy);
      }
    }
    for (Asked& one : out) {
      const std::size_t more = one.policies.size() - 1;
      if (more > 0) one.name += " and " + std::to_string(more) + " more";
    }
    if (out.empty() && !policies.empty()) {
      Complain(expectation.policies.front().where,
               "what `policies` matches holds no policy of the kind `" +
                   std::string(PolicyKindName(*expectation.kind)) + "`");
    }
    return out;
  }

  void AddQuestions(const Expectation& expectation, const Demand& demand,
                    const std::deque<Asked>& asked, const std::vector<const Policy*>& references,
                    ExpectedFiles* reader, std::deque<Question>* out) {
    const std::size_t before = out->size();
    for (const Asked& one : asked) {
      if (!AppliesTo(demand, one.kind)) continue;
      Question& question = out->emplace_back();
      question.demand = &demand;
      question.asked = &one;
      AddDocuments(one, demand, reader, &question);
      for (const Policy* reference : references) {
        if (reference->kind == one.kind) question.references.push_back(reference);
      }
      if (demand.kind == DemandKind::kNoNewAccess && question.references.empty() &&
          !references.empty()) {
        Complain(demand.where,
                 InBackticks(one.name) + " is of the kind `" +
                     std::string(PolicyKindName(one.kind)) +
                     "`, and what it is compared with is not",
                 "`kind` says what bare documents are");
      }
    }
    if (out->size() == before && !asked.empty()) {
      Complain(demand.where, WhyNothingApplies(demand),
               "expectation " + InBackticks(expectation.name.text));
    }
  }

  void AddDocuments(const Asked& asked, const Demand& demand, ExpectedFiles* reader,
                    Question* out) const {
    const ActionCatalog& catalog = knowledge_.catalog();
    const std::string name = "requests of `" + std::string(DemandName(demand.kind)) + "`";
    if (demand.kind == DemandKind::kNever || demand.kind == DemandKind::kAlways) {
      out->requests =
          reader->AddText(name, PolicyOfRequests(demand.requests, asked.kind, catalog), asked.kind);
    }
    if (demand.kind == DemandKind::kAlways && asked.kind != PolicyKind::kTrust) {
      out->types = reader->AddText(
          name, PolicyOfResourceTypes(demand.requests, asked.kind, catalog), asked.kind);
    }
    if (demand.kind != DemandKind::kNoPublicAccess) return;
    StrangerRequests strangers = StrangersOf(*asked.policies.front(), catalog);
    out->requests = reader->AddText(name, strangers.certain, asked.kind);
    out->possible = reader->AddText(name, strangers.possible, asked.kind);
    out->doubts = std::move(strangers.doubts);
  }

  void Answer(const Question& question, const ComparisonSide& caps, const Policy* full_access,
              Memory::Run* run) {
    Assertion out;
    out.demand = question.demand;
    out.policy = question.asked->name;
    out.kind = question.asked->kind;
    out.actions = &run->actions;
    const auto side_of = [&](const std::vector<const Policy*>& policies) {
      ComparisonSide side = caps;
      side.policies = policies;
      if (IsFilter(out.kind) && !AllowsAnything(policies)) side.policies.push_back(full_access);
      return side;
    };
    ComparisonSide own = side_of(question.asked->policies);
    switch (question.demand->kind) {
      case DemandKind::kNever:
        own.scope = question.requests;
        out.comparison = Compare(run->actions, {}, own);
        break;
      case DemandKind::kAlways: {
        ComparisonSide wanted;
        wanted.policies = {question.requests};
        wanted.scope = question.types;
        out.comparison = Compare(run->actions, own, wanted);
        break;
      }
      case DemandKind::kNoPublicAccess:
        out.comparison = CompareStrangers(question, run);
        break;
      case DemandKind::kNoNewAccess:
        out.comparison = Compare(run->actions, side_of(question.references), own);
        break;
    }
    Assertion& kept = result_.expectations.back().answers.emplace_back(std::move(out));
    for (const AddedGrant& grant : kept.comparison.added) {
      kept.violations.push_back({&grant, ExpectedPlace(*question.demand, grant)});
    }
  }

  static PolicyComparison CompareStrangers(const Question& question, Memory::Run* run) {
    const Policy& policy = *question.asked->policies.front();
    const auto compare = [&](const Policy* strangers, bool keeps_doubtful) {
      const Policy& open = run->copies.emplace_back(
          WithoutFixedPrincipals(policy, keeps_doubtful, run->files.inventory.arena()));
      ComparisonSide side;
      side.policies = {&open};
      side.scope = strangers;
      return Compare(run->actions, {}, side);
    };
    PolicyComparison out = compare(question.requests, false);
    if (out.verdict != ComparisonVerdict::kPass || question.doubts.empty()) return out;
    PolicyComparison possible = compare(question.possible, true);
    if (possible.verdict != ComparisonVerdict::kFail) return possible;
    out.verdict = ComparisonVerdict::kUnknown;
    out.reasons = question.doubts;
    return out;
  }

  // The action that was named and that the request is of, else the demand.
  static Location ExpectedPlace(const Demand& demand, const AddedGrant& grant) {
    for (const PlacedText& action : demand.requests.actions) {
      if (Glob(action.text, CaseMode::kFold).Matches(grant.witness.action)) return action.where;
    }
    return demand.where;
  }

  const Knowledge& knowledge_;
  const FileReader& reader_;
  AssertResult result_;
};

AssertResult Assert(const std::vector<std::string>& files, const Knowledge& knowledge,
                    const FileReader& reader) {
  return AssertRun(knowledge, reader).Run(files);
}

}  // namespace leastwise
