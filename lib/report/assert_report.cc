#include "report/assert_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "report/code_frame.h"
#include "report/columns.h"
#include "report/display_text.h"
#include "report/grant_text.h"
#include "report/report_path.h"
#include "report/style.h"

namespace leastwise {
namespace {

constexpr std::size_t kLeastWidth = 40;
constexpr std::size_t kLeastGutter = 2;
constexpr std::size_t kNamedElements = 3;

std::string_view LabelOf(const AssertReportItem& item) {
  if (item.wants_access) return "must always be allowed";
  if (item.demand == "never") return "must never be allowed";
  if (item.demand == "no-public-access") return "no stranger may be let in";
  return "nothing may be added";
}

std::string Plural(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

class AssertWriter {
 public:
  explicit AssertWriter(const AssertTextOptions& options)
      : options_(options),
        style_(options.colour, false),
        width_(std::max<std::size_t>(options.width, kLeastWidth)) {}

  std::string Write(const AssertReport& report) {
    std::string out;
    std::array<std::size_t, 4> counts{};
    for (const AssertReportExpectation& one : report.expectations) {
      out += WriteExpectation(one);
      ++counts[static_cast<std::size_t>(one.verdict())];
    }
    return out + Summary(report.expectations.size(), counts);
  }

 private:
  std::string WriteExpectation(const AssertReportExpectation& one) {
    if (one.verdict() == ComparisonVerdict::kPass) {
      return Heading(ComparisonVerdict::kPass, one.name, PoliciesOf(one));
    }
    if (!one.was_asked) {
      return Heading(ComparisonVerdict::kError, one.name, "not asked, see the errors");
    }
    std::string out;
    for (const AssertReportItem& item : one.items) {
      if (item.comparison->verdict != ComparisonVerdict::kPass) out += WriteItem(one, item);
    }
    return out;
  }

  // Each policy is asked as often as there are demands.
  static std::string PoliciesOf(const AssertReportExpectation& one) {
    std::vector<std::string_view> names;
    for (const AssertReportItem& item : one.items) names.push_back(item.policy);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (names.size() == 1) return std::string(names.front());
    return Plural(names.size(), "policy", "policies");
  }

  std::string Heading(ComparisonVerdict verdict, std::string_view name,
                      std::string_view what) const {
    return style_.Paint(RoleOf(verdict), AssertVerdictName(verdict)) +
           style_.Paint(Role::kStrong, Printable(fmt::format(": {} ({})", name, what))) + "\n";
  }

  std::string WriteItem(const AssertReportExpectation& one, const AssertReportItem& item) {
    std::string out = Heading(item.comparison->verdict, one.name, item.policy);
    gutter_ = kLeastGutter;
    if (item.violations.empty()) {
      const std::vector<FrameSpan> spans = {{one.where, "", true}};
      out += Frames(spans, item.comparison->verdict);
    }
    const std::size_t all = item.violations.size();
    const std::size_t shown =
        options_.max_violations == 0 ? all : std::min(all, options_.max_violations);
    for (std::size_t i = 0; i < shown; ++i) out += WriteViolation(item, item.violations[i]);
    if (shown < all) {
      out += Paragraph("note", Plural(all - shown, "more statement", "more statements") + " like " +
                                   (item.wants_access ? "that" : "these") + ", see --format json");
    }
    for (const std::string& reason : item.comparison->reasons) out += Paragraph("why", reason);
    for (const std::string& error : item.comparison->internal_errors) {
      out += Paragraph("internal error", error);
    }
    for (const std::string& note : item.comparison->notes) out += Paragraph("note", note);
    return out;
  }

  std::string WriteViolation(const AssertReportItem& item, const AssertReportViolation& violation) {
    const AddedGrant& grant = *violation.grant;
    std::vector<FrameSpan> spans;
    spans.push_back({violation.expected, LabelOf(item), true});
    if (item.wants_access) {
      AddObstacles(grant, &spans);
    } else if (!grant.policy->is_aws_managed) {
      AddGrant(grant, item.demand == "no-public-access", &spans);
    }
    std::string out = Frames(spans, item.comparison->verdict);
    if (item.wants_access && grant.old_statements.empty()) {
      out += Paragraph("note", "no statement of the policy allows the action");
    }
    if (grant.only_future()) {
      out += Paragraph("note", "only for actions that AWS may add");
    }
    out += Paragraph("for example", DescribeRequest(grant.witness, Backticks));
    if (grant.outside_catalog_types) {
      out += Paragraph("note", "AWS lists no resource of that type for the action");
    }
    return out;
  }

  static void Add(const Location& location, std::string_view label, std::vector<FrameSpan>* spans) {
    if (location.valid()) spans->push_back({location, label, false});
  }

  static void AddGrant(const AddedGrant& grant, bool is_public, std::vector<FrameSpan>* spans) {
    const std::size_t before = spans->size();
    if (is_public) {
      for (const Principal& principal : grant.statement->principals) {
        if (principal.kind == PrincipalKind::kEveryone) {
          Add(principal.text.location, "lets strangers in", spans);
        }
      }
    }
    for (std::size_t i = 0; i < std::min(grant.elements.size(), kNamedElements); ++i) {
      Add(grant.elements[i]->location, "allows the action", spans);
    }
    if (grant.resource != nullptr && !is_public) {
      Add(grant.resource->location, "on this resource", spans);
    }
    if (spans->size() == before) Add(grant.statement->effect_location, "allows it", spans);
  }

  // What of the policy comes near: the Denies that refuse the request, else Allows of its action.
  static void AddObstacles(const AddedGrant& grant, std::vector<FrameSpan>* spans) {
    for (const Statement* statement : grant.old_statements) {
      const bool denies = statement->effect == Effect::kDeny;
      Add(statement->effect_location, denies ? "denies it" : "does not reach it", spans);
    }
  }

  std::string Frames(const std::vector<FrameSpan>& spans, ComparisonVerdict verdict) {
    gutter_ = GutterWidth(spans);
    const FrameOptions frames{&style_, RoleOf(verdict), &columns_,
                              [](const std::string& path) { return ReportPath(path, {}); }};
    return RenderFrames(spans, frames);
  }

  std::string Paragraph(std::string_view name, std::string_view text) const {
    return FrameNote(style_, gutter_, width_, name, text);
  }

  static std::string Summary(std::size_t all, const std::array<std::size_t, 4>& counts) {
    std::string out = Plural(all, "expectation", "expectations");
    std::string_view separator = ": ";
    const auto add = [&](ComparisonVerdict verdict, std::string_view one, std::string_view many) {
      const std::size_t count = counts[static_cast<std::size_t>(verdict)];
      if (count == 0) return;
      out += std::string(separator) + Plural(count, one, many);
      separator = ", ";
    };
    add(ComparisonVerdict::kFail, "broken", "broken");
    add(ComparisonVerdict::kUnknown, "cannot tell", "cannot tell");
    add(ComparisonVerdict::kError, "error", "errors");
    add(ComparisonVerdict::kPass, "holds", "hold");
    return out + "\n";
  }

  const AssertTextOptions& options_;
  Style style_;
  std::size_t width_;
  std::size_t gutter_ = kLeastGutter;
  Columns columns_{ColumnUnit::kCodePoint};
};

// An error hides more than a broken expectation does.
ComparisonVerdict WorseOf(ComparisonVerdict a, ComparisonVerdict b) {
  for (const ComparisonVerdict verdict :
       {ComparisonVerdict::kError, ComparisonVerdict::kFail, ComparisonVerdict::kUnknown}) {
    if (a == verdict || b == verdict) return verdict;
  }
  return ComparisonVerdict::kPass;
}

}  // namespace

ComparisonVerdict AssertReportExpectation::verdict() const {
  if (!was_asked) return ComparisonVerdict::kError;
  ComparisonVerdict worst = ComparisonVerdict::kPass;
  for (const AssertReportItem& item : items) worst = WorseOf(worst, item.comparison->verdict);
  return worst;
}

ComparisonVerdict AssertReport::verdict() const {
  ComparisonVerdict worst = ComparisonVerdict::kPass;
  for (const AssertReportExpectation& one : expectations) worst = WorseOf(worst, one.verdict());
  return worst;
}

std::string_view AssertVerdictName(ComparisonVerdict verdict) {
  switch (verdict) {
    case ComparisonVerdict::kPass:
      return "holds";
    case ComparisonVerdict::kFail:
      return "broken";
    case ComparisonVerdict::kUnknown:
      return "cannot tell";
    case ComparisonVerdict::kError:
      break;
  }
  return "error";
}

std::string AssertText(const AssertReport& report, const AssertTextOptions& options) {
  return AssertWriter(options).Write(report);
}

}  // namespace leastwise
