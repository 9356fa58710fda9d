#include "access/comparison_model.h"

#include <algorithm>
#include <set>

#include "access/resource_pattern.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr char kAnyArn[] = "arn:*:*:*:*:*";
constexpr char kSeparator = '\x1f';
constexpr std::size_t kMaxDoubts = 20;  // one is enough to make a pass uncertain

std::string Folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), FoldAscii);
  return out;
}

bool IsVariableOnly(const Text& text) {
  return std::all_of(text.parts.begin(), text.parts.end(), [](const TextPart& part) {
    return part.kind == PartKind::kLiteral || part.kind == PartKind::kVariable;
  });
}

// A variable before the fifth colon, where AWS takes none.
bool HasEarlyVariable(const Text& text) {
  std::ptrdiff_t colons = 0;
  for (const TextPart& part : text.parts) {
    if (part.kind == PartKind::kVariable && colons < 5) return true;
    if (part.kind == PartKind::kLiteral) {
      colons += std::count(part.text.begin(), part.text.end(), ':');
    }
  }
  return false;
}

// What a bound variable stands for: nothing that a policy is likely to name, so not its own name.
std::string BindingFor(const std::string& key, std::size_t number) {
  if (key == "aws:username") return "alice";
  if (key == "aws:userid") return "AIDAEXAMPLEEXAMPLE:alice";
  if (key.ends_with("account")) return "123456789012";
  if (key == "aws:requestedregion") return "us-east-1";
  return "value-" + std::to_string(number);
}

bool ExpandsShortResources(PolicyKind kind) {
  return kind == PolicyKind::kIdentity || kind == PolicyKind::kBoundary;
}

std::ptrdiff_t MissingColons(std::string_view pattern) {
  return std::max<std::ptrdiff_t>(5 - std::count(pattern.begin(), pattern.end(), ':'), 0);
}

void SortUnique(std::vector<std::uint32_t>* ids) {
  std::sort(ids->begin(), ids->end());
  ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
}

}  // namespace

bool Covers(const ModelResource& outer, const ModelResource& inner) {
  if (outer.everything || inner.nothing) return true;
  if (inner.everything || outer.nothing) return false;
  if (outer.text->pattern == inner.text->pattern && outer.open == inner.open) return true;
  if (outer.open_by_reading && !inner.open_by_reading) return false;
  if (outer.open_by_reading || inner.open_by_reading) {
    return ArnPattern(outer.glob).Covers(ArnPattern(inner.glob)) && !outer.text->has_hole() &&
           !inner.text->has_hole();
  }
  // What fills a template's hole may hold colons, and so move the parts.
  if (!IsVariableOnly(*inner.text) || HasEarlyVariable(*inner.text)) return false;
  return outer.arn.Covers(inner.arn);
}

ComparisonModel::ComparisonModel(const ComparisonSide& old_side, const ComparisonSide& new_side,
                                 bool bind, WorkMeter* meter)
    : bind_(bind) {
  AddSide(old_side, false);
  AddSide(new_side, true);
  if (!principals_.Finish(meter)) {
    doubts_.insert(doubts_.begin(), "the policies name too many principals to weigh");
  }
}

void ComparisonModel::AddSide(const ComparisonSide& side, bool is_new) {
  std::uint32_t layer = 0;
  for (const Policy* policy : side.policies) AddPolicy(*policy, is_new, layer);
  ++layer;
  if (side.boundary != nullptr) AddPolicy(*side.boundary, is_new, layer++);
  for (const Policy* policy : side.service_controls) AddPolicy(*policy, is_new, layer);
  if (!side.service_controls.empty()) ++layer;
  if (side.scope != nullptr) AddPolicy(*side.scope, is_new, layer++);
  (is_new ? new_layers_ : old_layers_) = layer;
}

void ComparisonModel::AddPolicy(const Policy& policy, bool is_new, std::uint32_t layer) {
  for (const Statement& statement : policy.statements) {
    AddStatement(policy, statement, is_new, layer);
  }
}

void ComparisonModel::Doubt(const Statement& statement, std::string_view why) {
  if (doubts_.size() >= kMaxDoubts) return;
  std::string doubt = "statement " + std::to_string(statement.index);
  if (!statement.sid.value.empty()) doubt += " (`" + std::string(statement.sid.value) + "`)";
  doubt += " " + std::string(why);
  if (std::find(doubts_.begin(), doubts_.end(), doubt) == doubts_.end()) doubts_.push_back(doubt);
}

