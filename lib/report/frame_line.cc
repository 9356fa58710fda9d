#include "report/frame_line.h"

#include <algorithm>
#include <tuple>

#include "report/display_text.h"

namespace leastwise {
namespace {

constexpr std::size_t kWholeLine = 140;  // columns
constexpr std::size_t kMargin = 60;      // columns round a mark
constexpr std::size_t kLongestMark = 120;
constexpr std::size_t kLongestCluster = 240;  // bytes that marks sharing a segment may take
constexpr std::string_view kEllipsis = "…";

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Byte offset `columns` display columns before `from`, on a code point's first byte.
std::size_t StepBack(std::string_view line, std::size_t from, std::size_t columns) {
  std::size_t at = from;
  std::size_t width = 0;
  // Combining marks have no width: a run of them must not be walked for ever.
  const std::size_t limit = from > 4 * columns ? from - 4 * columns : 0;
  while (at > limit && width < columns) {
    std::size_t previous = at - 1;
    while (previous > limit && at - previous < 4 && IsContinuation(line[previous])) --previous;
    width += ToDisplayText(line.substr(previous, at - previous), TabStyle::kFourSpaces).width;
    at = previous;
  }
  return at;
}

std::size_t StepForward(std::string_view line, std::size_t from, std::size_t columns) {
  std::size_t at = from;
  std::size_t width = 0;
  const std::size_t limit = std::min(line.size(), from + 4 * columns);
  while (at < limit && width < columns) {
    const std::size_t bytes = DecodeUtf8(line.substr(at)).bytes;
    width += ToDisplayText(line.substr(at, bytes), TabStyle::kFourSpaces).width;
    at += bytes;
  }
  return at;
}

bool FitsWhole(std::string_view line) {
  return line.size() <= kWholeLine ||
         (line.size() <= 4 * kWholeLine &&
          ToDisplayText(line, TabStyle::kFourSpaces).width <= kWholeLine);
}

// A row made of single ASCII cells and at most one label behind them.
class Row {
 public:
  void Put(std::size_t column, char cell, Role role) {
    if (cells_.size() <= column) cells_.resize(column + 1, {' ', Role::kPlain});
    cells_[column] = {cell, role};
  }
  void SetLabel(std::size_t column, std::string_view label, Role role) {
    if (cells_.size() < column) cells_.resize(column, {' ', Role::kPlain});
    label_ = Printable(label);
    label_role_ = role;
  }
  std::size_t size() const { return cells_.size(); }

  std::string Render(const Style& style) const {
    std::string out;
    for (std::size_t i = 0; i < cells_.size();) {
      std::string run;
      const Role role = cells_[i].role;
      for (; i < cells_.size() && cells_[i].role == role; ++i) run += cells_[i].glyph;
      out += style.Paint(role, run);
    }
    return out + style.Paint(label_role_, label_);
  }

