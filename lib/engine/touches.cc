#include "engine/touches.h"

#include <algorithm>
#include <iterator>

#include "iam/glob.h"

namespace leastwise {
namespace {

constexpr std::string_view kAnything = "*";

Touches OfPatterns(std::span<const std::string> patterns) {
  std::vector<std::string> services;
  for (const std::string& pattern : patterns) {
    services.push_back(ServiceOf(pattern));
    if (services.back().empty()) return {};
  }
  return Touches::Only(std::move(services));
}

}  // namespace

Touches Touches::Only(std::vector<std::string> words) {
  Touches out;
  out.is_anything_ = false;
  out.words_ = std::move(words);
  std::sort(out.words_.begin(), out.words_.end());
  out.words_.erase(std::unique(out.words_.begin(), out.words_.end()), out.words_.end());
  return out;
}

Touches Touches::FromText(std::string_view text) {
  if (text == kAnything) return {};
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return Only(std::move(words));
}

std::string Touches::ToText() const {
  if (is_anything_) return std::string(kAnything);
  std::string text;
  for (const std::string& word : words_) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

Touches Touches::Or(const Touches& other) const {
  if (is_anything_ || other.is_anything_) return {};
  std::vector<std::string> words;
  std::set_union(words_.begin(), words_.end(), other.words_.begin(), other.words_.end(),
                 std::back_inserter(words));
  return Only(std::move(words));
}

Touches Touches::And(const Touches& other) const {
  if (other.is_anything_) return *this;
  if (is_anything_) return other;
  return other.words_.size() < words_.size() ? other : *this;
}

bool Touches::Meets(const Touches& input) const {
  if (is_anything_ || input.is_anything_) return true;
  return std::any_of(words_.begin(), words_.end(),
                     [&input](const std::string& word) { return input.Holds(word); });
}

bool Touches::Holds(std::string_view word) const {
  return is_anything_ || std::binary_search(words_.begin(), words_.end(), word);
}

Touches OfServices(const std::vector<std::string>& services) {
  const auto is_open = [](const std::string& service) { return Glob::HasWildcard(service); };
  if (services.empty() || std::any_of(services.begin(), services.end(), is_open)) return {};
  return Touches::Only(services);
}

Touches ServicesOf(const ActionExpr& expr, std::span<const ActionExpr> named) {
  switch (expr.kind) {
    case ActionExpr::Kind::kPatterns:
      return OfPatterns(expr.patterns);
    case ActionExpr::Kind::kWhere:
      return OfServices(expr.filter.services);
    case ActionExpr::Kind::kNamed:
      return ServicesOf(named[expr.named], named);
    case ActionExpr::Kind::kMinus:
      return expr.parts.empty() ? Touches::Only({}) : ServicesOf(expr.parts.front(), named);
    case ActionExpr::Kind::kUnion:
    case ActionExpr::Kind::kIntersect:
      break;
  }
  const bool is_union = expr.kind == ActionExpr::Kind::kUnion;
  Touches out = is_union ? Touches::Only({}) : Touches();
  for (const ActionExpr& part : expr.parts) {
    const Touches of_part = ServicesOf(part, named);
    out = is_union ? out.Or(of_part) : out.And(of_part);
  }
  return out;
}

std::string ServiceOf(std::string_view action_pattern) {
  const std::size_t colon = action_pattern.find(':');
  if (colon == action_pattern.npos) return {};
  std::string service;
  for (const char c : action_pattern.substr(0, colon)) {
    const bool is_plain = static_cast<unsigned char>(c) > ' ' && c != '*' && c != '?';
    if (!is_plain) return {};
    service += FoldAscii(c);
  }
  return service;
}

}  // namespace leastwise
