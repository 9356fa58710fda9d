#include "access/data_review.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "access/carried_keys.h"
#include "access/condition_value.h"
#include "access/resource_cells.h"
#include "base/backticks.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::size_t kMostNamed = 3;

// "`a`, `b` and 2 more".
std::string List(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), kMostNamed); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " and " : ", ";
    out += InBackticks(names[i]);
  }
  if (names.size() > kMostNamed)
    out += " and " + std::to_string(names.size() - kMostNamed) + " more";
  return out;
}

// Lower case, but for the names in `${…}`.
std::string Folded(std::string_view text) {
  std::string out(text);
  bool is_name = false;
  for (char& c : out) {
    if (c == '{' || c == '}') is_name = c == '{';
    if (!is_name && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// --- resources ---

class ResourceReview {
 public:
  ResourceReview(const ActionTable& actions, const AccessMemo& memo, std::vector<Problem>* out)
      : actions_(actions), memo_(memo), out_(out) {}

  void Run(const Statement& statement) {
    if (!statement.has_resource || statement.is_not_resource || statement.is_not_action) return;
    patterns_.reserve(statement.resources.size());
    for (const Text& text : statement.resources) {
      patterns_.emplace_back(text);
      if (patterns_.back().is_everything()) return;
    }
    for (std::size_t i = 0; i < statement.action_patterns.size(); ++i) {
      ReviewAction(statement.actions[i], actions_.pattern(statement.action_patterns[i]));
    }
    const Location about =
        statement.resources.empty() ? Location{} : statement.resources.front().location;
    const bool is_deny = statement.effect == Effect::kDeny;
    Tell(problem::kActionMeetsNoResource, elsewhere_, is_deny, about);
    Tell(problem::kActionNeedsStar, unscopable_, is_deny, about);
  }

 private:
  // Action strings of one statement with one mistake.
  struct Misfits {
    std::vector<const Text*> texts;
    ActionId first = 0;
  };

  void ReviewAction(const Text& text, const ActionPattern& pattern) {
    KnownActions known;
    AddActions(pattern, actions_, &known);
    if (!known.is_whole || known.ids.empty() || IsDocumentedTwice(known.ids.front())) return;
    if (std::any_of(known.ids.begin(), known.ids.end(),
                    [this](ActionId id) { return MayMeet(id) || MeetsOtherwise(id); })) {
      return;
    }
    const bool is_unscopable = std::all_of(known.ids.begin(), known.ids.end(), [this](ActionId id) {
      return actions_.catalog().resource_types(id).empty();
    });
    Misfits& misfits = is_unscopable ? unscopable_ : elsewhere_;
    if (misfits.texts.empty()) misfits.first = known.ids.front();
    misfits.texts.push_back(&text);
  }

  // Two APIs of one prefix, of which the catalog has the resource types of one.
  bool IsDocumentedTwice(ActionId id) const {
    constexpr std::array<std::string_view, 7> kServices{
        "apigateway", "aws-marketplace",  "elasticloadbalancing",
        "greengrass", "kinesisanalytics", "lex",
        "ses"};
    const std::string_view service =
        actions_.catalog().ServiceName(actions_.catalog().ServiceOf(id));
    return std::find(kServices.begin(), kServices.end(), service) != kServices.end();
  }

  bool MayMeet(ActionId id) {
    const std::uint32_t types = actions_.catalog().resource_type_set(id);
    for (const auto& [known, answer] : by_types_) {
      if (known == types) return answer;
    }
    by_types_.emplace_back(types, MayMeetTypes(id));
    return by_types_.back().second;
  }

  bool MayMeetTypes(ActionId id) const {
    for (const auto type : actions_.catalog().resource_types(id)) {
      const TypeTemplate& shape = memo_.Template(type.type);
      for (const ResourcePattern& pattern : patterns_) {
        if (shape.Fits(pattern) != Truth::kNo) return true;
      }
    }
    if (IsListOfBuckets(id) || CreatesWhatIsNamed(id)) return true;
    // What has no types asks for `*`: a hole may be that.
    return actions_.catalog().resource_types(id).empty() &&
           std::any_of(patterns_.begin(), patterns_.end(), [](const ResourcePattern& pattern) {
             return pattern.wide().is_everything();
           });
  }

  // AWS's list gives some calls that make a thing no type, and the services ask for the thing's
  // ARN: eks:CreateCluster on `arn:aws:eks:eu-west-1:111122223333:cluster/a`.
  bool CreatesWhatIsNamed(ActionId id) const {
    const ActionCatalog& catalog = actions_.catalog();
    constexpr std::string_view kCreate = "Create";
    const std::string full = catalog.FullName(id);
    const std::string_view name = std::string_view(full).substr(full.find(':') + 1);
    if (!name.starts_with(kCreate) || !catalog.resource_types(id).empty()) return false;
    const std::string_view made = name.substr(kCreate.size());
    return std::any_of(patterns_.begin(), patterns_.end(), [&](const ResourcePattern& pattern) {
      const std::string_view resource = pattern.wide().resource().pattern();
      return pattern.wide().service().Matches(catalog.ServiceName(catalog.ServiceOf(id))) &&
             EqualsFolded(resource.substr(0, resource.find_first_of(":/")), made);
    });
  }

  // AWS's own examples grant s3:ListAllMyBuckets on every bucket, and S3 takes that for `*`.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html
  bool IsListOfBuckets(ActionId id) const {
    return actions_.catalog().FullName(id) == "s3:ListAllMyBuckets" &&
           std::any_of(patterns_.begin(), patterns_.end(), [](const ResourcePattern& pattern) {
             return pattern.wide().service().Matches("s3") &&
                    pattern.wide().resource().is_everything();
           });
  }

  // A name without its type (`arn:aws:secretsmanager:*:*:ml-*`) is met where the star runs on over
  // the type; a type that is written in another way than AWS does is still a mistake.
  static bool MeetsPastColons(const TypeTemplate& shape, const ArnPattern& pattern) {
    if (pattern.resource().pattern().find_first_of(":/") != std::string_view::npos) return false;
    const std::optional<std::string> past = pattern.PastColons();
    return past && shape.Fits(ResourcePattern(*past)) != Truth::kNo;
  }

  // Case counts in ARNs, but AWS's own list is not always right about it; and a star may run on
  // past the colon.
  bool MeetsOtherwise(ActionId id) const {
    for (const auto type : actions_.catalog().resource_types(id)) {
      const ResourceType listed = actions_.catalog().resource_type(type.type);
      const std::string arn = Folded(listed.arn);
      const std::string shape = Folded(listed.pattern);
      const TypeTemplate folded(arn, shape);
      for (const ResourcePattern& pattern : patterns_) {
        const std::string text = Folded(pattern.wide().pattern());
        if (folded.Fits(ResourcePattern(text)) != Truth::kNo) return true;
        if (MeetsPastColons(folded, ArnPattern(text))) return true;
      }
    }
    return false;
  }

  // "`bucket` resources", "`accesspoint` and `bucket` resources"
  std::string TypesOf(ActionId id) const {
    const auto types = actions_.catalog().resource_types(id);
    std::vector<std::string> names;
    for (const auto type : types) {
      names.emplace_back(actions_.catalog().resource_type(type.type).name);
    }
    return List(names) + " resources";
  }

  void Tell(std::string_view code, const Misfits& misfits, bool is_deny,
            const Location& about) const {
    if (misfits.texts.empty()) return;
    std::vector<std::string> names;
    for (const Text* text : misfits.texts) names.emplace_back(text->value);
    const bool is_one = names.size() == 1;
    std::string detail = List(names);
    if (code == problem::kActionNeedsStar) {
      const std::string_view done = is_deny ? "denied" : "granted";
      detail +=
          is_one ? " takes no resource and is only ever " : " take no resource and are only ever ";
      detail += std::string(done) + " on `*`";
    } else if (is_one) {
      detail += " is about " + TypesOf(misfits.first) + ", and this statement names none";
    } else {
      detail += " have no resource here that they can be used on";
    }
    if (is_deny) detail += is_one ? ": this Deny never stops it" : ": this Deny never stops them";
    out_->push_back({code, misfits.texts.front()->location, std::move(detail), about});
  }

  const ActionTable& actions_;
  const AccessMemo& memo_;
  std::vector<Problem>* out_;
  std::vector<ResourcePattern> patterns_;
  std::vector<std::pair<std::uint32_t, bool>> by_types_;
  Misfits elsewhere_;
  Misfits unscopable_;
};

// --- condition keys ---

class KeyReview {
 public:
  KeyReview(const ActionTable& actions, const Statement& statement, std::vector<Problem>* out)
      : actions_(actions), catalog_(actions.catalog()), statement_(statement), out_(out) {
    known_ = KnownActionsOf(statement, actions_);
    if (statement.is_not_action) return;
    for (const ActionPatternId id : statement.action_patterns) {
      if (!actions_.pattern(id).literal) has_wildcards_ = true;
    }
  }

  void Run(const ConditionEntry& entry) {
    if (entry.family == ConditionFamily::kUnknown) return;
    const std::optional<ConditionKeyId> id = catalog_.FindConditionKey(entry.folded_key);
    if (!id) return ReviewUnknown(entry);
    const ConditionKey key = catalog_.condition_key(*id);
    ReviewType(entry, key);
    if (!key.is_global && !entry.folded_key.starts_with("aws:")) ReviewSent(entry);
  }

 private:
  void Add(std::string_view code, const Location& where, std::string detail) {
    out_->push_back({code, where, std::move(detail), {}});
  }

  // Never in a request: what the entry is then worth.
  void AddNever(const ConditionEntry& entry, const std::string& why) {
    const Truth truth = Evaluate(entry, ContextValue{});
    if (truth == Truth::kUnknown) return;
    const bool always = truth == Truth::kYes;
    const bool is_deny = statement_.effect == Effect::kDeny;
    const std::string_view code =
        is_deny ? (always ? problem::kDenyAbsentKeyAlways : problem::kDenyAbsentKeyNever)
                : (always ? problem::kAllowAbsentKeyAlways : problem::kAllowAbsentKeyNever);
    Add(code, entry.key.location,
        why + ", so that this condition " + (always ? "always" : "never") + " holds");
  }

  // A key that AWS does not have. Keys of identity providers are no service's, and AWS's own list
  // of them is not in the catalog; tags have any name.
  void ReviewUnknown(const ConditionEntry& entry) {
    const std::string_view prefix = entry.folded_key.substr(0, entry.folded_key.find(':'));
    if (prefix.size() == entry.folded_key.size() || !ServiceHasKeys(catalog_, prefix)) return;
    AddNever(entry, "AWS lists no condition key " + InBackticks(entry.key.value));
  }

  void ReviewSent(const ConditionEntry& entry) {
    if (known_.ids.empty()) return;
    std::vector<std::string> without;
    bool is_sent = false;
    for (const ActionId id : known_.ids) {
      if (catalog_.HasConditionKey(id, entry.folded_key)) {
        is_sent = true;
      } else {
        // An action that is named twice is one action.
        std::string name = catalog_.FullName(id);
        const bool is_new = std::find(without.begin(), without.end(), name) == without.end();
        if (is_new) without.push_back(std::move(name));
      }
    }
    if (!is_sent && IsOrphanKey(catalog_, entry.folded_key)) return;
    if (!is_sent && known_.is_whole) {
      return AddNever(entry, "no request for " + List(without) + " has the key " +
                                 InBackticks(entry.key.value));
    }
    // Who writes a wildcard means those of its actions that have the key.
    if (!is_sent || without.empty() || has_wildcards_) return;
    const Truth truth = Evaluate(entry, ContextValue{});
    if (truth == Truth::kUnknown) return;
    Add(problem::kKeyOfSomeActions, entry.key.location,
        "requests for " + List(without) + " never have the key " + InBackticks(entry.key.value) +
            ": for them this condition " + (truth == Truth::kYes ? "always" : "never") +
            " holds, so that " + std::string(ForOthers(truth == Truth::kYes)));
  }

  // What becomes of the statement for actions that never have the key.
  std::string_view ForOthers(bool always) const {
    const bool is_deny = statement_.effect == Effect::kDeny;
    if (!always) return is_deny ? "this Deny never stops them" : "this Allow never grants them";
    return is_deny ? "this Deny makes no exception of them" : "it limits none of them";
  }

  // --- types ---

  static std::string_view TypeName(ConditionKeyType type) {
    switch (type) {
      case ConditionKeyType::kBool:
      case ConditionKeyType::kArrayOfBool:
        return "true or false";
      case ConditionKeyType::kNumeric:
      case ConditionKeyType::kArrayOfNumeric:
        return "a number";
      case ConditionKeyType::kDate:
        return "a date";
      case ConditionKeyType::kIpAddress:
        return "an IP address";
      case ConditionKeyType::kBinary:
        return "binary";
      case ConditionKeyType::kArn:
      case ConditionKeyType::kArrayOfArn:
        return "an ARN";
      case ConditionKeyType::kString:
      case ConditionKeyType::kArrayOfString:
        break;
    }
    return "text";
  }

  // Only pairs that AWS compares as two different things. Text operators on ARNs and booleans do
  // what they say, and AWS's data calls many an ARN a string.
  static bool IsUnfit(ConditionFamily family, ConditionKeyType type) {
    const std::string_view holds = TypeName(type);
    switch (family) {
      case ConditionFamily::kBool:
        return holds != "true or false";
      case ConditionFamily::kNumeric:
        return holds != "a number";
      case ConditionFamily::kDate:
        // aws:EpochTime is a date that the data calls a number.
        return holds != "a date" && holds != "a number";
      case ConditionFamily::kIp:
        return holds != "an IP address";
      case ConditionFamily::kString:
      case ConditionFamily::kStringIgnoreCase:
      case ConditionFamily::kStringLike:
        return holds == "an IP address" || holds == "a date";
      default:
        return false;
    }
  }

  void ReviewType(const ConditionEntry& entry, const ConditionKey& key) {
    const bool is_unfit = IsUnfit(entry.family, key.type);
    if (is_unfit) {
      Add(problem::kOperatorUnfit, entry.op.location,
          InBackticks(entry.key.value) + " holds " + std::string(TypeName(key.type)) + ", which " +
              InBackticks(entry.op.value) + " does not compare");
    }
    const bool wants_set = IsMultivalued(key.type) && entry.quantifier == Quantifier::kNone &&
                           entry.family != ConditionFamily::kNull;
    if (wants_set) {
      Add(problem::kSetOperatorMissing, entry.op.location,
          InBackticks(entry.key.value) + " can have several values, which " +
              InBackticks(entry.op.value) + " does not compare");
    }
    if (!is_unfit) ReviewValues(entry);
  }

  void ReviewValues(const ConditionEntry& entry) {
    const bool is_exact = entry.family == ConditionFamily::kString ||
                          entry.family == ConditionFamily::kStringIgnoreCase;
    for (const Text& value : entry.values) {
      if (is_exact && value.pattern.find_first_of("*?") != std::string_view::npos) {
        Add(problem::kWildcardUnderEquals, value.location,
            InBackticks(entry.op.value) + " compares " + InBackticks(value.value) +
                " as it stands: the wildcard is no wildcard");
      }
      if (!value.has_hole() && !IsOfFamily(value.value, entry.family)) {
        Add(problem::kValueUnfit, value.location,
            InBackticks(value.value) + " is not a value that " + InBackticks(entry.op.value) +
                " can compare");
      }
    }
  }

  static bool IsOfFamily(std::string_view value, ConditionFamily family) {
    switch (family) {
      case ConditionFamily::kBool:
      case ConditionFamily::kNull:
        return EqualsFolded(value, "true") || EqualsFolded(value, "false");
      case ConditionFamily::kNumeric:
        return CompareDecimals(value, "0").has_value();
      case ConditionFamily::kDate:
        return SecondsOf(value).has_value();
      case ConditionFamily::kIp:
        return ParseIpBlock(value).has_value();
      default:
        return true;
    }
  }

  const ActionTable& actions_;
  const ActionCatalog& catalog_;
  const Statement& statement_;
  std::vector<Problem>* out_;
  KnownActions known_;
  bool has_wildcards_ = false;
};

// --- placeholders ---

// What stands in examples for a part of an ARN that has to be filled in.
bool IsPlaceholder(std::string_view part) {
  constexpr std::array<std::string_view, 14> kWords{
      "region",         "aws-region",      "aws_region",    "your-region", "account",
      "acct",           "accountid",       "account-id",    "account_id",  "aws-account-id",
      "aws_account_id", "your-account-id", "accountnumber", "awsaccountid"};
  if (part.size() > 2 && part.front() == '<' && part.back() == '>') return true;
  return std::any_of(kWords.begin(), kWords.end(),
                     [part](std::string_view word) { return EqualsFolded(part, word); });
}

void ReviewPlaceholder(const Text& text, std::vector<Problem>* out) {
  const std::optional<ArnParts> arn = SplitArn(text.value);
  if (!arn) return;
  for (const std::string_view part : {arn->region, arn->account}) {
    if (!IsPlaceholder(part)) continue;
    out->push_back({problem::kPlaceholder,
                    text.location,
                    InBackticks(part) + " in " + InBackticks(text.value) + " was never filled in",
                    {}});
    return;
  }
}

}  // namespace

std::vector<Problem> ReviewAgainstData(const Policy& policy, const ActionTable& actions,
                                       const AccessMemo& memo) {
  std::vector<Problem> out;
  const bool names_resources = policy.kind == PolicyKind::kIdentity ||
                               policy.kind == PolicyKind::kBoundary ||
                               policy.kind == PolicyKind::kServiceControl;
  for (const Statement& statement : policy.statements) {
    if (!statement.has_effect || statement.low_confidence) continue;
    if (names_resources) ResourceReview(actions, memo, &out).Run(statement);
    for (const Text& text : statement.resources) ReviewPlaceholder(text, &out);
    for (const Principal& principal : statement.principals) ReviewPlaceholder(principal.text, &out);
    if (statement.conditions.empty()) continue;
    KeyReview keys(actions, statement, &out);
    for (const ConditionEntry& entry : statement.conditions) keys.Run(entry);
  }
  return out;
}

}  // namespace leastwise
