#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/fingerprint.h"
#include "report/diff_report.h"
#include "report/diff_rules.h"
#include "report/grant_text.h"
#include "report/report_path.h"
#include "report/sarif_reporter.h"

namespace leastwise {
namespace {

constexpr std::size_t kNamedActions = 10;

// Makes findings of comparisons, so that they are written as those of `check` are.
class DiffFindings {
 public:
  DiffFindings(const DiffReport& diff, const DiffRules& rules, const std::string& root)
      : rules_(rules), root_(root) {
    for (const Rule& rule : rules.rules()) report_.rules.push_back(&rule);
    report_.tool_version = diff.tool_version;
    report_.catalog_date = diff.catalog_date;
    for (const DiffReportItem& item : diff.items) AddItem(item);
    for (const std::string& failure : diff.failures) AddFailure("", failure);
  }

  const Report& report() const { return report_; }

 private:
  void AddItem(const DiffReportItem& item) {
    for (const AddedGrant& grant : item.added->added) AddGrant(item, grant);
    switch (item.added->verdict) {
      case ComparisonVerdict::kUnknown:
        AddUnknown(item);
        break;
      case ComparisonVerdict::kError:
        for (const std::string& reason : item.added->reasons) AddFailure(item.name, reason);
        break;
      default:
        break;
    }
  }

  void AddGrant(const DiffReportItem& item, const AddedGrant& grant) {
    const GrantPlaces places = PlacesOf(grant, item);
    Finding finding = MakeFinding(item, grant.only_future() ? rules_.added_later() : rules_.added(),
                                  grant.policy);
    finding.message =
        fmt::format("adds {} on {}, for example {}",
                    ListActions(grant, *item.actions, kNamedActions, Backticks),
                    ResourceOf(grant, Backticks), DescribeRequest(grant.witness, Backticks));
    finding.primary = {places.primary,
                       places.attached.valid() ? "adds what it grants" : "adds access"};
    const auto add = [&](const Location& place, const char* label) {
      if (place.valid() && !(place == places.primary)) finding.related.push_back({place, label});
    };
    for (const Location& action : places.actions) add(action, "the action");
    add(places.resource, "the resource");
    for (const Location& principal : places.principals) add(principal, "the principal");
    finding.statement = grant.statement->index;
    finding.sid = grant.statement->sid.value;
    const std::string value(grant.resource == nullptr ? "" : grant.resource->value);
    Finish(std::move(finding), StatementIdentity(*grant.statement, value), value);
  }

  void AddUnknown(const DiffReportItem& item) {
    const auto& policies = item.new_policies.empty() ? item.old_policies : item.new_policies;
    Finding finding =
        MakeFinding(item, rules_.cannot_tell(), policies.empty() ? nullptr : policies.front());
    std::string reasons;
    for (const std::string& reason : item.added->reasons) {
      reasons += (reasons.empty() ? "" : "; ") + reason;
    }
    const bool is_identity = item.identity != nullptr;
    finding.message = fmt::format("cannot tell whether this {} adds access: {}",
                                  is_identity ? "identity" : "policy", reasons);
    if (is_identity) {
      if (item.has_new) finding.primary = {item.identity->name.location, "this identity"};
    } else if (!item.new_policies.empty() && item.new_policies.front()->location.valid()) {
      // The first byte: a region over the whole policy would hide it in a pull request.
      Location place = item.new_policies.front()->location;
      place.span.end = std::min(place.span.end, place.span.begin + 1);
      finding.primary = {place, "this policy"};
    }
    Finish(std::move(finding), "", "");
  }

  static Finding MakeFinding(const DiffReportItem& item, const Rule& rule, const Policy* policy) {
    Finding finding;
    finding.rule = &rule;
    finding.confidence = rule.confidence;
    if (policy != nullptr) {
      finding.pointer = policy->is_aws_managed ? "" : policy->pointer;
      finding.policy = policy->name;
      if (!policy->container.empty()) finding.containers.emplace_back(policy->container);
    }
    if (item.identity != nullptr) finding.containers = {std::string(item.identity->name.value)};
    return finding;
  }

  void Finish(Finding finding, std::string statement, std::string_view value) {
    const Location& place = finding.primary.location;
    const std::string path = place.valid() ? ReportPath(place.file->path(), root_) : "";
    const std::string container = finding.containers.empty() ? "" : finding.containers.front();
    FingerprintParts parts;
    parts.rule = finding.rule->id;
    parts.path = path;
    parts.container = container;
    parts.statement = std::move(statement);
    parts.key_path = KeyPath(finding.pointer, "");
    parts.value = value;
    finding.fingerprint = Fingerprint(parts);
    const std::size_t occurrence = occurrences_[finding.fingerprint]++;
    if (occurrence > 0) {
      finding.fingerprint = RepeatedFingerprint(finding.fingerprint, occurrence);
    }
    report_.findings.push_back(std::move(finding));
  }

  // What stands nowhere that the reader could look at; it makes the run one that failed.
  void AddFailure(std::string_view name, const std::string& reason) {
    ++report_.summary.files_failed;
    report_.not_analysed.push_back({std::string(name), {}, reason, {}});
  }

  const DiffRules& rules_;
  const std::string& root_;
  Report report_;
  std::map<std::string, std::size_t> occurrences_;
};

}  // namespace

Result<bool> DiffSarif(const DiffReport& report, const std::string& root, const Sink& sink) {
  const DiffRules rules;
  const DiffFindings findings(report, rules, root);
  ReportOptions options;
  options.root = root;
  options.category = "diff";  // GitHub keeps one log for each category: not that of `check`
  return WriteSarifLog(
      findings.report(), [&](const Rule& rule) -> const RuleProse& { return rules.Prose(rule); },
      options, sink);
}

}  // namespace leastwise
