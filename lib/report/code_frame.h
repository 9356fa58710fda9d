#ifndef LEASTWISE_REPORT_CODE_FRAME_H_
#define LEASTWISE_REPORT_CODE_FRAME_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_file.h"
#include "report/columns.h"
#include "report/style.h"

namespace leastwise {

// A place to underline: the primary one with `^`, the others with `-`.
struct FrameSpan {
  Location location{};
  std::string_view label;  // untrusted; may be empty
  bool is_primary = false;
};

// How to draw. Everything is borrowed for the call.
struct FrameOptions {
  const Style* style = nullptr;
  Role role = Role::kError;  // of the primary underline
  Columns* columns = nullptr;
  std::function<std::string(const std::string& path)> show_path;
};

// Columns that line numbers take, the same for all frames of one finding: at least 2.
std::size_t GutterWidth(const std::vector<FrameSpan>& spans);

// The lines under the spans in rustc's manner, one frame a file, that of the primary span first:
//
//     --> policies/job.json:8:19
//      |
//    8 |       "Resource": "*"
//      |                   ^^^ matches every object of every bucket
//      |
//
// Long lines are cut to 60 columns round the spans; a span over several lines is underlined on its
// first and its last line. No line ends in a space. Spans without a file are left out; the result
// is empty where none has one. Costs no more than the text that it shows, however long the lines
// are.
std::string RenderFrames(const std::vector<FrameSpan>& spans, const FrameOptions& options);

// A line below a frame, ` = name: text`, wrapped to `width` columns under its own start.
std::string FrameNote(const Style& style, std::size_t gutter, std::size_t width,
                      std::string_view name, std::string_view text);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_CODE_FRAME_H_
