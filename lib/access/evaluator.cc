#include "access/evaluator.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "access/layer_ruling.h"
#include "access/request_context.h"
#include "iam/action_name.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

bool IsAction(const Request& request, std::string_view service, std::string_view name) {
  const auto action = SplitAction(request.action);
  return action && EqualsFolded(action->service, service) &&
         Glob(name, CaseMode::kFold).Matches(action->name);
}

// What has a policy of its own that must allow, however much identity policies do; else nothing.
std::string_view OwnPolicyOf(const Request& request) {
  const auto arn = SplitArn(request.resource);
  if (!arn) return {};
  const bool is_key = arn->service == "kms" && arn->resource.starts_with("key/");
  if (is_key && IsAction(request, "kms", "*")) return "key policy of a KMS key";
  const bool is_role = arn->service == "iam" && arn->resource.starts_with("role/");
  const bool assumes =
      IsAction(request, "sts", "AssumeRole*") || IsAction(request, "sts", "TagSession") ||
      IsAction(request, "sts", "SetSourceIdentity") || IsAction(request, "sts", "SetContext");
  return is_role && assumes ? "trust policy of a role" : std::string_view();
}

// "identity policy and resource policy": the layers of some statements, each once.
std::string LayerNames(const std::vector<StatementRuling>& statements) {
  std::string out;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const PolicyLayer layer = statements[i].layer;
    const bool is_new =
        std::none_of(statements.begin(), statements.begin() + static_cast<std::ptrdiff_t>(i),
                     [layer](const StatementRuling& earlier) { return earlier.layer == layer; });
    if (!is_new) continue;
    if (!out.empty()) out += " and ";
    out += PolicyLayerName(layer);
  }
  return out;
}

template <typename T>
void SortUnique(std::vector<T>* items) {
  std::sort(items->begin(), items->end());
  items->erase(std::unique(items->begin(), items->end()), items->end());
}

void CollectCauses(Ruling* ruling) {
  for (const StatementRuling& statement : ruling->statements) {
    ruling->missing_keys.insert(ruling->missing_keys.end(), statement.missing_keys.begin(),
                                statement.missing_keys.end());
    ruling->readings.insert(ruling->readings.end(), statement.readings.begin(),
                            statement.readings.end());
  }
  SortUnique(&ruling->missing_keys);
  SortUnique(&ruling->readings);
}

void AppendReason(std::string_view reason, std::string* out) {
  if (!out->empty()) *out += "; ";
  *out += reason;
}

// A folded key as some statement spells it.
std::string Spelled(const std::string& key, const std::vector<StatementRuling>& statements) {
  for (const StatementRuling& ruling : statements) {
    for (const ConditionEntry& entry : ruling.statement->conditions) {
      if (entry.folded_key == key) return std::string(entry.key.value);
    }
  }
  return key;
}

std::string KeysReason(const Ruling& ruling) {
  std::string out = "it depends on ";
  for (std::size_t i = 0; i < ruling.missing_keys.size(); ++i) {
    out += (i == 0 ? "`" : ", `") + Spelled(ruling.missing_keys[i], ruling.statements) + "`";
  }
  return out + ", which the request does not say";
}

// What a statement leaves open that is neither a key nor a reading.
std::string OtherCause(const StatementRuling& statement) {
  if (statement.hole != nullptr) {
    return "what `" + std::string(statement.hole->value) + "` stands for is not known";
  }
  const ConditionEntry* entry = statement.failed_condition;
  if (entry != nullptr && entry->family == ConditionFamily::kUnknown) {
    return "the condition operator `" + std::string(entry->op.value) + "` is not one of IAM's";
  }
  if (entry != nullptr && entry->family == ConditionFamily::kNull) {
    return "`Null` compares with something that is neither true nor false";
  }
  return "who is meant by a principal is not known";
}

