#include "engine/entry_reader.h"

#include <algorithm>
#include <array>

#include "engine/matchers.h"
#include "engine/rule_categories.h"
#include "engine/rule_prose.h"

namespace leastwise {
namespace {

constexpr std::size_t kLongestText = 1024;
constexpr std::array<std::string_view, 6> kKindWords{
    "identity-policy", "resource-policy", "trust-policy", "boundary", "scp", "rcp"};
constexpr std::array<std::string_view, 8> kAnchors{"default",       "resource",  "action",
                                                   "principal",     "condition", "statement",
                                                   "identity.name", "attachment"};
constexpr std::array<std::string_view, 1> kFamilies{"guardrail"};
constexpr std::array<std::string_view, 5> kGrantKeys{"actions", "resources", "condition",
                                                     "principals", "from"};

constexpr std::array<std::pair<std::string_view, std::string FrameLabels::*>, 8> kLabels{{
    {"primary", &FrameLabels::primary},
    {"action", &FrameLabels::action},
    {"resource", &FrameLabels::resource},
    {"principal", &FrameLabels::principal},
    {"deny", &FrameLabels::deny},
    {"attachment", &FrameLabels::attachment},
    {"identity", &FrameLabels::identity},
    {"related", &FrameLabels::related},
}};

PlaceholderSet PlaceholdersInWords(const Rule& rule, const RuleDetail& detail) {
  PlaceholderSet set = PlaceholdersIn(rule.message);
  for (const auto& [name, label] : kLabels) {
    set = static_cast<PlaceholderSet>(set | PlaceholdersIn(detail.Label(label)));
  }
  return set;
}

bool IsOneOf(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsId(std::string_view text) {
  return text.size() >= 3 && text.front() >= 'A' && text.front() <= 'Z' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
         });
}

bool IsKebab(std::string_view text) {
  return !text.empty() && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

// Reads one entry; lives for that long.
class EntryReader {
 public:
  EntryReader(const PackScope& scope, const Node& node, const EntryDemands& demands,
              ProsePlace place, RuleBook::Compiled* out, std::vector<PendingRule>* rules)
      : scope_(scope),
        errors_(scope.errors()),
        demands_(demands),
        place_(place),
        out_(out),
        rules_(rules),
        fields_(errors_, node, demands.is_path ? "path" : "rule") {}

  void Read();

 private:
  void ReadAppliesTo();
  void ReadUnless();
  void ReadEnabledBy();
  void ReadSteps(const Node& steps);
  void ReadRule(FieldReader& own, std::vector<Narrowing> narrowings, const Node* when);
  std::unique_ptr<Matcher> ReadMatch(std::vector<Narrowing> narrowings, const Node* when);
  void ReadIdentification(FieldReader& own, Rule* rule);
  void ReadGrades(FieldReader& own, Rule* rule);
  void ReadWords(FieldReader& own, PendingRule* pending);
  void ReadLabels(FieldReader& own, PendingRule* pending);
  void ReadLinks(FieldReader& own, PendingRule* pending);
  void CheckMessage(const Node& node, const RuleDetail& detail);
  void CheckSentence(const Node& node, const RuleDetail& detail);
  // Where a field of a rule stands: the step's own, else the entry's.
  FieldReader& Holder(FieldReader& own, std::string_view key) {
    fields_.Ignore(key);
    own.Ignore(key);
    return own.Has(key) ? own : fields_;
  }

  const PackScope& scope_;
  PackErrors& errors_;
  const EntryDemands& demands_;
  ProsePlace place_;
  RuleBook::Compiled* out_;
  std::vector<PendingRule>* rules_;
  FieldReader fields_;
  const Node* match_ = nullptr;  // null in a path
  PathNodes path_;
  const Node* needs_input_ = nullptr;
  CompiledEntry entry_;
  std::vector<std::string> ids_;
};

void EntryReader::Read() {
  entry_.first_query = static_cast<GrantQueryId>(out_->queries.size());
  if (demands_.is_path) {
    path_ = PathNodes::From(fields_);
  } else {
    match_ = fields_.Need("match");
  }
  ReadAppliesTo();
  ReadUnless();
  ReadEnabledBy();
  needs_input_ = fields_.Take("needs_input");
  const Node* steps = fields_.Take("steps");
  if (steps == nullptr) {
    ReadRule(fields_, {}, nullptr);
  } else {
    ReadSteps(*steps);
  }
  IgnoreProseKeys(fields_);
  fields_.Finish();
  if (!demands_.touches_are_known) entry_.touches = Touches::Only({});
  for (const CompiledStep& step : entry_.steps) {
    entry_.needs = entry_.needs | step.matcher->needs();
    if (demands_.touches_are_known) continue;
    entry_.touches = entry_.touches.Or(step.matcher->touches(out_->action_exprs));
  }
  if (entry_.unless != nullptr) entry_.needs = entry_.needs | entry_.unless->needs();
  entry_.end_query = static_cast<GrantQueryId>(out_->queries.size());
  if (entry_.needs.problem && (entry_.needs.grants || entry_.needs.identity)) {
    errors_.Add(fields_.node(), "`problem` cannot be mixed with `allow`, `deny` or `identity`");
  }
  if (demands_.check_tests) CheckTests(scope_, fields_.node(), ids_);
  out_->entries.push_back(std::move(entry_));
}

void EntryReader::ReadAppliesTo() {
  const Node* node = fields_.Take("applies_to");
  entry_.kinds = 1U << static_cast<unsigned>(PolicyKind::kIdentity);
  if (node == nullptr) return;
  FieldReader fields(errors_, *node, "`applies_to`");
  if (const Node* kinds = fields.Take("kind")) {
    entry_.kinds = 0;
    for (const Node* item : ItemsOf(kinds)) {
      const auto kind = WordOf(errors_, *item, "`kind`", kKindWords);
      if (kind) entry_.kinds = static_cast<std::uint8_t>(entry_.kinds | 1U << *kind);
    }
  }
  for (const std::string_view type : fields.Texts("resource_type")) {
    entry_.resource_types.emplace_back(type);
  }
  fields.Finish();
}

void EntryReader::ReadUnless() {
  const Node* node = fields_.Take("unless");
  if (node == nullptr) return;
  MatchParser parser(scope_, out_->queries, out_->personas);
  entry_.unless = MakeAny(*node, parser);
}

void EntryReader::ReadEnabledBy() {
  const Node* node = fields_.Take("enabled_by");
  if (node == nullptr) return;
  const NamedSet* param = scope_.sets().FindParam(scope_, *node, node->text());
  entry_.is_off = param != nullptr && param->is_empty;
}

void EntryReader::ReadSteps(const Node& steps) {
  if (fields_.Has("id") || fields_.Has("name")) {
    errors_.Add(fields_.node(), "an entry with `steps` has no `id` and `name` of its own");
    fields_.Ignore("id");
    fields_.Ignore("name");
  }
  if (!steps.is(NodeKind::kArray) || steps.items().empty()) {
    errors_.Add(steps, "`steps` is a list of rules");
    return;
  }
  place_.step = 0;
  for (const Node* step : steps.items()) {
    FieldReader own(errors_, *step, "step");
    const Node* when = own.Take("when");
    std::vector<Narrowing> narrowings;
    bool narrows = false;
    for (const Member& member : when == nullptr ? std::span<const Member>() : when->members()) {
      if (IsOneOf(member.key, kGrantKeys)) narrows = true;
      if (member.key.substr(0, 1) == "$") {
        narrowings.push_back({std::string(member.key.substr(1)), member.value, false});
      }
    }
    if (narrows) narrowings.push_back({{}, when, false});
    ReadRule(own, std::move(narrowings), when);
    IgnoreProseKeys(own);
    own.Finish();
    ++place_.step;
  }
}

void EntryReader::ReadRule(FieldReader& own, std::vector<Narrowing> narrowings, const Node* when) {
  PendingRule pending;
  pending.scope = &scope_;
  pending.node = &own.node();
  pending.place = place_;
  pending.rule.pack = scope_.pack();
  pending.rule.entry = static_cast<std::uint32_t>(out_->entries.size());
  ReadIdentification(own, &pending.rule);
  ReadGrades(own, &pending.rule);
  std::unique_ptr<Matcher> matcher = ReadMatch(std::move(narrowings), when);
  // Without a matcher there is an error already; one about its placeholders would be noise.
  pending.detail.tables = scope_.sets().named_tables();
  pending.detail.provides = matcher == nullptr ? kEveryPlaceholder : matcher->provides();
  ReadWords(own, &pending);
  pending.detail.in_words = PlaceholdersInWords(pending.rule, pending.detail);
  ReadLinks(own, &pending);
  if (demands_.check_prose) {
    const Node* step = &own == &fields_ ? nullptr : &own.node();
    CheckProse(scope_, fields_.node(), step, pending.detail.provides, pending.detail.tables);
  }
  ids_.push_back(pending.rule.id);
  entry_.rules.push_back(static_cast<std::uint32_t>(rules_->size()));
  if (matcher != nullptr) {
    entry_.steps.push_back({static_cast<std::uint32_t>(rules_->size()), std::move(matcher)});
  }
  rules_->push_back(std::move(pending));
}

std::unique_ptr<Matcher> EntryReader::ReadMatch(std::vector<Narrowing> narrowings,
                                                const Node* when) {
  scope_.sets().ForgetTables();
  if (match_ == nullptr && path_.needs == nullptr) return nullptr;
  MatchParser parser(scope_, out_->queries, out_->personas, std::move(narrowings));
  MatcherList parts;
  if (needs_input_ != nullptr) parts.push_back(MakeNeedsInput(*needs_input_, errors_));
  bool is_right = true;
  std::unique_ptr<Matcher> match =
      match_ != nullptr ? parser.Parse(*match_) : MakePath(path_, parser);
  if (match == nullptr) is_right = false;
  if (match != nullptr) parts.push_back(std::move(match));
  for (const Narrowing& narrowing : parser.narrowings()) {
    if (narrowing.is_used || !is_right) continue;
    errors_.Add(*narrowing.node, narrowing.name.empty()
                                     ? "`when` narrows an `allow`, but the match has none"
                                     : "no `allow` is called `$" + narrowing.name + "`");
  }
  for (const Member& member : when == nullptr ? std::span<const Member>() : when->members()) {
    if (IsOneOf(member.key, kGrantKeys) || member.key.substr(0, 1) == "$") continue;
    std::unique_ptr<Matcher> part = parser.ParseMember(member, kGrantKeys);
    if (part == nullptr) is_right = false;
    if (part != nullptr) parts.push_back(std::move(part));
  }
  return is_right ? MatchAll(std::move(parts)) : nullptr;
}

void EntryReader::ReadIdentification(FieldReader& own, Rule* rule) {
  rule->id = own.NeedText("id");
  rule->name = own.NeedText("name");
  const Node* id = own.Take("id");
  if (id != nullptr && !IsId(rule->id)) {
    errors_.Add(*id, Quoted(rule->id) + " is no rule id",
                "write capital letters and digits, as in `ACME0001`");
  } else if (id != nullptr && !demands_.known_ids.empty() &&
             !IsOneOf(rule->id, demands_.known_ids)) {
    errors_.Add(*id, Quoted(rule->id) + " is not a registered id", "add it to rules/ids.tsv");
  }
  const Node* name = own.Take("name");
  if (name != nullptr && !IsKebab(rule->name)) {
    errors_.Add(*name, Quoted(rule->name) + " is no rule name", "write kebab-case");
  }
}

void EntryReader::ReadGrades(FieldReader& own, Rule* rule) {
  const auto severity = Holder(own, "severity").Word("severity", kSeverityWords);
  if (!own.Has("severity") && !fields_.Has("severity")) own.Need("severity");
  if (severity) rule->severity = static_cast<Severity>(*severity);
  if (const auto confidence = Holder(own, "confidence").Word("confidence", kConfidenceWords)) {
    rule->confidence = static_cast<Confidence>(*confidence);
  }
  if (const auto audience = Holder(own, "audience").Word("audience", kAudienceWords)) {
    rule->audience = static_cast<Audience>(*audience);
  }
  if (Holder(own, "family").Word("family", kFamilies)) rule->is_guardrail = true;
  FieldReader& holder = Holder(own, "category");
  const std::span<const std::string_view> categories = RuleCategories();
  if (const auto category = holder.Word("category", categories)) {
    rule->category = categories[*category];
  } else if (!holder.Has("category")) {
    own.Need("category");
  }
}

void EntryReader::ReadWords(FieldReader& own, PendingRule* pending) {
  FieldReader& holder = Holder(own, "message");
  pending->rule.message = holder.NeedText("message");
  if (const Node* message = holder.Take("message")) {
    CheckMessage(*message, pending->detail);
  }
  ReadLabels(own, pending);
  if (const auto at = Holder(own, "at").Word("at", kAnchors)) {
    pending->detail.at = static_cast<Anchor>(*at);
  }
}

void EntryReader::CheckMessage(const Node& node, const RuleDetail& detail) {
  CheckSentence(node, detail);
  const std::string_view text = node.text();
  if (!text.empty() && text.back() == '.') errors_.Add(node, "`message` has no final stop");
}

void EntryReader::CheckSentence(const Node& node, const RuleDetail& detail) {
  const std::string_view text = node.text();
  if (text.find_first_of("\r\n") != text.npos) errors_.Add(node, "this text is one line");
  if (text.size() > kLongestText) errors_.Add(node, "this text is longer than 1024 bytes");
  CheckPlaceholders(scope_, node, detail.provides, detail.tables);
}

void EntryReader::ReadLabels(FieldReader& own, PendingRule* pending) {
  const Node* node = Holder(own, "labels").Take("labels");
  if (node == nullptr) return;
  FieldReader fields(errors_, *node, "`labels`");
  auto labels = std::make_unique<FrameLabels>();
  for (const auto& [name, label] : kLabels) {
    (*labels).*label = fields.Text(name);
    const Node* text = fields.Take(name);
    if (text != nullptr) CheckSentence(*text, pending->detail);
  }
  pending->detail.labels = std::move(labels);
  fields.Finish();
}

void EntryReader::ReadLinks(FieldReader& own, PendingRule* pending) {
  const Node* supersedes = Holder(own, "supersedes").Take("supersedes");
  for (const Node* item : ItemsOf(supersedes)) {
    pending->supersedes.emplace_back(item->text(), item);
  }
}

}  // namespace

void ReadEntry(const PackScope& scope, const Node& node, const EntryDemands& demands,
               ProsePlace place, RuleBook::Compiled* out, std::vector<PendingRule>* rules) {
  EntryReader(scope, node, demands, place, out, rules).Read();
}

std::span<const std::string_view> PolicyKindWords() { return kKindWords; }

}  // namespace leastwise
