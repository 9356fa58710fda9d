#include "iam/text_reader.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "iam/glob.h"

namespace leastwise {
namespace {

// Stands for control characters of the input that have a meaning of their own in a pattern.
constexpr char kSubstitute = '\x1a';

std::string_view TrimBlanks(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool IsMark(char c) { return c == kHoleMark || c == kLiteralStar || c == kLiteralQuestion; }

// The default behind the comma at `comma`; fills in the end of the variable too.
bool ReadDefault(std::string_view rest, std::size_t comma, PolicyVariable* out) {
  const std::size_t open = rest.find_first_not_of(' ', comma + 1);
  if (open == std::string_view::npos || rest[open] != '\'') return false;
  const std::size_t close = rest.find('\'', open + 1);
  if (close == std::string_view::npos) return false;
  const std::size_t end = rest.find_first_not_of(' ', close + 1);
  if (end == std::string_view::npos || rest[end] != '}') return false;
  out->has_default = true;
  out->default_text = rest.substr(open + 1, close - open - 1);
  out->size = end + 1;
  return true;
}

// Collects the pattern and the parts of one Text. Parts are kept as offsets until the pattern
// stands in the arena.
class PatternBuilder {
 public:
  PatternBuilder(const Tree& tree, Arena& arena) : tree_(tree), arena_(arena) {}

  void AddLiteral(std::string_view text) {
    for (const char c : text) pattern_.push_back(IsMark(c) ? kSubstitute : c);
  }

  void AddHole(PartKind kind, std::string_view name) { AddHole({kind, name, {}, false}); }

  void AddHole(const TextPart& hole) {
    CloseLiteral();
    pattern_.push_back(kHoleMark);
    AddHoleName(hole.text, hole.kind == PartKind::kVariable);
    pattern_.push_back(kHoleMark);
    literal_begin_ = pattern_.size();
    TextPart kept = hole;
    kept.text = Keep(tree_, hole.text, arena_);
    kept.default_text = Keep(tree_, hole.default_text, arena_);
    parts_.push_back({kept, {}});
  }

  void AddVariables(std::string_view text) {
    std::size_t done = 0;
    for (std::size_t at = text.find("${"); at != std::string_view::npos;
         at = text.find("${", at + 2)) {
      const auto variable = ReadPolicyVariable(text.substr(at));
      if (!variable) continue;
      AddLiteral(text.substr(done, at - done));
      AddVariable(*variable);
      done = at + variable->size;
      at = done - 2;  // the search goes on right behind it
    }
    AddLiteral(text.substr(done));
  }

  void Finish(Text* out) {
    const bool has_hole = !parts_.empty();
    if (has_hole) CloseLiteral();
    if (pattern_ == out->value) {
      out->pattern = out->value;
      return;
    }
    out->pattern = arena_.Copy(pattern_);
    std::vector<TextPart> parts;
    parts.reserve(parts_.size());
    for (PendingPart& pending : parts_) {
      if (pending.part.kind == PartKind::kLiteral)
        pending.part.text = out->pattern.substr(pending.literal.begin, pending.literal.size());
      parts.push_back(pending.part);
    }
    out->parts = arena_.Copy(parts);
  }

 private:
  struct PendingPart {
    TextPart part;
    Span literal;  // in pattern_
  };

  void AddVariable(const PolicyVariable& variable) {
    if (variable.escaped == '*') return pattern_.push_back(kLiteralStar);
    if (variable.escaped == '?') return pattern_.push_back(kLiteralQuestion);
    if (variable.escaped == '$') return pattern_.push_back('$');
    AddHole({PartKind::kVariable, variable.name, variable.default_text, variable.has_default});
    if (!variable.has_default) return;
    // Two variables with different defaults are different holes.
    pattern_.pop_back();
    pattern_.append(", '");
    AddHoleName(variable.default_text, false);
    pattern_.push_back('\'');
    pattern_.push_back(kHoleMark);
    literal_begin_ = pattern_.size();
  }

  void AddHoleName(std::string_view name, bool fold) {
    for (char c : name) {
      if (c == '*')
        c = kLiteralStar;
      else if (c == '?')
        c = kLiteralQuestion;
      else if (IsMark(c))
        c = kSubstitute;
      pattern_.push_back(fold ? FoldAscii(c) : c);
    }
  }

  void CloseLiteral() {
    if (pattern_.size() > literal_begin_) {
      parts_.push_back({{},
                        {static_cast<std::uint32_t>(literal_begin_),
                         static_cast<std::uint32_t>(pattern_.size())}});
    }
    literal_begin_ = pattern_.size();
  }

  const Tree& tree_;
  Arena& arena_;
  std::string pattern_;
  std::size_t literal_begin_ = 0;
  std::vector<PendingPart> parts_;
};

}  // namespace

std::optional<PolicyVariable> ReadPolicyVariable(std::string_view rest) {
  PolicyVariable out;
  if (rest.size() >= 4 && rest[3] == '}' && (rest[2] == '*' || rest[2] == '?' || rest[2] == '$')) {
    out.size = 4;
    out.escaped = rest[2];
    return out;
  }
  const std::size_t end = rest.find_first_of("},{$", 2);
  if (end == std::string_view::npos || rest[end] == '{' || rest[end] == '$') return std::nullopt;
  out.name = TrimBlanks(rest.substr(2, end - 2));
  if (out.name.empty()) return std::nullopt;
  out.size = end + 1;
  if (rest[end] == ',' && !ReadDefault(rest, end, &out)) return std::nullopt;
  return out;
}

bool HasPolicyVariable(std::string_view text) {
  for (std::size_t at = text.find("${"); at != std::string_view::npos;
       at = text.find("${", at + 2)) {
    const auto variable = ReadPolicyVariable(text.substr(at));
    if (!variable) continue;
    const std::size_t colon = variable->name.find(':');
    if (variable->escaped != '\0' || (colon != 0 && colon != std::string_view::npos)) return true;
  }
  return false;
}

std::string_view Keep(const Tree& tree, std::string_view text, Arena& arena) {
  const std::string_view file = tree.view->file().text();
  const std::less_equal<const char*> before{};
  if (before(file.data(), text.data()) &&
      before(text.data() + text.size(), file.data() + file.size()))
    return text;
  return arena.Copy(text);
}

Text MakeText(const Tree& tree, const Node& node, VariableMode mode, Arena& arena) {
  Text out;
  out.value = Keep(tree, node.text(), arena);
  out.pattern = out.value;
  out.location = tree.Locate(node);
  const bool is_open = node.is(NodeKind::kUnknown) || node.is(NodeKind::kChoice);
  const bool may_vary =
      mode == VariableMode::kVariables && out.value.find("${") != std::string_view::npos;
  const bool has_mark =
      std::any_of(out.value.begin(), out.value.end(), [](char c) { return IsMark(c); });
  if (!is_open && !may_vary && !has_mark && node.parts().empty()) return out;

  PatternBuilder builder(tree, arena);
  const auto add = [&](std::string_view text) {
    mode == VariableMode::kVariables ? builder.AddVariables(text) : builder.AddLiteral(text);
  };
  if (is_open)
    builder.AddHole(PartKind::kValue, out.value);
  else if (node.parts().empty())
    add(out.value);
  for (const NodePart& part : node.parts()) {
    if (!part.is_hole)
      add(part.text);
    else
      builder.AddHole(part.hole == HoleKind::kReference ? PartKind::kReference : PartKind::kValue,
                      part.text);
  }
  builder.Finish(&out);
  return out;
}

Text MakeKeyText(const Tree& tree, const Member& member, Arena& arena) {
  Text out;
  out.value = Keep(tree, member.key, arena);
  out.pattern = out.value;
  out.location = tree.Locate(member.key_span);
  return out;
}

}  // namespace leastwise