std::string CausesReason(const Ruling& ruling) {
  std::string out;
  if (!ruling.missing_keys.empty()) AppendReason(KeysReason(ruling), &out);
  for (const Reading reading : ruling.readings) AppendReason(ReadingText(reading), &out);
  for (const StatementRuling& statement : ruling.statements) {
    if (!statement.missing_keys.empty() || !statement.readings.empty()) continue;
    AppendReason(OtherCause(statement), &out);
    break;
  }
  return out;
}

// Ways to be let through, all of which must be yes.
class Permission {
 public:
  Truth allow() const { return allow_; }
  const std::string& reason() const { return reason_; }
  // Layers that lack an Allow, the first of which is the reason.
  const std::vector<const LayerRuling*>& lacking() const { return lacking_; }

  void Require(Truth truth, std::vector<const LayerRuling*> layers, std::string reason) {
    if (truth == Truth::kNo && allow_ != Truth::kNo) {
      lacking_ = std::move(layers);
      reason_ = std::move(reason);
    }
    allow_ = And(allow_, truth);
  }

 private:
  Truth allow_ = Truth::kYes;
  std::vector<const LayerRuling*> lacking_;
  std::string reason_;
};

// All layers of one request.
class Evaluation {
 public:
  Evaluation(const PolicyStack& stack, const RequestContext& context)
      : context_(context), own_policy_(OwnPolicyOf(context.request())) {
    const bool has_identity = context.is_identity() && !context.is_account_root();
    has_boundary_ = has_identity && (stack.boundary != nullptr || stack.boundary_is_unread);
    if (has_identity) RuleIdentity(stack);
    if (!context.is_service_linked_role()) RuleOrganization(stack);
    if (stack.resource != nullptr) {
      resource_ = Layer({&stack.resource, 1}, PolicyLayer::kResource);
    } else if (!own_policy_.empty()) {
      resource_.direct = resource_.role = resource_.account = Truth::kUnknown;
      LeaveOpen(&resource_, "the " + std::string(own_policy_) + " decides, and was not given");
      resource_.deny = Truth::kNo;  // where nothing else denies, `allow` is as open
    }
    resource_.layer = PolicyLayer::kResource;
  }

  Ruling Rule() const {
    Ruling out;
    if (IsAction(context_.request(), "sts", "GetCallerIdentity")) {
      out.verdict = Verdict::kAllowed;
      out.reason = "`sts:GetCallerIdentity` needs no permission, and nothing can deny it";
      return out;
    }
    Truth deny = Truth::kNo;
    for (const LayerRuling* layer : Layers()) deny = Or(deny, layer->deny);
    const Permission permission = Permit();
    if (deny == Truth::kYes) {
      for (const LayerRuling* layer : Layers()) {
        layer->Append(Effect::kDeny, Truth::kYes, &out.statements);
      }
      out.verdict = Verdict::kExplicitlyDenied;
      out.reason = "a Deny of the " + LayerNames(out.statements) + " applies";
    } else if (permission.allow() == Truth::kNo) {
      out.verdict = Verdict::kImplicitlyDenied;
      for (const LayerRuling* layer : permission.lacking()) AppendNearest(*layer, &out);
      out.reason = permission.reason();
    } else if (deny == Truth::kNo && permission.allow() == Truth::kYes) {
      FillAllowed(&out);
    } else {
      FillUnknown(deny, permission.allow(), &out);
    }
    return out;
  }

 private:
  LayerRuling Layer(std::span<const Policy* const> policies, PolicyLayer layer) const {
    return RuleLayer(policies, layer, context_, has_boundary_);
  }

  void RuleIdentity(const PolicyStack& stack) {
    identity_ = Layer(stack.identity, PolicyLayer::kIdentity);
    if (stack.has_unread_policies) {
      LeaveOpen(&identity_, "a policy that is attached to the principal was not read");
    }
    if (stack.boundary == nullptr && stack.boundary_is_unread) {
      boundary_.emplace();
      boundary_->layer = PolicyLayer::kBoundary;
      LeaveOpen(&*boundary_, "the permissions boundary of the principal was not read");
    }
    if (stack.boundary != nullptr) boundary_ = Layer({&stack.boundary, 1}, PolicyLayer::kBoundary);
    if (!stack.session.empty()) session_ = Layer(stack.session, PolicyLayer::kSession);
  }