 private:
  struct Cell {
    char glyph;
    Role role;
  };
  std::vector<Cell> cells_;
  std::string label_;
  Role label_role_ = Role::kPlain;
};

struct PlacedMark {
  std::size_t begin = 0;  // display columns of the segment
  std::size_t end = 0;
  std::string_view label;
  Role role = Role::kFrame;
  char glyph = '-';
};

Row DrawUnderlines(const std::vector<PlacedMark>& marks) {
  Row row;
  for (const char glyph : {'-', '^'}) {  // the primary mark lies on top
    for (const PlacedMark& mark : marks) {
      if (mark.glyph != glyph) continue;
      for (std::size_t i = mark.begin; i < mark.end; ++i) row.Put(i, glyph, mark.role);
    }
  }
  return row;
}

// Labels that find no room behind the underlines hang below their mark's first column.
void DrawHangingLabels(std::vector<PlacedMark> marks, const Style& style,
                       std::vector<std::string>& rows) {
  const auto connectors = [&](std::size_t count) {
    Row row;
    for (std::size_t i = 0; i < count; ++i) row.Put(marks[i].begin, '|', marks[i].role);
    return row;
  };
  if (!marks.empty()) rows.push_back(connectors(marks.size()).Render(style));
  while (!marks.empty()) {
    const PlacedMark mark = marks.back();
    marks.pop_back();
    std::size_t left = marks.size();
    while (left > 0 && marks[left - 1].begin >= mark.begin) --left;
    Row row = connectors(left);
    row.SetLabel(mark.begin, mark.label, mark.role);
    rows.push_back(row.Render(style));
  }
}

std::vector<std::string> DrawRows(const std::vector<PlacedMark>& marks, const Style& style) {
  Row underlines = DrawUnderlines(marks);
  std::vector<PlacedMark> hanging;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const bool has_room = i + 1 == marks.size() && marks[i].end == underlines.size();
    if (marks[i].label.empty()) continue;
    if (has_room) {
      underlines.SetLabel(underlines.size() + 1, marks[i].label, marks[i].role);
    } else {
      hanging.push_back(marks[i]);
    }
  }
  std::vector<std::string> rows = {underlines.Render(style)};
  DrawHangingLabels(std::move(hanging), style, rows);
  return rows;
}

FrameSegment DrawSegment(std::string_view line, Span window, const std::vector<FrameMark>& marks,
                         const Style& style, Role primary) {
  const std::string_view text = line.substr(window.begin, window.size());
  const std::size_t indent = window.begin > 0 ? 1 : 0;
  const auto column = [&](std::size_t offset) {
    const std::size_t within = std::clamp<std::size_t>(offset, window.begin, window.end);
    return indent +
           ToDisplayText(text.substr(0, within - window.begin), TabStyle::kFourSpaces).width;
  };
  std::vector<PlacedMark> placed;
  for (const FrameMark& mark : marks) {
    const std::size_t begin = column(mark.begin);
    placed.push_back({begin, std::max(column(mark.end), begin + 1), mark.label,
                      mark.is_primary ? primary : Role::kFrame, mark.is_primary ? '^' : '-'});
  }
  FrameSegment segment;
  if (window.begin > 0) segment.source += kEllipsis;
  segment.source += ToDisplayText(text, TabStyle::kFourSpaces).text;
  if (window.end < line.size()) segment.source += kEllipsis;
  segment.source.erase(segment.source.find_last_not_of(' ') + 1);
  segment.rows = DrawRows(placed, style);
  return segment;
}

Span WindowOf(std::string_view line, std::size_t begin, std::size_t end) {
  end = std::min(end, StepForward(line, begin, kLongestMark));
  return {static_cast<std::uint32_t>(StepBack(line, begin, kMargin)),
          static_cast<std::uint32_t>(StepForward(line, std::max(begin, end), kMargin))};
}

}  // namespace

std::vector<FrameSegment> DrawLine(std::string_view line, std::vector<FrameMark> marks,
                                   const Style& style, Role primary) {
  for (FrameMark& mark : marks) {
    mark.begin = std::min(mark.begin, line.size());
    mark.end = std::clamp(mark.end, mark.begin, line.size());
  }
  // Of two marks that start together the longer comes first, so that the shorter is drawn upon it.
  std::stable_sort(marks.begin(), marks.end(), [](const FrameMark& a, const FrameMark& b) {
    return std::tuple(a.begin, b.end, a.is_primary) < std::tuple(b.begin, a.end, b.is_primary);
  });
  if (FitsWhole(line)) {
    const Span whole{0, static_cast<std::uint32_t>(line.size())};
    return {DrawSegment(line, whole, marks, style, primary)};
  }
  std::vector<FrameSegment> segments;
  for (std::size_t i = 0; i < marks.size();) {
    Span window = WindowOf(line, marks[i].begin, marks[i].end);
    std::vector<FrameMark> cluster = {marks[i]};
    while (++i < marks.size() && marks[i].begin <= window.end &&
           marks[i].begin - cluster.front().begin <= kLongestCluster) {
      window.end = std::max(window.end, WindowOf(line, marks[i].begin, marks[i].end).end);
      cluster.push_back(marks[i]);
    }
    segments.push_back(DrawSegment(line, window, cluster, style, primary));
  }
  return segments;
}

std::string DrawPlainLine(std::string_view line) {
  const std::size_t end = FitsWhole(line) ? line.size() : StepForward(line, 0, kWholeLine);
  std::string out = ToDisplayText(line.substr(0, end), TabStyle::kFourSpaces).text;
  if (end < line.size()) out += kEllipsis;
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

}  // namespace leastwise
