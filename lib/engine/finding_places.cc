#include "engine/finding_places.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/backticks.h"

namespace leastwise {
namespace {

// More places than these make a frame that nobody reads; the message has the count.
constexpr std::size_t kMostOfElement = 8;
constexpr std::size_t kMostOfOther = 3;
constexpr std::string_view kExceptLabel = "every resource but what is named here";
// Of a Deny, where the rule has no words of its own for it.
constexpr std::string_view kDenyLabel = "this Deny leaves it open";

struct Candidates {
  std::string_view element;
  std::vector<Location> places;
};

bool ComesBefore(const Location& a, const Location& b) {
  if (a.file != b.file) {
    const std::string_view left = a.file == nullptr ? "" : std::string_view(a.file->path());
    const std::string_view right = b.file == nullptr ? "" : std::string_view(b.file->path());
    return left < right;
  }
  return a.span.begin < b.span.begin;
}

Candidates OfTexts(std::string_view element, const std::vector<const Text*>& texts) {
  Candidates out{element, {}};
  for (const Text* text : texts) out.places.push_back(text->location);
  return out;
}

Candidates OfResources(const Evidence& evidence) {
  Candidates out = OfTexts("Resource", evidence.resource_texts);
  if (!evidence.statement->is_not_resource) return out;
  out = {"NotResource", {}};
  for (const Text& text : evidence.statement->resources) out.places.push_back(text.location);
  return out;
}

Candidates OfActions(const Evidence& evidence) {
  Candidates out = OfTexts("Action", evidence.action_texts);
  if (!evidence.statement->is_not_action) return out;
  out = {"NotAction", {}};
  for (const Text& text : evidence.statement->actions) out.places.push_back(text.location);
  return out;
}

Candidates OfPrincipals(const Evidence& evidence) {
  Candidates out{"Principal", {}};
  if (evidence.statement->is_not_principal) {
    out.element = "NotPrincipal";
    for (const Principal& principal : evidence.statement->principals) {
      out.places.push_back(principal.text.location);
    }
    return out;
  }
  for (const Principal* principal : evidence.principals) {
    out.places.push_back(principal->text.location);
  }
  return out;
}

Candidates OfConditions(const Evidence& evidence) {
  Candidates out{"Condition", {}};
  for (const ConditionEntry* entry : evidence.conditions) out.places.push_back(entry->key.location);
  return out;
}

// What the rule asks to be shown first.
Anchor AnchorOf(const Hit& hit, Anchor wanted) {
  if (wanted != Anchor::kDefault) return wanted;
  if (hit.query != nullptr && hit.query->asks_resources()) return Anchor::kResource;
  if (hit.query != nullptr && hit.query->asks_wording()) return Anchor::kCondition;
  if (hit.query != nullptr && hit.query->asks_principals()) return Anchor::kPrincipal;
  return Anchor::kAction;
}

Candidates CandidatesOf(const Evidence& evidence, Anchor anchor) {
  Candidates out;
  // What NotResource names is what is not meant: the actions are.
  const bool is_resource = anchor == Anchor::kResource && !evidence.statement->is_not_resource;
  if (is_resource) out = OfResources(evidence);
  if (anchor == Anchor::kPrincipal) out = OfPrincipals(evidence);
  if (anchor == Anchor::kCondition) out = OfConditions(evidence);
  if (anchor == Anchor::kStatement) out = {"Statement", {evidence.statement->location}};
  if (out.places.empty()) out = OfActions(evidence);
  if (out.places.empty()) out = {"Statement", {evidence.statement->location}};
  std::sort(out.places.begin(), out.places.end(), ComesBefore);
  return out;
}

// The attachment of the holder (or of one of its groups) that brings in the document.
const Attachment* AttachmentOf(const Identity* holder, const Policy* policy) {
  if (holder == nullptr) return nullptr;
  for (const Attachment& attachment : holder->attachments) {
    if (attachment.policy == policy) return &attachment;
  }
  for (const Identity* group : holder->groups) {
    if (const Attachment* attachment = AttachmentOf(group, policy)) return attachment;
  }
  return nullptr;
}

Location PlaceOfIdentity(const Identity& identity) {
  return identity.name.location.valid() ? identity.name.location : identity.location;
}

class PlaceFinder {
 public:
  PlaceFinder(const RuleDetail& detail, const Identity* holder, const PlaceholderValues& values,
              const ActionTable& actions)
      : detail_(detail), holder_(holder), values_(values), actions_(actions) {}