  void RuleOrganization(const PolicyStack& stack) {
    if (context_.is_identity()) {
      for (const PolicyList& level : stack.service_controls) {
        service_controls_.push_back(Layer(level, PolicyLayer::kServiceControl));
      }
    }
    resource_controls_ = Layer(stack.resource_controls, PolicyLayer::kResourceControl);
  }

  // What an unread document says is not known, be it Allow or Deny.
  void LeaveOpen(LayerRuling* layer, std::string reason) {
    layer->allow = Or(layer->allow, Truth::kUnknown);
    layer->deny = Or(layer->deny, Truth::kUnknown);
    unread_.push_back(std::move(reason));
  }

  std::vector<const LayerRuling*> Layers() const {
    std::vector<const LayerRuling*> out = {&identity_};
    if (boundary_) out.push_back(&*boundary_);
    if (session_) out.push_back(&*session_);
    for (const LayerRuling& level : service_controls_) out.push_back(&level);
    out.push_back(&resource_controls_);
    out.push_back(&resource_);
    return out;
  }

  // The user or role itself may do it; the root user of an account may do all.
  Truth IdentityAllows() const {
    return context_.is_account_root() ? Truth::kYes : identity_.allow;
  }

  Permission Permit() const {
    Permission out;
    for (std::size_t i = 0; i < service_controls_.size(); ++i) {
      out.Require(service_controls_[i].allow, {&service_controls_[i]},
                  "no service control policy of level " + std::to_string(i + 1) + " allows it");
    }
    if (!context_.is_identity()) {
      out.Require(resource_.direct, {&resource_},
                  "no resource policy allows it, and the principal has no identity policies");
    } else if (context_.is_cross_account()) {
      PermitAcross(&out);
    } else {
      PermitWithin(&out);
    }
    return out;
  }

  void RequireCaps(Permission* out) const {
    if (boundary_) {
      out->Require(boundary_->allow, {&*boundary_}, "the permissions boundary does not allow it");
    }
    if (session_) out->Require(session_->allow, {&*session_}, "no session policy allows it");
  }

  void PermitAcross(Permission* out) const {
    out->Require(IdentityAllows(), {&identity_},
                 "no identity policy allows it, which a request to another account needs");
    RequireCaps(out);
    out->Require(resource_.allow, {&resource_},
                 "no resource policy of account `" + std::string(context_.resource_account()) +
                     "` allows it, which a request from another account needs");
  }

  void PermitWithin(Permission* out) const {
    const bool needs_own_policy = !own_policy_.empty();
    const Truth delegated =
        needs_own_policy ? And(IdentityAllows(), resource_.account) : IdentityAllows();
    Permission bounded;
    bounded.Require(Or(delegated, resource_.role), {&identity_, &resource_}, GrantReason());
    RequireCaps(&bounded);
    // A grant to the user, the session or everyone is not capped.
    out->Require(Or(resource_.direct, bounded.allow()), bounded.lacking(), bounded.reason());
  }

  std::string GrantReason() const {
    if (!own_policy_.empty() && IdentityAllows() == Truth::kYes) {
      return "the " + std::string(own_policy_) +
             " must allow it, and neither does nor leaves it to identity policies";
    }
    if (resource_.account == Truth::kYes) {
      return "the resource policy leaves it to identity policies, and none of them allows it";
    }
    return "no policy allows it";
  }

