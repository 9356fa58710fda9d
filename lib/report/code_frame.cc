#include "report/code_frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/display_text.h"
#include "report/frame_line.h"

namespace leastwise {
namespace {

constexpr std::size_t kLeastGutter = 2;
constexpr std::string_view kBlank = " \t";

using MarksByLine = std::map<std::uint32_t, std::vector<FrameMark>>;

// The last byte of a span, or its only place: a span that ends behind a line feed does not reach
// into the next line.
std::uint32_t LastLine(const FrameSpan& span) {
  const Span bytes = span.location.span;
  const std::uint32_t last = bytes.empty() ? bytes.end : bytes.end - 1;
  return span.location.file->LineColumnAt(last).line;
}

void AddMarks(const FrameSpan& span, MarksByLine& marks) {
  const SourceFile& file = *span.location.file;
  const LineColumn first = file.LineColumnAt(span.location.span.begin);
  const std::uint32_t last = std::max(first.line, LastLine(span));
  const std::size_t begin = first.column - 1;
  const std::size_t end =
      span.location.span.end - std::min(span.location.span.end, file.LineStart(last));
  if (first.line == last) {
    marks[last].push_back({begin, end, span.label, span.is_primary});
    return;
  }
  const std::string_view opening = file.Line(first.line);
  const std::size_t text_end = opening.find_last_not_of(kBlank) + 1;
  marks[first.line].push_back({begin, std::max(begin, text_end), "", span.is_primary});
  const std::string_view closing = file.Line(last);
  const std::size_t text_begin = std::min(closing.find_first_not_of(kBlank), end);
  marks[last].push_back({text_begin, end, span.label, span.is_primary});
}

class FrameWriter {
 public:
  FrameWriter(std::size_t gutter, const FrameOptions& options)
      : gutter_(gutter), options_(options) {}

  void WriteHeader(std::string_view arrow, const Location& location) {
    const LineColumn at = options_.columns->At(*location.file, location.span.begin);
    out_ += std::string(gutter_, ' ') + options_.style->Paint(Role::kFrame, arrow);
    out_ += fmt::format(" {}:{}:{}\n", Printable(options_.show_path(location.file->path())),
                        at.line, at.column);
    WriteRow("", "");
  }

  void WriteFile(const SourceFile& file, const MarksByLine& marks) {
    std::uint32_t previous = 0;
    for (const auto& [line, marks_of_line] : marks) {
      if (previous != 0 && line == previous + 2) {
        WriteRow(fmt::to_string(line - 1), DrawPlainLine(file.Line(line - 1)));
      } else if (previous != 0 && line > previous + 2) {
        out_ += options_.style->Paint(Role::kFrame, "...") + "\n";
      }
      for (const FrameSegment& segment :
           DrawLine(file.Line(line), marks_of_line, *options_.style, options_.role)) {
        WriteRow(fmt::to_string(line), segment.source);
        for (const std::string& row : segment.rows) WriteRow("", row);
      }
      previous = line;
    }
    WriteRow("", "");
  }

  std::string Take() { return std::move(out_); }

 private:
  void WriteRow(std::string_view number, std::string_view text) {
    out_ += options_.style->Paint(Role::kFrame, fmt::format("{:>{}} |", number, gutter_));
    if (!text.empty()) out_ += ' ';
    out_ += text;
    out_ += '\n';
  }

  std::size_t gutter_;
  const FrameOptions& options_;
  std::string out_;
};

// Files in order of the first span in each, that of the primary span before the others.
std::vector<const SourceFile*> FilesOf(const std::vector<FrameSpan>& spans) {
  std::vector<const SourceFile*> files;
  for (const bool primary : {true, false}) {
    for (const FrameSpan& span : spans) {
      const SourceFile* file = span.location.file;
      if (file == nullptr || span.is_primary != primary) continue;
      if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
    }
  }
  return files;
}

// What the header of a file's frame points to: the primary span, else the first in the file.
Location HeadOf(const std::vector<FrameSpan>& spans, const SourceFile* file) {
  Location head{};
  for (const FrameSpan& span : spans) {
    if (span.location.file != file) continue;
    if (span.is_primary) return span.location;
    if (!head.valid() || span.location.span.begin < head.span.begin) head = span.location;
  }
  return head;
}

}  // namespace

std::size_t GutterWidth(const std::vector<FrameSpan>& spans) {
  std::size_t width = kLeastGutter;
  for (const FrameSpan& span : spans) {
    if (span.location.valid()) width = std::max(width, fmt::to_string(LastLine(span)).size());
  }
  return width;
}

std::string RenderFrames(const std::vector<FrameSpan>& spans, const FrameOptions& options) {
  FrameWriter writer(GutterWidth(spans), options);
  bool is_first = true;
  for (const SourceFile* file : FilesOf(spans)) {
    MarksByLine marks;
    for (const FrameSpan& span : spans) {
      if (span.location.file == file) AddMarks(span, marks);
    }
    writer.WriteHeader(is_first ? "-->" : ":::", HeadOf(spans, file));
    writer.WriteFile(*file, marks);
    is_first = false;
  }
  return writer.Take();
}

std::string FrameNote(const Style& style, std::size_t gutter, std::size_t width,
                      std::string_view name, std::string_view text) {
  const std::size_t indent = gutter + 3 + name.size() + 2;
  return fmt::format("{} {} {} {}\n", std::string(gutter, ' '), style.Paint(Role::kFrame, "="),
                     style.Paint(Role::kStrong, fmt::format("{}:", name)),
                     Wrap(text, width, indent, indent));
}

}  // namespace leastwise