  FindingPlaces Find(const Hit& hit, const Policy* document) {
    if (hit.problem != nullptr) {
      FindProblem(*hit.problem);
    } else if (hit.text) {
      SetPrimary(hit.text->place, "Text");
    } else if (hit.evidence && detail_.at != Anchor::kIdentityName) {
      FindEvidence(hit);
    } else {
      FindIdentity(hit, document);
    }
    for (const Hit& companion : hit.with) AddCompanion(companion);
    AddSteps(hit);
    Tidy();
    return std::move(out_);
  }

 private:
  std::string Label(const std::string& text) const { return FillTemplate(text, values_); }
  const std::string& Words(std::string FrameLabels::*label) const { return detail_.Label(label); }

  void SetPrimary(const Location& location, std::string_view element) {
    out_.primary = {location, Label(Words(&FrameLabels::primary))};
    out_.element = element;
  }

  // The first of a run of places says what they are.
  void AddRelated(const std::vector<Location>& places, const std::string& label, std::size_t most) {
    for (std::size_t i = 0; i < std::min(places.size(), most); ++i) {
      out_.related.push_back({places[i], i == 0 ? Label(label) : std::string()});
    }
  }

  void FindProblem(const Problem& problem) {
    SetPrimary(problem.where, problem.code);
    if (problem.related.valid()) AddRelated({problem.related}, Words(&FrameLabels::related), 1);
  }

  // AWS's own text is not the input's: its attachment stands for it, or else the identity.
  std::pair<Location, std::string_view> PlaceOfManaged(const Policy* policy) const {
    const Attachment* attachment = AttachmentOf(holder_, policy);
    if (attachment != nullptr) return {attachment->arn.location, "PolicyArn"};
    if (holder_ != nullptr) return {PlaceOfIdentity(*holder_), "Name"};
    return {};
  }

  // Grants of one identity that have to hold together, one of each part of an `all`, in its order.
  void AddSteps(const Hit& hit) {
    std::vector<const Matcher*> parts;
    AddSteps(hit, &parts);
    if (out_.flow.size() < 2) out_.flow.clear();
  }

  void AddSteps(const Hit& hit, std::vector<const Matcher*>* parts) {
    if (!hit.evidence || hit.other != nullptr) return;
    AddStep(hit);
    for (const Hit& more : hit.with) {
      if (std::find(parts->begin(), parts->end(), more.part) != parts->end()) continue;
      parts->push_back(more.part);
      AddSteps(more, parts);
    }
  }

  // A step without a place of its own would leave a gap, so it has that of the finding.
  void AddStep(const Hit& hit) {
    const Evidence& evidence = *hit.evidence;
    const std::vector<const Text*> actions = WorstFirst(evidence, actions_);
    Location place = evidence.policy->is_aws_managed ? PlaceOfManaged(evidence.policy).first
                     : actions.empty()               ? evidence.statement->location
                                                     : actions.front()->location;
    if (!place.valid()) place = out_.primary.location;
    std::string label = actions.empty() ? "allowed here" : "allows ";
    if (!actions.empty()) label += InBackticks(actions.front()->value);
    out_.flow.push_back({place, std::move(label)});
  }

  void FindEvidence(const Hit& hit) {
    const Evidence& evidence = *hit.evidence;
    if (evidence.policy->is_aws_managed) {
      const auto [place, element] = PlaceOfManaged(evidence.policy);
      if (place.valid()) SetPrimary(place, element);
      return;
    }
    const Anchor anchor = AnchorOf(hit, detail_.at);
    Candidates first = CandidatesOf(evidence, anchor);
    SetPrimary(first.places.front(), first.element);
    first.places.erase(first.places.begin());
    AddRelated(first.places, {}, kMostOfElement);
    AddOthers(evidence, anchor);
    if (evidence.failed_deny != nullptr && !evidence.failed_deny_policy->is_aws_managed) {
      const std::string& label = Words(&FrameLabels::deny);
      AddRelated({evidence.failed_deny->effect_location},
                 label.empty() ? std::string(kDenyLabel) : label, 1);
    }
  }