  void FillAllowed(Ruling* out) const {
    out->verdict = Verdict::kAllowed;
    identity_.Append(Effect::kAllow, Truth::kYes, &out->statements);
    resource_.Append(Effect::kAllow, Truth::kYes, &out->statements);
    out->reason = out->statements.empty()
                      ? "the root user of an account may do all that nothing denies"
                      : "an Allow of the " + LayerNames(out->statements) + " applies";
  }

  static void AppendNearest(const LayerRuling& layer, Ruling* out) {
    layer.Append(Effect::kAllow, Truth::kUnknown, &out->statements);
    layer.Append(Effect::kAllow, Truth::kNo, &out->statements);
  }

  void FillUnknown(Truth deny, Truth allow, Ruling* out) const {
    out->verdict = Verdict::kUnknown;
    for (const LayerRuling* layer : Layers()) {
      if (allow == Truth::kUnknown && layer->allow == Truth::kUnknown) {
        layer->Append(Effect::kAllow, Truth::kUnknown, &out->statements);
      }
      if (deny == Truth::kUnknown) {
        layer->Append(Effect::kDeny, Truth::kUnknown, &out->statements);
      }
    }
    CollectCauses(out);
    for (const std::string& reason : unread_) AppendReason(reason, &out->reason);
    const std::string causes = CausesReason(*out);
    if (!causes.empty()) AppendReason(causes, &out->reason);
  }

  const RequestContext& context_;
  std::string_view own_policy_;
  bool has_boundary_ = false;
  std::vector<std::string> unread_;  // reasons why a layer is open
  LayerRuling identity_;
  std::optional<LayerRuling> boundary_;
  std::optional<LayerRuling> session_;
  std::vector<LayerRuling> service_controls_;
  LayerRuling resource_controls_;
  LayerRuling resource_;
};

PolicyLayer LayerOf(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::kIdentity:
      return PolicyLayer::kIdentity;
    case PolicyKind::kBoundary:
      return PolicyLayer::kBoundary;
    case PolicyKind::kServiceControl:
      return PolicyLayer::kServiceControl;
    case PolicyKind::kResourceControl:
      return PolicyLayer::kResourceControl;
    case PolicyKind::kResource:
    case PolicyKind::kTrust:
      break;
  }
  return PolicyLayer::kResource;
}

}  // namespace

Ruling Authorize(const PolicyStack& stack, const Request& request, const RulingOptions& options) {
  return Evaluation(stack, RequestContext(request, options)).Rule();
}

Ruling AuthorizeAlone(std::span<const Policy* const> policies, const Request& request,
                      const RulingOptions& options) {
  const RequestContext context(request, options);
  LayerRuling all;
  for (const Policy* policy : policies) {
    LayerRuling own = RuleLayer({&policy, 1}, LayerOf(policy->kind), context, false);
    all.allow = Or(all.allow, own.allow);
    all.deny = Or(all.deny, own.deny);
    std::move(own.statements.begin(), own.statements.end(), std::back_inserter(all.statements));
  }
  Ruling out;
  if (all.deny == Truth::kYes) {
    out.verdict = Verdict::kExplicitlyDenied;
    all.Append(Effect::kDeny, Truth::kYes, &out.statements);
    out.reason = "a Deny applies";
  } else if (all.allow == Truth::kNo) {
    out.verdict = Verdict::kImplicitlyDenied;
    all.Append(Effect::kAllow, Truth::kNo, &out.statements);
    out.reason = "no Allow applies";
  } else if (all.deny == Truth::kNo && all.allow == Truth::kYes) {
    out.verdict = Verdict::kAllowed;
    all.Append(Effect::kAllow, Truth::kYes, &out.statements);
    out.reason = "an Allow applies";
  } else {
    out.verdict = Verdict::kUnknown;
    if (all.allow == Truth::kUnknown) {
      all.Append(Effect::kAllow, Truth::kUnknown, &out.statements);
    }
    all.Append(Effect::kDeny, Truth::kUnknown, &out.statements);
    CollectCauses(&out);
    out.reason = CausesReason(out);
  }
  return out;
}

}  // namespace leastwise