void ComparisonModel::AddStatement(const Policy& policy, const Statement& statement, bool is_new,
                                   std::uint32_t layer) {
  if (!statement.has_effect) return;
  if (statement.low_confidence) Doubt(statement, "could not be read as it stands");
  for (const Text& action : statement.actions) {
    if (action.has_hole()) Doubt(statement, "has an action that a template fills in");
  }
  for (const Principal& principal : statement.principals) {
    if (principal.text.has_hole()) Doubt(statement, "has a principal that is not known");
  }
  ModelStatement out;
  out.policy = &policy;
  out.statement = &statement;
  out.is_new = is_new;
  out.is_allow = statement.effect == Effect::kAllow;
  out.layer = layer;
  out.not_resource = statement.is_not_resource;
  if (!statement.has_resource) {
    // Such a statement speaks of the resource that the document is attached to, or of none.
    if (policy.kind != PolicyKind::kTrust && policy.kind != PolicyKind::kResource) return;
    out.any_resource = true;
    out.not_resource = false;
  }
  for (const Text& text : statement.resources) {
    out.resources.push_back(AddResource(policy, text, statement.is_not_resource));
  }
  SortUnique(&out.resources);
  out.any_resource = out.any_resource ||
                     std::any_of(out.resources.begin(), out.resources.end(),
                                 [this](std::uint32_t id) { return resources_[id].everything; });
  if (out.any_resource && out.not_resource) return;  // excludes everything
  for (const ConditionEntry& entry : statement.conditions) out.entries.push_back(AddEntry(entry));
  SortUnique(&out.entries);
  out.principal = principals_.Add(statement);
  statements_.push_back(std::move(out));
}

// The text with its variables bound, where that is wanted and possible.
const Text& ComparisonModel::Bound(const Text& text, bool in_resource) {
  const bool has_variable =
      std::any_of(text.parts.begin(), text.parts.end(),
                  [](const TextPart& part) { return part.kind == PartKind::kVariable; });
  has_variables_ = has_variables_ || has_variable;
  if (!bind_ || !has_variable || !IsVariableOnly(text)) return text;
  if (in_resource && HasEarlyVariable(text)) return text;
  std::string& pattern = strings_.emplace_back();
  for (const TextPart& part : text.parts) {
    if (part.kind == PartKind::kLiteral) {
      pattern += part.text;
      continue;
    }
    const std::string key = Folded(part.text);
    pattern += bindings_.try_emplace(key, BindingFor(key, bindings_.size() + 1)).first->second;
  }
  Text& out = texts_.emplace_back(text);
  out.pattern = pattern;
  out.parts = {};
  return out;
}

std::uint32_t ComparisonModel::AddResource(const Policy& policy, const Text& written,
                                           bool is_excluded) {
  const Text& text = Bound(written, true);
  const bool expands = ExpandsShortResources(policy.kind);
  // By one reading, what excludes a variable without a value excludes everything.
  is_excluded = is_excluded && text.has_hole();
  std::string key = is_excluded ? "n" : "r";
  key += expands ? 'e' : 'o';
  key += text.pattern;
  const auto [found, is_new] =
      ids_.try_emplace(std::move(key), static_cast<std::uint32_t>(resources_.size()));
  if (!is_new) return found->second;
  ModelResource out;
  out.text = &text;
  out.arn = ArnPattern(text.pattern);
  out.everything = out.arn.is_everything();
  out.open = text.has_hole();
  out.glob = out.open ? WidenHoles(text.pattern) : std::string(text.pattern);
  out.flat = !IsVariableOnly(text);
  if (is_excluded) {
    out.glob = "*";
    out.flat = true;
  } else if (out.everything) {
    out.glob = kAnyArn;
  } else if (const std::ptrdiff_t missing = MissingColons(out.glob); missing > 0) {
    // One hole alone may be anything; else what is missing is `*` or makes it match nothing.
    const bool is_hole_alone = out.open && Glob(out.glob).is_everything();
    for (std::ptrdiff_t i = 0; i < missing && !is_hole_alone; ++i) out.glob += ":*";
    out.open_by_reading = !expands || !out.arn.is_well_formed();
    out.open = out.open || out.open_by_reading;
  } else {
    out.nothing = !out.arn.is_well_formed();
  }
  resources_.push_back(std::move(out));
  return found->second;
}

std::uint32_t ComparisonModel::AddEntry(const ConditionEntry& written) {
  ConditionEntry entry = written;
  std::vector<Text>& values = values_.emplace_back();
  for (const Text& value : written.values) values.push_back(Bound(value, false));
  entry.values = values;
  std::set<std::string> texts;
  for (const Text& value : values) texts.emplace(value.pattern);
  const bool is_unknown = entry.family == ConditionFamily::kUnknown;
  std::string key = "c";
  for (const int part :
       {static_cast<int>(entry.family), static_cast<int>(entry.comparison),
        static_cast<int>(entry.quantifier), entry.negated ? 1 : 0, entry.if_exists ? 1 : 0}) {
    key += static_cast<char>('0' + part);
  }
  key += entry.folded_key;
  if (is_unknown) key += kSeparator + Folded(entry.op.value);
  for (const std::string& text : texts) key += kSeparator + text;
  const auto [found, is_new] =
      ids_.try_emplace(std::move(key), static_cast<std::uint32_t>(entries_.size()));
  if (is_new) entries_.push_back(entry);
  return found->second;
}

}  // namespace leastwise
