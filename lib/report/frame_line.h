#ifndef LEASTWISE_REPORT_FRAME_LINE_H_
#define LEASTWISE_REPORT_FRAME_LINE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_file.h"
#include "report/style.h"

namespace leastwise {

// A part of one source line to underline, in bytes from the start of the line.
struct FrameMark {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view label;
  bool is_primary = false;
};

// Part of a source line as it is shown, and the rows of marks and labels below it. Rows carry no
// gutter and no trailing spaces.
struct FrameSegment {
  std::string source;
  std::vector<std::string> rows;
};

// Draws the marks of one line. A line of more than 140 columns is cut to 60 columns round its
// marks, with `…` where text is left out; marks that stand far apart get segments of their own.
std::vector<FrameSegment> DrawLine(std::string_view line, std::vector<FrameMark> marks,
                                   const Style& style, Role primary);

// A line without marks, cut at 140 columns.
std::string DrawPlainLine(std::string_view line);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_FRAME_LINE_H_
