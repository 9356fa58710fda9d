#include "tree/yaml_reader.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <string>
#include <utility>

#include "tree/utf8.h"
#include "tree/yaml_builder.h"

namespace leastwise {
namespace {

// Control characters that YAML forbids; yaml-cpp takes one of them for the end of the text.
bool IsForbidden(char c) {
  return (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\x7F';
}

std::optional<Error> CheckBytes(const YamlBuilder& builder, std::string_view text) {
  const std::string_view foreign = ForeignEncoding(text);
  if (!foreign.empty()) {
    return builder.MakeError(ErrorKind::kSyntax, 0, fmt::format("the text is {}", foreign),
                             "save it as UTF-8");
  }
  const std::size_t bad = FindInvalidUtf8(text);
  if (bad != std::string_view::npos) {
    return builder.MakeError(ErrorKind::kSyntax, bad,
                             fmt::format("{} is no valid UTF-8", DescribeChar(text.substr(bad))),
                             "save it as UTF-8");
  }
  const auto control = std::find_if(text.begin(), text.end(), IsForbidden);
  if (control == text.end()) return std::nullopt;
  const auto at = static_cast<std::size_t>(control - text.begin());
  return builder.MakeError(ErrorKind::kSyntax, at,
                           fmt::format("control character: {}", DescribeChar(text.substr(at))),
                           "write it as an escape in a double-quoted string");
}

// The first tab of the white space that the line of `at` starts with, or npos.
std::size_t TabInIndentation(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t found = text.find_first_not_of(' ', begin);
  return found < text.size() && text[found] == '\t' ? found : std::string_view::npos;
}

// yaml-cpp notices what is missing at the end of the text; the place to look at is the start.
Error Explain(const YamlBuilder& builder, std::string_view text, const YAML::Exception& failure) {
  const std::size_t noticed =
      failure.mark.pos < 0 ? text.size() : static_cast<std::size_t>(failure.mark.pos);
  const std::string_view message = failure.msg;
  const auto says = [&](const char* what) { return message.find(what) != std::string_view::npos; };
  if (says(YAML::ErrorMsg::END_OF_SEQ_FLOW) || says(YAML::ErrorMsg::END_OF_MAP_FLOW)) {
    if (const auto open = builder.OpenBracket()) {
      return builder.MakeError(ErrorKind::kSyntax, *open,
                               fmt::format("`{}` is never closed", text[*open]));
    }
  }
  if (says(YAML::ErrorMsg::EOF_IN_SCALAR)) {
    const std::size_t quote = text.find_first_of("\"'", builder.last_end());
    if (quote != std::string_view::npos) {
      return builder.MakeError(ErrorKind::kSyntax, quote, "this string is never closed");
    }
  }
  const std::size_t tab = TabInIndentation(text, noticed);
  if (tab != std::string_view::npos) {
    return builder.MakeError(ErrorKind::kSyntax, tab, "a tab where YAML is indented",
                             "indent with spaces");
  }
  const bool value = says(YAML::ErrorMsg::MAP_VALUE) || says(YAML::ErrorMsg::END_OF_MAP);
  return builder.MakeError(
      ErrorKind::kSyntax, noticed, std::string(message),
      value ? "put text that holds `: ` in quotes, and check the indentation" : "");
}

// Says where a document that is one too many starts.
class SecondDocument : public YamlBuilder {
 public:
  using YamlBuilder::YamlBuilder;
  void OnDocumentStart(const YAML::Mark& mark) override { start_ = mark.pos; }
  std::size_t start() const { return start_ < 0 ? 0 : static_cast<std::size_t>(start_); }

 private:
  int start_ = 0;
};

}  // namespace

Result<Tree> ReadYaml(const SourceView& view, Arena& arena, const ReadLimits& limits) {
  const std::string_view text = view.text();
  YamlBuilder builder(view, arena, limits);
  if (std::optional<Error> bad = CheckBytes(builder, text)) return std::move(*bad);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    const bool found = parser.HandleNextDocument(builder);
    if (builder.error()) return *builder.error();
    SecondDocument second(view, arena, limits);
    if (found && parser.HandleNextDocument(second)) {
      return builder.MakeError(ErrorKind::kSyntax, second.start(), "a second document in one file",
                               "keep one document a file");
    }
  } catch (const YAML::DeepRecursion& failure) {
    if (builder.error()) return *builder.error();
    return builder.MakeError(ErrorKind::kLimit, text.size(), "nested too deep");
  } catch (const YAML::Exception& failure) {
    if (builder.error()) return *builder.error();
    return Explain(builder, text, failure);
  } catch (const std::exception& failure) {
    return builder.MakeError(ErrorKind::kInternal, 0,
                             fmt::format("cannot read YAML: {}", failure.what()));
  }
  return builder.Finish();
}

}  // namespace leastwise
