#include "engine/persona.h"

#include <algorithm>
#include <utility>

#include "iam/glob.h"

namespace leastwise {
namespace {

bool TrustHits(const Persona& persona, const Policy& trust) {
  for (const Statement& statement : trust.statements) {
    const bool allows = statement.has_effect && statement.effect == Effect::kAllow;
    if (!allows || statement.is_not_principal) continue;
    for (const Principal& principal : statement.principals) {
      const bool is_service = principal.kind == PrincipalKind::kService;
      if (is_service && persona.trust.Matches(principal.name)) return true;
    }
  }
  return false;
}

// `*` grants sagemaker:CreateTrainingJob as well, but names no such workload.
bool NamesOneOf(std::string_view action, const std::vector<std::string>& patterns) {
  const std::size_t colon = action.find(':');
  if (colon == action.npos) return false;
  const std::string_view service = action.substr(0, colon);
  if (Glob::HasWildcard(service)) return false;
  return std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
    const std::string_view other = pattern.substr(0, pattern.find(':'));
    // Most patterns are of another service.
    if (!EqualsFolded(service, other) && !Glob::HasWildcard(other)) return false;
    return Glob(pattern, CaseMode::kFold).Overlaps(Glob(action, CaseMode::kFold));
  });
}

bool ActionsHit(const Persona& persona, const Policy& policy) {
  if (policy.is_aws_managed) return false;
  for (const Statement& statement : policy.statements) {
    const bool allows = statement.has_effect && statement.effect == Effect::kAllow;
    if (!allows || statement.is_not_action) continue;
    for (const Text& action : statement.actions) {
      if (NamesOneOf(action.value, persona.actions)) return true;
    }
  }
  return false;
}

bool GrantsHit(const Persona& persona, const Identity& identity) {
  if (persona.actions.empty()) return false;
  for (const Policy* policy : identity.inline_policies) {
    if (ActionsHit(persona, *policy)) return true;
  }
  for (const Attachment& attachment : identity.attachments) {
    if (attachment.policy != nullptr && ActionsHit(persona, *attachment.policy)) return true;
  }
  return false;
}

bool AttachmentsHit(const Persona& persona, const Identity& identity) {
  return std::any_of(identity.attachments.begin(), identity.attachments.end(),
                     [&persona](const Attachment& attachment) {
                       return attachment.is_aws_managed &&
                              persona.attached.Matches(attachment.name);
                     });
}

std::vector<std::string> Strings(FieldReader& fields, std::string_view key) {
  const std::vector<std::string_view> texts = fields.Texts(key);
  return {texts.begin(), texts.end()};
}

// `@name` in an `allow`: actions that several personas need.
using Activity = std::shared_ptr<const std::vector<std::string>>;
using Activities = std::vector<std::pair<std::string_view, Activity>>;

Activities ReadActivities(PackErrors& errors, const Node* node) {
  Activities activities;
  for (const Member& member : node == nullptr ? std::span<const Member>() : node->members()) {
    auto actions = std::make_shared<std::vector<std::string>>();
    actions->reserve(ItemsOf(member.value).size());
    for (const Node* item : ItemsOf(member.value)) {
      if (!IsScalar(*item)) errors.Add(*item, "expected an action");
      actions->emplace_back(item->text());
    }
    activities.emplace_back(member.key, std::move(actions));
  }
  return activities;
}

// `named_activities`: where those that are named go, or null: their actions count as written.
std::vector<std::string> ReadActions(PackErrors& errors, const Node* node,
                                     const Activities& activities,
                                     std::vector<Activity>* named_activities) {
  std::vector<std::string> actions;
  for (const Node* item : ItemsOf(node)) {
    const std::string_view text = IsScalar(*item) ? item->text() : std::string_view();
    if (text.substr(0, 1) != "@") {
      if (text.find(':') == text.npos) errors.Add(*item, "expected an action or an `@activity`");
      actions.emplace_back(text);
      continue;
    }
    const auto named = std::find_if(activities.begin(), activities.end(), [text](const auto& one) {
      return one.first == text.substr(1);
    });
    if (named == activities.end()) {
      std::vector<std::string_view> known;
      for (const auto& one : activities) known.push_back(one.first);
      errors.Add(*item, "no activity is called " + Quoted(text.substr(1)),
                 PackErrors::Suggest(text.substr(1), known));
      continue;
    }
    if (named_activities != nullptr) {
      named_activities->push_back(named->second);
    } else {
      actions.insert(actions.end(), named->second->begin(), named->second->end());
    }
  }
  return actions;
}

Persona ReadPersona(PackErrors& errors, const Node& node, const Activities& activities) {
  Persona persona;
  FieldReader fields(errors, node, "persona");
  persona.id = fields.NeedText("id");
  fields.Ignore("title");  // prose; the build keeps it apart
  persona.part_of = fields.Text("part_of");
  persona.allow =
      ReadActions(errors, fields.Take("allow"), activities, &persona.allowed_activities);
  persona.require = ReadActions(errors, fields.Take("require"), activities, nullptr);
  if (const Node* recognise = fields.Take("recognise")) {
    FieldReader marks(errors, *recognise, "`recognise`");
    persona.trust = GlobList(Strings(marks, "trust"), CaseMode::kFold);
    persona.attached = GlobList(Strings(marks, "attached"), CaseMode::kFold);
    persona.names = GlobList(Strings(marks, "names"), CaseMode::kFold);
    persona.actions = Strings(marks, "actions");
    marks.Finish();
  }
  fields.Finish();
  return persona;
}

