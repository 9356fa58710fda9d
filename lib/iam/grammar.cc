#include "iam/grammar.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "iam/action_name.h"
#include "iam/arn.h"
#include "iam/glob.h"
#include "iam/policy_parser.h"

namespace leastwise {
namespace {

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Why an action matches nothing, or an empty view.
std::string_view ActionFault(std::string_view action) {
  const auto name = SplitAction(action);
  if (name) {
    if (Glob::HasWildcard(name->service) && name->service != "*")
      return "has a wildcard in the service prefix, where AWS defines none";
    return {};
  }
  if (IsWellFormedAction(action)) return {};
  if (action.empty()) return "is empty";
  if (action.find(',') != std::string_view::npos)
    return "holds a comma, so it matches nothing; write a list of strings";
  if (std::any_of(action.begin(), action.end(), IsBlank))
    return "holds a blank, so it matches nothing";
  const auto colons = std::count(action.begin(), action.end(), ':');
  if (colons == 0) return "has no service prefix such as `s3:`";
  if (colons > 1) return "has more than one colon";
  if (action.front() == ':' || action.back() == ':')
    return "lacks the text on one side of the colon";
  return "holds a character that no action name has";
}

// Why a resource is neither `*` nor an ARN, or an empty view.
std::string_view ResourceFault(const ParseContext& context, std::string_view resource) {
  if (resource.empty()) return "is empty";
  if (resource.find_first_not_of('*') == std::string_view::npos) return {};
  if (context.kind == PolicyKind::kResource && resource.starts_with("execute-api:/")) return {};
  if (!resource.starts_with("arn:")) return "is neither `*` nor an ARN";
  if (SplitArn(resource)) return {};
  if (resource.back() == '*' || resource.back() == '?') return {};
  return "has too few parts for an ARN, which has six: "
         "`arn:partition:service:region:account:resource`";
}

// One character outside of what IAM takes, in the JSON text of a document.
struct ForbiddenCharacter {
  Span span;
  std::uint32_t code_point = 0;
};

bool IsAllowed(std::uint32_t c) {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xFF);
}

std::uint32_t HexDigits(std::string_view four) {
  std::uint32_t value = 0;
  for (const char c : four) {
    const std::uint32_t digit = c >= 'a'   ? static_cast<std::uint32_t>(c - 'a') + 10
                                : c >= 'A' ? static_cast<std::uint32_t>(c - 'A') + 10
                                           : static_cast<std::uint32_t>(c - '0');
    value = value * 16 + digit;
  }
  return value;
}

// The escape at `text[at]`, a backslash of valid JSON: its size and, for \u and control characters,
// what it stands for.
ForbiddenCharacter ReadEscape(std::string_view text, std::uint32_t at) {
  const char kind = at + 1 < text.size() ? text[at + 1] : '\0';
  if (kind == 'b') return {{at, at + 2}, 0x8};
  if (kind == 'f') return {{at, at + 2}, 0xC};
  if (kind != 'u' || at + 6 > text.size()) return {{at, at + 2}, ' '};
  const std::uint32_t unit = HexDigits(text.substr(at + 2, 4));
  const bool is_pair = unit >= 0xD800 && unit <= 0xDBFF && at + 12 <= text.size();
  if (!is_pair) return {{at, at + 6}, unit};
  const std::uint32_t low = HexDigits(text.substr(at + 8, 4));
  return {{at, at + 12}, 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00)};
}

// The UTF-8 sequence at `text[at]`, valid and of more than one byte.
ForbiddenCharacter ReadSequence(std::string_view text, std::uint32_t at) {
  const auto byte = [&text](std::size_t i) {
    return i < text.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) : 0U;
  };
  const std::uint32_t head = byte(at);
  const std::uint32_t size = head >= 0xF0 ? 4 : head >= 0xE0 ? 3 : 2;
  std::uint32_t code_point = head & (0xFFU >> (size + 1));
  for (std::uint32_t i = 1; i < size; ++i) code_point = code_point << 6U | (byte(at + i) & 0x3FU);
  return {{at, at + size}, code_point};
}

// Eight bytes of plain ASCII at a time, since few documents hold anything else: where the next
// backslash or byte of a longer sequence may stand, or a little before it.
std::uint32_t SkipPlain(std::string_view text, std::uint32_t at) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHighs = 0x8080808080808080U;
  for (std::uint64_t word = 0; at + sizeof(word) <= text.size(); at += sizeof(word)) {
    std::memcpy(&word, text.data() + at, sizeof(word));
    const std::uint64_t backslashes = word ^ (kOnes * '\\');
    if (((word | ((backslashes - kOnes) & ~backslashes)) & kHighs) != 0) break;
  }
  return at;
}

std::string CodePointName(std::uint32_t code_point) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out = "U+";
  int shift = code_point > 0xFFFF ? 20 : 12;
  for (; shift >= 0; shift -= 4) out.push_back(kDigits[(code_point >> shift) & 0xFU]);
  return out;
}

bool HasPrincipal(PolicyKind kind) {
  return kind == PolicyKind::kResource || kind == PolicyKind::kTrust ||
         kind == PolicyKind::kResourceControl;
}

