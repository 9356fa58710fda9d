#include "report/ruling_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <vector>

#include "report/code_frame.h"
#include "report/columns.h"
#include "report/display_text.h"
#include "report/report_path.h"
#include "report/style.h"

namespace leastwise {
namespace {

constexpr std::size_t kLeastWidth = 40;

Role RoleOfVerdict(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllowed:
      return Role::kNote;
    case Verdict::kUnknown:
      return Role::kWarning;
    default:
      return Role::kError;
  }
}

std::string_view Headword(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllowed:
      return "allowed";
    case Verdict::kUnknown:
      return "cannot tell";
    default:
      return "denied";
  }
}

// Where a part of a statement stands: all of its texts, or the statement's Effect.
template <typename Items, typename Place>
std::vector<Location> PlacesOf(const Items& items, Place place) {
  std::vector<Location> out;
  for (const auto& item : items) out.push_back(place(item));
  return out;
}

// The spans of one statement and the labels that they borrow.
class StatementSpans {
 public:
  explicit StatementSpans(const StatementRuling& ruling) : ruling_(ruling) {
    const Statement& statement = *ruling.statement;
    const Truth applies = ruling.Applies();
    Mark(ruling.principal,
         PlacesOf(statement.principals, [](const Principal& p) { return p.text.location; }),
         "the principal");
    Mark(ruling.resource,
         PlacesOf(statement.resources, [](const Text& text) { return text.location; }),
         "the resource");
    MarkCondition();
    if (applies == Truth::kYes) MarkWhatMatches();
    const bool is_deny = statement.effect == Effect::kDeny;
    const std::string_view effect = is_deny ? "Deny" : "Allow";
    Add(ruling.action_text != nullptr ? ruling.action_text->location : statement.effect_location,
        applies == Truth::kYes
            ? fmt::format("this {} of the {} applies", effect, PolicyLayerName(ruling.layer))
            : fmt::format("{} of the {}", effect, PolicyLayerName(ruling.layer)),
        applies == Truth::kYes);
    if (!std::any_of(spans_.begin(), spans_.end(), [](const auto& s) { return s.is_primary; })) {
      spans_.back().is_primary = true;
    }
  }

  const std::vector<FrameSpan>& spans() const { return spans_; }

 private:
  void Add(const Location& location, std::string label, bool is_primary) {
    if (!location.valid()) return;
    labels_.push_back(std::move(label));
    spans_.push_back({location, labels_.back(), is_primary});
  }

  void Mark(Truth truth, const std::vector<Location>& places, std::string_view what) {
    if (truth == Truth::kYes) return;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const std::string label = i + 1 < places.size() ? std::string()
                                : truth == Truth::kNo ? fmt::format("does not match {}", what)
                                                      : fmt::format("may match {} or not", what);
      Add(places[i], label, i + 1 == places.size());
    }
  }

  // Of a statement that applies, what else it asked for.
  void MarkWhatMatches() {
    if (ruling_.resource_text != nullptr) {
      Add(ruling_.resource_text->location, "matches the resource", false);
    }
    for (const ConditionEntry& entry : ruling_.statement->conditions) {
      Add(entry.key.location, "this condition holds", false);
    }
    if (ruling_.statement->principals.size() == 1 && !ruling_.statement->is_not_principal) {
      Add(ruling_.statement->principals.front().text.location, "matches the principal", false);
    }
  }

  void MarkCondition() {
    const ConditionEntry* entry = ruling_.failed_condition;
    if (entry == nullptr || ruling_.condition == Truth::kYes) return;
    Add(entry->key.location,
        ruling_.condition == Truth::kNo ? "this condition does not hold"
                                        : "this condition may hold or not",
        true);
  }

  const StatementRuling& ruling_;
  std::deque<std::string> labels_;
  std::vector<FrameSpan> spans_;
};

class RulingWriter {
 public:
  RulingWriter(const RulingReport& report, const RulingTextOptions& options)
      : report_(report),
        options_(options),
        style_(options.colour, false),
        width_(std::max<std::size_t>(options.width, kLeastWidth)) {}

  std::string Write() {
    const std::vector<StatementRuling>& statements = report_.ruling->statements;
    const std::size_t shown = options_.max_statements == 0
                                  ? statements.size()
                                  : std::min(statements.size(), options_.max_statements);
    std::string out = Headline();
    for (std::size_t i = 0; i < shown; ++i) out += WriteStatement(statements[i]);
    out += Paragraph("why", report_.ruling->reason);
    for (const Reading reading : report_.ruling->readings) {
      if (report_.ruling->reason.find(ReadingText(reading)) == std::string::npos) {
        out += Paragraph("open", ReadingText(reading));
      }
    }
    if (shown < statements.size()) {
      out += Paragraph("note", fmt::format("{} more statements", statements.size() - shown));
    }
    for (const std::string& note : report_.notes) out += Paragraph("note", note);
    return out;
  }

 private:
  std::string Headline() const {
    const Request& request = *report_.request;
    const Verdict verdict = report_.ruling->verdict;
    std::string asked = fmt::format(": `{}` on `{}`", request.action, request.resource);
    if (!request.principal.empty()) asked += fmt::format(" by `{}`", request.principal);
    return style_.Paint(RoleOfVerdict(verdict), Headword(verdict)) +
           style_.Paint(Role::kStrong, Printable(asked)) + "\n";
  }

  std::string WriteStatement(const StatementRuling& ruling) {
    if (ruling.policy->is_aws_managed) {
      return Paragraph("policy", fmt::format("statement {} of the AWS managed policy `{}`",
                                             ruling.statement->index + 1, ruling.policy->name));
    }
    const StatementSpans spans(ruling);
    gutter_ = GutterWidth(spans.spans());
    const FrameOptions frames{&style_, RoleOfVerdict(report_.ruling->verdict), &columns_,
                              [](const std::string& path) { return ReportPath(path, {}); }};
    return RenderFrames(spans.spans(), frames);
  }

  std::string Paragraph(std::string_view name, std::string_view text) const {
    return FrameNote(style_, gutter_, width_, name, text);
  }

  const RulingReport& report_;
  const RulingTextOptions& options_;
  Style style_;
  std::size_t width_;
  std::size_t gutter_ = 2;
  Columns columns_{ColumnUnit::kCodePoint};
};

}  // namespace

std::string RulingText(const RulingReport& report, const RulingTextOptions& options) {
  return RulingWriter(report, options).Write();
}

}  // namespace leastwise
