#include "linter/can.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "base/backticks.h"
#include "iam/action_table.h"
#include "iam/arn.h"
#include "iam/glob.h"
#include "linter/asked_request.h"
#include "linter/managed_policy_library.h"
#include "linter/policy_files.h"

namespace leastwise {

struct CanResult::Memory {
  explicit Memory(const Knowledge& knowledge)
      : actions(knowledge.catalog()), managed(knowledge.managed_policies()) {}

  std::deque<PolicyFiles> files;  // one entry for each layer that was given
  ActionTable actions;
  ManagedPolicyLibrary managed;
};

CanResult::CanResult() = default;
CanResult::~CanResult() = default;
CanResult::CanResult(CanResult&&) noexcept = default;
CanResult& CanResult::operator=(CanResult&&) noexcept = default;

const SourceFile* CanResult::Source(const std::string& path) const {
  if (memory_ == nullptr) return nullptr;
  for (const PolicyFiles& files : memory_->files) {
    if (const SourceFile* file = files.Find(path)) return file;
  }
  return nullptr;
}

namespace {

constexpr std::size_t kMostNames = 12;

Error Usage(std::string message, std::string hint = {}) {
  return {ErrorKind::kUsage, std::move(message), {}, std::move(hint)};
}

std::vector<std::string> SplitAtCommas(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    if (end > begin) out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

std::string_view LastSegment(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Whether a user means this identity: by ARN, by name (`trainer`, `role/trainer`), or by the ARN of
// a session of the role.
bool IsMeant(const Identity& identity, std::string_view asked) {
  const std::string_view name = identity.name.value;
  if (asked == name || asked == identity.arn) return true;
  if (asked == std::string(IdentityKindName(identity.kind)) + "/" + std::string(name)) return true;
  const auto arn = SplitArn(asked);
  if (!arn || (!identity.account.empty() && arn->account != identity.account)) return false;
  if (arn->service == "sts" && identity.kind == IdentityKind::kRole) {
    return arn->resource.starts_with("assumed-role/" + std::string(name) + "/");
  }
  const std::string kind = std::string(IdentityKindName(identity.kind)) + "/";
  return identity.arn.empty() && arn->service == "iam" && arn->resource.starts_with(kind) &&
         LastSegment(arn->resource) == name;
}

// A service, a web identity host, or everyone: nobody who could have identity policies.
bool IsOutsider(std::string_view asked) {
  return asked == "*" || (asked.find('.') != std::string_view::npos &&
                          asked.find_first_of(":/") == std::string_view::npos);
}

bool IsSame(const Identity& a, const Identity& b) {
  return a.kind == b.kind && a.name.value == b.name.value && a.account == b.account;
}

std::string NameOf(const Identity& identity) {
  return identity.arn.empty() ? std::string(identity.name.value) : std::string(identity.arn);
}

std::string ListNames(const std::vector<const Identity*>& identities) {
  std::string out;
  for (std::size_t i = 0; i < std::min(identities.size(), kMostNames); ++i) {
    out += (i == 0 ? "" : ", ") + InBackticks(NameOf(*identities[i]));
  }
  if (identities.size() > kMostNames) {
    out += " and " + std::to_string(identities.size() - kMostNames) + " more";
  }
  return out;
}

bool IsResourceKind(PolicyKind kind) {
  return kind == PolicyKind::kResource || kind == PolicyKind::kTrust;
}

bool AssumesRole(const Request& request) {
  return Glob("sts:AssumeRole*", CaseMode::kFold).Matches(request.action);
}

}  // namespace

class CanRun {
 public:
  CanRun(const CanOptions& options, const Knowledge& knowledge, const FileReader& reader)
      : options_(options), knowledge_(knowledge), reader_(reader) {}

  CanResult Run() {
    result_.memory_ = std::make_unique<CanResult::Memory>(knowledge_);
    result_.request = options_.request;
    AskedRequest asked = CheckAskedRequest(options_.request, knowledge_.catalog());
    result_.errors = std::move(asked.errors);
    result_.notes = std::move(asked.notes);
    if (!result_.errors.empty()) return std::move(result_);
    ReadAll();
    if (!result_.errors.empty()) return std::move(result_);
    Inventory& inventory = result_.memory_->files.front().inventory;
    Link(inventory, result_.memory_->actions, result_.memory_->managed);
    FillFrom(inventory);
    if (!result_.errors.empty()) return std::move(result_);
    result_.ruling = Authorize(stack_, result_.request);
    if (result_.ruling.verdict == Verdict::kAllowed) NoteWhatWasNotGiven();
    if (!result_.ruling.missing_keys.empty()) {
      result_.notes.push_back(
          "--context KEY=VALUE says a key, --without KEY that it is absent, --context-complete "
          "that "
          "all others are");
    }
    return std::move(result_);
  }

 private:
  // The documents of some files; the first call reads the main ones.
  PolicyList ReadLayer(std::span<const std::string> paths, std::optional<PolicyKind> kind) {
    PolicyFiles& files = result_.memory_->files.emplace_back(ReadPolicyFiles(paths, kind, reader_));
    std::move(files.errors.begin(), files.errors.end(), std::back_inserter(result_.errors));
    if (!files.inventory.problems().empty() && files.errors.empty()) {
      result_.notes.push_back(InBackticks(paths.front()) +
                              " has mistakes that AWS might refuse, `leastwise check` lists them");
    }
    return {files.inventory.policies().begin(), files.inventory.policies().end()};
  }

  // The one document of a layer that has one.
  const Policy* ReadOne(const std::string& path, PolicyKind kind) {
    if (path.empty()) return nullptr;
    const PolicyList policies = ReadLayer({&path, 1}, kind);
    if (policies.size() > 1) {
      result_.errors.push_back(Usage(InBackticks(path) + " holds " +
                                     std::to_string(policies.size()) +
                                     " policies, and one was expected"));
    }
    return policies.empty() ? nullptr : policies.front();
  }

  void ReadAll() {
    ReadLayer(options_.files, std::nullopt);
    stack_.boundary = ReadOne(options_.boundary, PolicyKind::kBoundary);
    for (const std::string& level : options_.service_controls) {
      stack_.service_controls.push_back(
          ReadLayer(SplitAtCommas(level), PolicyKind::kServiceControl));
    }
    if (!options_.resource_controls.empty()) {
      stack_.resource_controls =
          ReadLayer(options_.resource_controls, PolicyKind::kResourceControl);
    }
    if (!options_.sessions.empty()) {
      stack_.session = ReadLayer(options_.sessions, PolicyKind::kIdentity);
    }
    const PolicyKind kind =
        AssumesRole(options_.request) ? PolicyKind::kTrust : PolicyKind::kResource;
    stack_.resource = ReadOne(options_.resource_policy, kind);
  }

  void FillFrom(const Inventory& inventory) {
    std::vector<const Identity*> candidates;
    for (const Identity* identity : inventory.identities()) {
      const bool is_new =
          std::none_of(candidates.begin(), candidates.end(),
                       [&](const Identity* other) { return IsSame(*other, *identity); });
      if (identity->kind != IdentityKind::kGroup && is_new) candidates.push_back(identity);
    }
    if (candidates.empty()) {
      AddLooseDocuments(inventory, true);
      return;
    }
    AddLooseDocuments(inventory, false);
    if (stack_.resource == nullptr && AssumesRole(options_.request)) AddTrust(inventory);
    if (IsOutsider(options_.request.principal)) return;
    if (const Identity* chosen = Choose(candidates)) AddIdentity(inventory, *chosen);
  }

  const Identity* Choose(const std::vector<const Identity*>& candidates) {
    const std::string& asked = options_.request.principal;
    if (asked.empty() && candidates.size() == 1) return candidates.front();
    std::vector<const Identity*> meant;
    for (const Identity* identity : candidates) {
      if (IsMeant(*identity, asked)) meant.push_back(identity);
    }
    if (meant.size() == 1) return meant.front();
    std::string message = "the files hold " + std::to_string(candidates.size()) +
                          " users and roles: say which with --principal";
    if (!asked.empty()) {
      message = meant.empty() ? "no user or role of the files is " + InBackticks(asked)
                              : "several users and roles of the files are " + InBackticks(asked);
    }
    result_.errors.push_back(
        Usage(std::move(message), "they are " + ListNames(meant.empty() ? candidates : meant)));
    return nullptr;
  }

  void AddIdentity(const Inventory& inventory, const Identity& chosen) {
    for (const Identity* identity : inventory.identities()) {
      if (!IsSame(*identity, chosen)) continue;
      AddDocuments(*identity);
      for (const Identity* group : identity->groups) AddDocuments(*group);
      AddBoundary(*identity);
    }
    std::string& principal = result_.request.principal;
    if (principal.find(':') == std::string::npos) principal = std::string(chosen.arn);
    if (result_.request.account.empty() && principal.empty()) {
      result_.request.account = std::string(chosen.account);
    }
    AddTags(chosen);
  }

  // What the call says of a key counts more: a session may carry tags in place of its role's.
  void AddTags(const Identity& identity) {
    bool has_added = false;
    for (const Tag& tag : identity.tags) {
      std::string key = "aws:PrincipalTag/" + std::string(tag.key);
      std::transform(key.begin(), key.end(), key.begin(), FoldAscii);
      const std::string value(tag.value);
      has_added |= result_.request.context.try_emplace(std::move(key), 1, value).second;
    }
    if (!has_added) return;
    result_.notes.push_back(
        "`aws:PrincipalTag/…` has the tags of " + InBackticks(NameOf(identity)) +
        (identity.kind == IdentityKind::kRole ? ", though a session of the role may carry others"
                                              : ""));
  }

  void AddDocuments(const Identity& identity) {
    for (const Policy* policy : identity.inline_policies) stack_.identity.push_back(policy);
    for (const Attachment& attachment : identity.attachments) {
      if (attachment.policy != nullptr) {
        stack_.identity.push_back(attachment.policy);
        continue;
      }
      stack_.has_unread_policies = true;
      result_.notes.push_back("the attached policy " + InBackticks(attachment.name) +
                              " was not read");
    }
  }

  void AddBoundary(const Identity& identity) {
    boundary_is_known_ = boundary_is_known_ || identity.boundary_is_known;
    if (!identity.boundary || stack_.boundary != nullptr) return;
    stack_.boundary = identity.boundary->policy;
    stack_.boundary_is_unread = stack_.boundary == nullptr;
  }

  // Documents that stand by themselves: resource policies, and what nobody is said to hold.
  void AddLooseDocuments(const Inventory& inventory, bool takes_identity_policies) {
    for (const Policy* policy : inventory.policies()) {
      if (!policy->container.empty() && !takes_identity_policies) continue;
      if (IsResourceKind(policy->kind)) {
        AddResourcePolicy(inventory, policy);
      } else if (takes_identity_policies) {
        stack_.identity.push_back(policy);
      }
    }
  }

  void AddResourcePolicy(const Inventory& inventory, const Policy* policy) {
    for (const Identity* identity : inventory.identities()) {
      if (identity->trust == policy) return;
    }
    if (stack_.resource != nullptr) {
      result_.errors.push_back(
          Usage("several resource policies were given, and a resource has one"));
      return;
    }
    stack_.resource = policy;
  }

  // The trust policy of the role that is to be assumed, where the files hold it.
  void AddTrust(const Inventory& inventory) {
    for (const Identity* identity : inventory.identities()) {
      const bool is_target =
          identity->kind == IdentityKind::kRole && IsMeant(*identity, options_.request.resource);
      if (is_target && identity->trust != nullptr) stack_.resource = identity->trust;
    }
  }

  void NoteWhatWasNotGiven() {
    if (!result_.request.principal.empty() && IsOutsider(result_.request.principal)) return;
    std::string missing;
    const auto add = [&missing](std::string_view layer) {
      missing += (missing.empty() ? "" : ", ") + std::string(layer);
    };
    if (stack_.boundary == nullptr && !boundary_is_known_) add("a permissions boundary");
    if (stack_.service_controls.empty()) add("service control policies");
    if (stack_.resource_controls.empty()) add("resource control policies");
    if (missing.empty()) return;
    result_.notes.push_back("not given, so not held against the request: " + missing);
  }

  const CanOptions& options_;
  const Knowledge& knowledge_;
  const FileReader& reader_;
  PolicyStack stack_;
  bool boundary_is_known_ = false;
  CanResult result_;
};

CanResult Can(const CanOptions& options, const Knowledge& knowledge, const FileReader& reader) {
  return CanRun(options, knowledge, reader).Run();
}

}  // namespace leastwise
