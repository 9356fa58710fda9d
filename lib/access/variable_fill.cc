#include "access/variable_fill.h"

#include <algorithm>

#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr int kColonsBeforeResource = 5;

std::string Folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), FoldAscii);
  return out;
}

void AppendLiteral(std::string_view value, std::string* pattern) {
  for (const char c : value) {
    pattern->push_back(c == '*' ? kLiteralStar : c == '?' ? kLiteralQuestion : c);
  }
}

void AppendHole(std::string_view name, std::string* pattern) {
  pattern->push_back(kHoleMark);
  AppendLiteral(name, pattern);
  pattern->push_back(kHoleMark);
}

void FillVariable(const TextPart& part, const RequestContext& context, FilledText* out) {
  std::string key = Folded(part.text);
  const KeyLookup found = context.Find(key);
  if (!found.is_known) {
    out->state = FilledText::State::kOpen;
    AppendHole(part.text, &out->pattern);
    out->missing_keys.push_back(std::move(key));
  } else if (found.values != nullptr && found.values->size() == 1) {
    AppendLiteral(found.values->front(), &out->pattern);
  } else if (part.has_default) {
    AppendLiteral(part.default_text, &out->pattern);
  } else {
    out->state = FilledText::State::kUnresolved;
  }
}

}  // namespace

FilledText FillVariables(const Text& text, const RequestContext& context) {
  FilledText out;
  if (!text.has_hole()) {
    out.pattern = std::string(text.pattern);
    return out;
  }
  std::ptrdiff_t colons = 0;
  for (const TextPart& part : text.parts) {
    if (part.kind == PartKind::kLiteral) {
      colons += std::count(part.text.begin(), part.text.end(), ':');
      out.pattern += part.text;
    } else if (part.kind == PartKind::kVariable) {
      out.has_early_variable = out.has_early_variable || colons < kColonsBeforeResource;
      FillVariable(part, context, &out);
      if (out.state == FilledText::State::kUnresolved) return out;
    } else {
      out.state = FilledText::State::kOpen;
      out.has_template_hole = true;
      AppendHole(part.text, &out.pattern);
    }
  }
  return out;
}

}  // namespace leastwise
