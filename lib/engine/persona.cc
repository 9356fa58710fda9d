#include "engine/persona.h"

#include <algorithm>

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

Persona ReadPersona(PackErrors& errors, const Node& node) {
  Persona persona;
  FieldReader fields(errors, node, "persona");
  persona.id = fields.NeedText("id");
  fields.Ignore("title");  // prose; the build keeps it apart
  if (const Node* recognise = fields.Need("recognise")) {
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

}  // namespace

void ReadPersonas(const Tree& tree, std::vector<Persona>* personas, std::vector<Error>* errors) {
  PackErrors sink(tree, errors);
  FieldReader fields(sink, *tree.root, "file of personas");
  if (fields.NeedText("schema") != "leastwise/personas/1") {
    sink.Add(*tree.root, "a file of personas starts with `schema: leastwise/personas/1`");
  }
  fields.Ignore("version");
  const Node* list = fields.Need("personas");
  for (const Node* item : ItemsOf(list)) {
    Persona persona = ReadPersona(sink, *item);
    const bool is_known =
        std::any_of(personas->begin(), personas->end(),
                    [&persona](const Persona& other) { return other.id == persona.id; });
    if (is_known) sink.Add(*item, "the persona " + Quoted(persona.id) + " is there twice");
    personas->push_back(std::move(persona));
  }
  fields.Finish();
}

Truth Recognise(const Persona& persona, const Identity& identity) {
  if (persona.names.Matches(identity.name.value)) return Truth::kYes;
  if (identity.trust != nullptr && TrustHits(persona, *identity.trust)) return Truth::kYes;
  if (AttachmentsHit(persona, identity) || GrantsHit(persona, identity)) return Truth::kYes;
  const bool needs_trust = identity.kind == IdentityKind::kRole && !persona.trust.empty();
  if (needs_trust && identity.trust == nullptr) return Truth::kUnknown;
  const bool needs_attachments = !persona.attached.empty() && !identity.attachments_are_known;
  return needs_attachments ? Truth::kUnknown : Truth::kNo;
}

}  // namespace leastwise