  // The elements that complete the sentence: who may do what on what.
  void AddOthers(const Evidence& evidence, Anchor anchor) {
    if (out_.element != "Action" && out_.element != "NotAction") {
      const Candidates actions = evidence.statement->is_not_action
                                     ? OfActions(evidence)
                                     : OfTexts("Action", WorstFirst(evidence, actions_));
      AddRelated(actions.places, Words(&FrameLabels::action), kMostOfOther);
    }
    const bool wants_resources =
        !Words(&FrameLabels::resource).empty() && anchor != Anchor::kResource;
    if (anchor == Anchor::kResource && out_.element == "Action") {
      AddRelated(OfResources(evidence).places, std::string(kExceptLabel), 1);
    } else if (wants_resources) {
      AddRelated(OfResources(evidence).places, Words(&FrameLabels::resource), kMostOfOther);
    }
    const bool wants_principals =
        !Words(&FrameLabels::principal).empty() && anchor != Anchor::kPrincipal;
    if (wants_principals) {
      AddRelated(OfPrincipals(evidence).places, Words(&FrameLabels::principal), kMostOfOther);
    }
  }

  void FindIdentity(const Hit& hit, const Policy* document) {
    std::vector<Location> attachments;
    for (const Attachment* attachment : hit.attachments) {
      attachments.push_back(attachment->arn.location);
    }
    std::sort(attachments.begin(), attachments.end(), ComesBefore);
    const bool by_name = detail_.at == Anchor::kIdentityName;
    if (!attachments.empty() && !by_name) {
      SetPrimary(attachments.front(), "PolicyArn");
      attachments.erase(attachments.begin());
    } else if (hit.key != nullptr && !by_name) {
      SetPrimary(hit.key->id.location, "AccessKeyId");
    } else if (holder_ != nullptr) {
      SetPrimary(PlaceOfIdentity(*holder_), "Name");
    } else if (document != nullptr) {
      SetPrimary(document->location, "Document");
    }
    AddRelated(attachments, Words(&FrameLabels::attachment), kMostOfElement);
    if (hit.evidence)
      AddRelated(OfActions(*hit.evidence).places, Words(&FrameLabels::action), kMostOfOther);
  }

  void AddCompanion(const Hit& hit) {
    if (hit.evidence && !hit.evidence->policy->is_aws_managed) {
      const Candidates found = CandidatesOf(*hit.evidence, AnchorOf(hit, Anchor::kDefault));
      AddRelated(found.places, Words(&FrameLabels::related), 1);
    }
    for (const Attachment* attachment : hit.attachments) {
      AddRelated({attachment->arn.location}, Words(&FrameLabels::attachment), 1);
    }
    if (hit.key != nullptr) AddRelated({hit.key->id.location}, Words(&FrameLabels::related), 1);
    if (hit.other != nullptr) {
      AddRelated({PlaceOfIdentity(*hit.other)}, Words(&FrameLabels::identity), 1);
      return;
    }
    const bool is_fact = !hit.evidence && hit.attachments.empty() && hit.key == nullptr;
    if (is_fact && hit.names_identity && holder_ != nullptr) {
      AddRelated({PlaceOfIdentity(*holder_)}, Words(&FrameLabels::identity), 1);
    }
    for (const Hit& companion : hit.with) AddCompanion(companion);
  }

  void Tidy() {
    std::vector<LabelledLocation>& related = out_.related;
    std::erase_if(related, [this](const LabelledLocation& one) {
      return !one.location.valid() || one.location == out_.primary.location;
    });
    std::stable_sort(related.begin(), related.end(), [](const auto& a, const auto& b) {
      return ComesBefore(a.location, b.location);
    });
    const auto same = [](const LabelledLocation& a, const LabelledLocation& b) {
      return a.location == b.location;
    };
    related.erase(std::unique(related.begin(), related.end(), same), related.end());
  }

  const RuleDetail& detail_;
  const Identity* holder_;
  const PlaceholderValues& values_;
  const ActionTable& actions_;
  FindingPlaces out_;
};

}  // namespace

FindingPlaces PlacesOf(const Hit& hit, const RuleDetail& detail, const Identity* holder,
                       const Policy* document, const PlaceholderValues& values,
                       const ActionTable& actions) {
  return PlaceFinder(detail, holder, values, actions).Find(hit, document);
}

}  // namespace leastwise
