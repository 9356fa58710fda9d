#include "diagnostics.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "report/display_text.h"

namespace leastwise {
namespace {

constexpr std::size_t kMostColumns = 100;  // of a line of source that is shown

// The line with a caret under the column; a long line is cut around it.
std::string Frame(const SourceFile& source, LineColumn at) {
  std::string_view line = source.Line(at.line);
  std::size_t column = std::min<std::size_t>(at.column - 1, line.size());
  if (column > kMostColumns / 2) {
    const std::size_t cut = column - kMostColumns / 2;
    line.remove_prefix(cut);
    column -= cut;
  }
  const std::string number = std::to_string(at.line);
  const std::string margin(number.size(), ' ');
  const DisplayText before = ToDisplayText(line.substr(0, column), TabStyle::kFourSpaces);
  const DisplayText behind =
      ToDisplayText(line.substr(column, kMostColumns - column), TabStyle::kFourSpaces);
  return margin + " |\n" + number + " | " + before.text + behind.text + "\n" + margin + " | " +
         std::string(before.width, ' ') + "^\n";
}

}  // namespace

void PrintError(const Error& error, const SourceFile* source) {
  std::string text = "leastwise: ";
  if (error.where) {
    text.append(Printable(error.where->path)).push_back(':');
    text.append(std::to_string(error.where->at.line)).push_back(':');
    text.append(std::to_string(error.where->at.column)).append(": ");
  }
  text.append(Printable(error.message)).push_back('\n');
  if (error.where && source != nullptr && error.where->at.line <= source->line_count()) {
    text.append(Frame(*source, error.where->at));
  }
  if (!error.hint.empty()) text.append("  = hint: ").append(Printable(error.hint)).push_back('\n');
  std::fputs(text.c_str(), stderr);
}

void PrintNote(std::string_view text) {
  const std::string line = "leastwise: " + Printable(text) + "\n";
  std::fputs(line.c_str(), stderr);
}

ExitCode ExitCodeOf(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kUsage:
    case ErrorKind::kPack:
      return ExitCode::kUsage;
    case ErrorKind::kIo:
    case ErrorKind::kSyntax:
    case ErrorKind::kLimit:
      return ExitCode::kInputFailed;
    case ErrorKind::kInternal:
      break;
  }
  return ExitCode::kInternal;
}

}  // namespace leastwise
