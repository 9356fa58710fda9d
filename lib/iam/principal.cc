#include "iam/principal.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "iam/arn.h"
#include "iam/glob.h"
#include "iam/policy_parser.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 4> kTypeNames = {"AWS", "Service", "Federated",
                                                        "CanonicalUser"};

// Identity providers that have no ARN.
constexpr std::array<std::string_view, 4> kWebIdentityHosts = {
    "accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com",
    "www.amazon.com"};

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (FoldAscii(c) >= 'a' && FoldAscii(c) <= 'f');
  });
}

bool IsUpperOrDigit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool IsAccount(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// AIDA…, AROA…: what AWS shows for a user or role that has been deleted.
bool IsUniqueId(std::string_view text) {
  constexpr std::size_t kShortest = 16;
  return text.size() >= kShortest && (text.starts_with("AIDA") || text.starts_with("AROA")) &&
         std::all_of(text.begin(), text.end(), IsUpperOrDigit);
}

// What stands behind `prefix`, or nothing.
std::optional<std::string_view> After(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

std::string_view LastSegment(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

PrincipalReading Bad(PrincipalReading reading, std::string why) {
  reading.problem = problem::kBadPrincipal;
  reading.detail = Quote(reading.principal.text.value) + " " + std::move(why);
  return reading;
}

PrincipalReading Partial(PrincipalReading reading) {
  reading.principal.kind = PrincipalKind::kUnknown;
  reading.problem = problem::kPartialPrincipal;
  reading.detail =
      Quote(reading.principal.text.value) + " is not a valid principal: `*` may only stand alone";
  return reading;
}

PrincipalReading As(PrincipalReading reading, PrincipalKind kind, std::string_view name = {}) {
  reading.principal.kind = kind;
  reading.principal.name = name;
  return reading;
}

PrincipalReading ReadIamArn(const ArnParts& arn, PrincipalReading reading) {
  if (arn.resource == "root") return As(std::move(reading), PrincipalKind::kAccount);
  if (const auto role = After(arn.resource, "role/"))
    return As(std::move(reading), PrincipalKind::kRole, LastSegment(*role));
  if (const auto user = After(arn.resource, "user/"))
    return As(std::move(reading), PrincipalKind::kUser, LastSegment(*user));
  if (arn.resource.starts_with("group/"))
    return Bad(std::move(reading),
               "is a group, which cannot be a principal; name its users or a role");
  if (arn.resource.starts_with("oidc-provider/") || arn.resource.starts_with("saml-provider/"))
    return Bad(std::move(reading), "is an identity provider and belongs under `Federated`");
  return Bad(std::move(reading), "is not the ARN of an account, a role or a user");
}

PrincipalReading ReadAwsArn(const ArnParts& arn, PrincipalReading reading) {
  if (IsAccount(arn.account)) reading.principal.account = arn.account;
  if (arn.service == "iam") {
    reading = ReadIamArn(arn, std::move(reading));
  } else if (arn.service == "sts") {
    if (const auto session = After(arn.resource, "assumed-role/")) {
      reading =
          As(std::move(reading), PrincipalKind::kSession, session->substr(0, session->find('/')));
    } else if (const auto user = After(arn.resource, "federated-user/")) {
      reading = As(std::move(reading), PrincipalKind::kSession, *user);
    } else {
      reading = Bad(std::move(reading), "is not the ARN of a session");
    }
  } else if (!Glob::HasWildcard(arn.service)) {
    reading = Bad(std::move(reading), "is not the ARN of an IAM or STS principal");
  }
  return Glob::HasWildcard(reading.principal.text.value) ? Partial(std::move(reading))
                                                         : std::move(reading);
}

PrincipalReading ReadAws(std::string_view text, PrincipalReading reading) {
  if (text == "*") return As(std::move(reading), PrincipalKind::kEveryone);
  if (IsAccount(text)) {
    reading.principal.account = text;
    return As(std::move(reading), PrincipalKind::kAccount);
  }
  if (IsUniqueId(text)) return As(std::move(reading), PrincipalKind::kUniqueId, text);
  if (const auto arn = SplitArn(text)) return ReadAwsArn(*arn, std::move(reading));
  if (Glob::HasWildcard(text)) return Partial(std::move(reading));
  if (text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn"))
    return Bad(std::move(reading), "is a service and belongs under `Service`");
  return Bad(std::move(reading), "is neither `*`, an account id of twelve digits nor an ARN");
}

PrincipalReading ReadService(std::string_view text, PrincipalReading reading) {
  if (Glob::HasWildcard(text)) return Partial(std::move(reading));
  if (text.find('.') == std::string_view::npos ||
      text.find_first_of(":/ ,\t\n") != std::string_view::npos)
    return Bad(std::move(reading), "is not a service principal such as `sagemaker.amazonaws.com`");
  return As(std::move(reading), PrincipalKind::kService, text);
}

PrincipalReading ReadFederated(std::string_view text, PrincipalReading reading) {
  const auto arn = SplitArn(text);
  if (arn && IsAccount(arn->account)) reading.principal.account = arn->account;
  if (text == "*") reading.principal.name = text;  // every provider
  if (Glob::HasWildcard(text)) return Partial(std::move(reading));
  if (arn) {
    if (const auto issuer = After(arn->resource, "oidc-provider/"))
      return As(std::move(reading), PrincipalKind::kOidc, *issuer);
    if (const auto name = After(arn->resource, "saml-provider/"))
      return As(std::move(reading), PrincipalKind::kSaml, *name);
    return Bad(std::move(reading), "is not the ARN of an OIDC or SAML provider");
  }
  if (text.find('.') == std::string_view::npos ||
      text.find_first_of(":/ ,\t\n") != std::string_view::npos)
    return Bad(std::move(reading), "is neither a provider's ARN nor a web identity provider");
  return As(std::move(reading), PrincipalKind::kOidc, text);
}

bool IsCanonicalId(std::string_view text) {
  constexpr std::size_t kDigits = 64;
  return text.size() == kDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

PrincipalReading ReadCanonical(std::string_view text, PrincipalReading reading) {
  if (Glob::HasWildcard(text)) return Partial(std::move(reading));
  reading = As(std::move(reading), PrincipalKind::kCanonical, text);
  if (IsCanonicalId(text)) return reading;
  return Bad(std::move(reading), "is not a canonical user id of 64 hexadecimal digits");
}

void AppendTexts(ParseContext& context, PrincipalType type, std::vector<Principal>* out) {
  for (const Text& text : context.TakeTexts()) {
    PrincipalReading reading = ReadPrincipal(type, text);
    if (!reading.problem.empty())
      context.Report(reading.problem, text.location, std::move(reading.detail));
    out->push_back(reading.principal);
  }
}

// The type of a key; a key that only differs in case, or none, is reported.
std::optional<PrincipalType> TypeOf(ParseContext& context, const Member& member) {
  for (std::size_t i = 0; i < kTypeNames.size(); ++i) {
    if (member.key == kTypeNames[i]) return static_cast<PrincipalType>(i);
  }
  context.Report(
      problem::kBadPrincipal, context.At(member.key_span),
      Quote(member.key) + " is not a kind of principal" + DidYouMean(member.key, kTypeNames));
  return std::nullopt;
}

}  // namespace

PrincipalType PrincipalTypeOf(std::string_view principal) {
  constexpr std::size_t kCanonicalDigits = 64;
  const bool is_host = std::find(kWebIdentityHosts.begin(), kWebIdentityHosts.end(), principal) !=
                       kWebIdentityHosts.end();
  if (is_host) return PrincipalType::kFederated;
  if (const auto arn = SplitArn(principal)) {
    const bool is_provider =
        arn->resource.starts_with("oidc-provider/") || arn->resource.starts_with("saml-provider/");
    return is_provider ? PrincipalType::kFederated : PrincipalType::kAws;
  }
  if (principal.size() == kCanonicalDigits && IsHex(principal)) {
    return PrincipalType::kCanonicalUser;
  }
  return principal.find('.') == std::string_view::npos ? PrincipalType::kAws
                                                       : PrincipalType::kService;
}

PrincipalReading ReadPrincipal(PrincipalType type, const Text& text) {
  PrincipalReading reading;
  reading.principal.text = text;
  if (text.has_hole()) return reading;
  switch (type) {
    case PrincipalType::kAws:
      return ReadAws(text.value, std::move(reading));
    case PrincipalType::kService:
      return ReadService(text.value, std::move(reading));
    case PrincipalType::kFederated:
      return ReadFederated(text.value, std::move(reading));
    case PrincipalType::kCanonicalUser:
      break;
  }
  return ReadCanonical(text.value, std::move(reading));
}

bool ReadPrincipals(ParseContext& context, const Node& node, std::string_view element,
                    std::vector<Principal>* out) {
  if (node.is(NodeKind::kObject)) {
    bool complete = true;
    unsigned seen = 0;
    if (node.members().empty())
      context.Report(problem::kEmptyList, context.At(node), Quote(element) + " names nobody");
    for (const Member& member : node.members()) {
      const std::optional<PrincipalType> type = TypeOf(context, member);
      const unsigned bit = type ? 1U << static_cast<unsigned>(*type) : 0U;
      if (!type || (seen & bit) != 0) complete = false;
      seen |= bit;
      if (!type) continue;
      complete &= context.ReadTexts(*member.value, member.key, VariableMode::kLiteral, false);
      AppendTexts(context, *type, out);
    }
    return complete;
  }
  const bool complete = context.ReadTexts(node, element, VariableMode::kLiteral, false);
  const bool is_star = context.texts.size() == 1 && context.texts[0].value == "*";
  if (!context.texts.empty() && !node.is(NodeKind::kUnknown) && !node.is(NodeKind::kChoice) &&
      (!is_star || node.is(NodeKind::kArray))) {
    context.Report(problem::kBadPrincipal, context.At(node),
                   Quote(element) + " takes `*` or an object such as `{\"AWS\": …}`");
    // One complaint is enough; what was meant is still read.
    for (const Text& text : context.TakeTexts())
      out->push_back(ReadPrincipal(PrincipalType::kAws, text).principal);
    return complete;
  }
  AppendTexts(context, PrincipalType::kAws, out);
  return complete;
}

}  // namespace leastwise