void Forbid(const ParseContext& context, const Location& place) {
  if (!place.valid()) return;
  std::string_view key = place.text();
  if (key.size() >= 2) key = key.substr(1, key.size() - 2);  // without quotes
  context.Report(problem::kForbiddenElement, place,
                 Quote(key) + " is not allowed in " + KindWords(context.kind));
}

void Exclude(const ParseContext& context, const Location& one, const Location& other,
             std::string_view names) {
  if (one.valid() && other.valid()) {
    context.Report(problem::kBothElements, other,
                   "a statement has either " + std::string(names) + ", not both", one);
  }
}

}  // namespace

void CheckActions(const ParseContext& context, std::span<const Text> actions) {
  for (const Text& action : actions) {
    if (action.has_hole()) continue;
    const std::string_view fault = ActionFault(action.value);
    if (!fault.empty())
      context.Report(problem::kBadAction, action.location,
                     Quote(action.value) + " " + std::string(fault));
  }
}

void CheckResources(const ParseContext& context, std::span<const Text> resources) {
  for (const Text& resource : resources) {
    if (resource.has_hole() && !resource.value.starts_with("arn:")) continue;
    const std::string_view fault = ResourceFault(context, resource.pattern);
    if (!fault.empty())
      context.Report(problem::kBadResource, resource.location,
                     Quote(resource.value) + " " + std::string(fault));
  }
}

void CheckSid(const ParseContext& context, const Text& sid) {
  const bool is_iam = context.kind != PolicyKind::kResource;
  if (!is_iam || sid.has_hole()) return;
  if (std::all_of(sid.value.begin(), sid.value.end(), IsAlphanumeric)) return;
  context.Report(problem::kBadSid, sid.location,
                 "the Sid " + Quote(sid.value) + " may only hold letters and digits");
}

void CheckCharacters(const ParseContext& context, Span document) {
  const std::string_view text = context.tree.view->text().substr(0, document.end);
  ForbiddenCharacter first;
  std::size_t count = 0;
  for (std::uint32_t at = SkipPlain(text, document.begin); at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte != '\\' && byte < 0x80) {
      at = SkipPlain(text, at + 1);
      continue;
    }
    const ForbiddenCharacter found = byte == '\\' ? ReadEscape(text, at) : ReadSequence(text, at);
    if (!IsAllowed(found.code_point) && count++ == 0) first = found;
    at = found.span.end;
  }
  if (count == 0) return;
  std::string detail = "the character " + CodePointName(first.code_point) +
                       " is outside of what IAM takes (tab, line ends, U+0020 to U+00FF)";
  if (count > 1) detail += ", " + std::to_string(count - 1) + " more in this document";
  context.Report(problem::kForbiddenCharacter, context.At(first.span), std::move(detail));
}

void CheckElements(const ParseContext& context, const ElementPlaces& places) {
  Exclude(context, places.action, places.not_action, "`Action` or `NotAction`");
  Exclude(context, places.resource, places.not_resource, "`Resource` or `NotResource`");
  Exclude(context, places.principal, places.not_principal, "`Principal` or `NotPrincipal`");
  if (!places.effect.valid())
    context.Report(problem::kMissingEffect, places.statement,
                   "the statement has no `Effect`, so it does nothing");
  if (!places.action.valid() && !places.not_action.valid())
    context.Report(problem::kMissingAction, places.statement,
                   "the statement has neither `Action` nor `NotAction`");

  if (context.kind == PolicyKind::kTrust) {
    Forbid(context, places.resource);
    Forbid(context, places.not_resource);
    Forbid(context, places.not_principal);
  } else if (context.kind != PolicyKind::kResource && !places.resource.valid() &&
             !places.not_resource.valid()) {
    context.Report(problem::kMissingResource, places.statement,
                   "the statement has neither `Resource` nor `NotResource`");
  }
  if (!HasPrincipal(context.kind)) {
    Forbid(context, places.principal);
    Forbid(context, places.not_principal);
  } else if (!places.principal.valid() && !places.not_principal.valid()) {
    context.Report(
        problem::kMissingPrincipal, places.statement,
        "a statement of " + KindWords(context.kind) + " must say whom it is for with `Principal`");
  }
  if (context.kind == PolicyKind::kResourceControl) {
    Forbid(context, places.not_action);
    Forbid(context, places.not_principal);
  }
}

void CheckResourceControl(const ParseContext& context, const Statement& statement) {
  if (statement.has_effect && statement.effect == Effect::kAllow)
    context.Report(problem::kForbiddenElement, statement.effect_location,
                   "a resource control policy only denies, `Allow` is not allowed");
  for (const Text& action : statement.actions) {
    if (action.value == "*" && !statement.is_not_action)
      context.Report(problem::kForbiddenElement, action.location,
                     "a resource control policy must name services, `*` is not allowed");
  }
  for (const Principal& principal : statement.principals) {
    if (principal.kind != PrincipalKind::kEveryone && !statement.is_not_principal)
      context.Report(problem::kBadPrincipal, principal.text.location,
                     "the principal of a resource control policy is `*`, narrow it in `Condition`");
  }
}

}  // namespace leastwise