// A part, or what has parts, is one level deep.
void CheckParts(PackErrors& errors, std::span<const Node* const> nodes,
                std::span<const Persona> personas) {
  std::vector<std::string_view> whole;
  for (const Persona& persona : personas) {
    if (persona.part_of.empty()) whole.push_back(persona.id);
  }
  for (const Node* node : nodes) {
    const Node* const part_of = node->Find("part_of");
    if (part_of == nullptr || !IsScalar(*part_of)) continue;
    if (std::find(whole.begin(), whole.end(), part_of->text()) != whole.end()) continue;
    errors.Add(*part_of, "no persona that is a whole is called " + Quoted(part_of->text()),
               PackErrors::Suggest(part_of->text(), whole));
  }
}

// Those that are known so well, with their parts; none where the baseline of one of them is not
// known.
std::vector<std::size_t> WithParts(std::span<const Persona> personas,
                                   std::span<const Recognition> known, Recognition well) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < personas.size(); ++i) {
    if (known[i] != well) continue;
    bool has_baseline = personas[i].has_baseline();
    chosen.push_back(i);
    for (std::size_t part = 0; part < personas.size(); ++part) {
      if (personas[part].part_of != personas[i].id) continue;
      has_baseline = has_baseline || personas[part].has_baseline();
      chosen.push_back(part);
    }
    if (!has_baseline) return {};
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

constexpr std::string_view kOwnTag = "leastwise:persona";

bool TagsDeclare(const Persona& persona, const Identity& identity) {
  return std::any_of(identity.tags.begin(), identity.tags.end(), [&persona](const Tag& tag) {
    const bool is_mark = tag.key == kOwnTag || tag.key == "persona";
    return is_mark && EqualsFolded(tag.value, persona.id);
  });
}

}  // namespace

void ReadPersonas(const Tree& tree, std::vector<Persona>* personas, std::vector<Error>* errors) {
  PackErrors sink(tree, errors);
  FieldReader fields(sink, *tree.root, "file of personas");
  if (fields.NeedText("schema") != "leastwise/personas/1") {
    sink.Add(*tree.root, "a file of personas starts with `schema: leastwise/personas/1`");
  }
  fields.Ignore("version");
  const Activities activities = ReadActivities(sink, fields.Take("activities"));
  const Node* list = fields.Need("personas");
  for (const Node* item : ItemsOf(list)) {
    Persona persona = ReadPersona(sink, *item, activities);
    const bool is_known =
        std::any_of(personas->begin(), personas->end(),
                    [&persona](const Persona& other) { return other.id == persona.id; });
    if (is_known) sink.Add(*item, "the persona " + Quoted(persona.id) + " is there twice");
    personas->push_back(std::move(persona));
  }
  if (list != nullptr) CheckParts(sink, ItemsOf(list), *personas);
  fields.Finish();
}

PersonaChoice ChoosePersonas(std::span<const Persona> personas,
                             std::span<const Recognition> known) {
  const Recognition best =
      known.empty() ? Recognition::kNo : *std::max_element(known.begin(), known.end());
  if (best < Recognition::kLikely) return {};
  return {WithParts(personas, known, best), best == Recognition::kDeclared};
}

bool IsDeclared(const Persona& persona, const Identity& identity) {
  if (!persona.declared.empty() && persona.declared.Matches(identity.name.value)) return true;
  return !identity.tags.empty() && TagsDeclare(persona, identity);
}

const Tag* FindMisnamingTag(std::span<const Persona> personas, const Identity& identity) {
  const auto misnames = [personas](const Tag& tag) {
    return tag.key == kOwnTag &&
           std::none_of(personas.begin(), personas.end(), [&tag](const Persona& persona) {
             return EqualsFolded(tag.value, persona.id);
           });
  };
  const auto found = std::find_if(identity.tags.begin(), identity.tags.end(), misnames);
  return found == identity.tags.end() ? nullptr : &*found;
}

Recognition Recognise(const Persona& persona, const Identity& identity) {
  if (IsDeclared(persona, identity)) return Recognition::kDeclared;
  if (persona.names.Matches(identity.name.value)) return Recognition::kNamed;
  const bool asks_trust = !persona.trust.empty();
  if (asks_trust && identity.trust != nullptr && TrustHits(persona, *identity.trust)) {
    return Recognition::kLikely;
  }
  const bool asks_attachments = !persona.attached.empty();
  if (asks_attachments && AttachmentsHit(persona, identity)) return Recognition::kLikely;
  if (GrantsHit(persona, identity)) return Recognition::kLikely;
  const bool needs_trust = identity.kind == IdentityKind::kRole && asks_trust;
  if (needs_trust && identity.trust == nullptr) return Recognition::kUnknown;
  const bool needs_attachments = asks_attachments && !identity.attachments_are_known;
  return needs_attachments ? Recognition::kUnknown : Recognition::kNo;
}

}  // namespace leastwise
