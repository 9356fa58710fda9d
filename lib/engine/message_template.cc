#include "engine/message_template.h"

#include <algorithm>

#include "base/backticks.h"

namespace leastwise {
namespace {

constexpr std::size_t kListed = 3;
constexpr std::size_t kLongestText = 140;

constexpr std::array<std::string_view, kPlaceholderCount> kNames{
    "actions", "resources", "principals", "keys",   "identity", "identity_kind",
    "policy",  "sid",       "attached",   "detail", "count",    "service",
    "target",  "nearest",   "gains",      "persona"};

bool IsWord(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// "table.column", as packs name sets and columns.
bool IsColumn(std::string_view text) {
  const std::size_t stop = text.find('.');
  if (stop == text.npos) return false;
  const auto is_name = [](std::string_view name) {
    return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
           std::all_of(name.begin(), name.end(), [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
  };
  return is_name(text.substr(0, stop)) && is_name(text.substr(stop + 1));
}

std::optional<Placeholder> Parse(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Placeholder>(i);
  }
  return std::nullopt;
}

// The next `{word}` at or behind `from`; `begin` is that of the brace.
struct Braces {
  std::size_t begin = std::string_view::npos;
  std::string_view word;
};
Braces FindBraces(std::string_view text, std::size_t from) {
  for (std::size_t open = text.find('{', from); open != text.npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == text.npos) break;
    const std::string_view word = text.substr(open + 1, close - open - 1);
    const bool is_variable = open > 0 && text[open - 1] == '$';
    if (!is_variable && (IsWord(word) || IsColumn(word))) return {open, word};
  }
  return {};
}

// At most three, in their order; `write` puts one of them down.
template <typename Write>
std::string ListUpTo(std::span<const std::string_view> texts, const Write& write) {
  const std::size_t listed = std::min(texts.size(), kListed);
  const bool has_more = texts.size() > listed;
  std::string out;
  for (std::size_t i = 0; i < listed; ++i) {
    if (i > 0) out += i + 1 == listed && !has_more ? " and " : ", ";
    out += write(texts[i]);
  }
  if (has_more) out += " and " + std::to_string(texts.size() - listed) + " more";
  return out;
}

const std::string* ValueOf(std::string_view word, const PlaceholderValues& values) {
  if (const std::optional<Placeholder> known = Parse(word)) {
    return &values.fixed[static_cast<std::size_t>(*known)];
  }
  for (const ColumnValue& column : values.columns) {
    if (column.name == word) return &column.text;
  }
  return nullptr;
}

}  // namespace

std::string_view PlaceholderName(Placeholder placeholder) {
  return kNames[static_cast<std::size_t>(placeholder)];
}

std::string ListPlaceholders(PlaceholderSet set) {
  std::string out;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if ((set >> i & 1U) == 0) continue;
    if (!out.empty()) out += ", ";
    out += "`{";
    out += kNames[i];
    out += "}`";
  }
  return out;
}

std::optional<std::string_view> FindBadPlaceholder(std::string_view text, PlaceholderSet allowed,
                                                   std::span<const std::string> columns) {
  std::size_t from = 0;
  for (Braces braces = FindBraces(text, from); braces.begin != text.npos;
       braces = FindBraces(text, from)) {
    const std::optional<Placeholder> known = Parse(braces.word);
    const bool is_allowed =
        known ? (allowed & PlaceholderBit(*known)) != 0
              : std::find(columns.begin(), columns.end(), braces.word) != columns.end();
    if (!is_allowed) return braces.word;
    from = braces.begin + braces.word.size() + 2;
  }
  return std::nullopt;
}

PlaceholderSet PlaceholdersIn(std::string_view text) {
  PlaceholderSet set = 0;
  for (Braces braces = FindBraces(text, 0); braces.begin != text.npos;
       braces = FindBraces(text, braces.begin + braces.word.size() + 2)) {
    const std::optional<Placeholder> known = Parse(braces.word);
    if (known) set = static_cast<PlaceholderSet>(set | PlaceholderBit(*known));
  }
  return set;
}

std::string FillTemplate(std::string_view text, const PlaceholderValues& values) {
  std::string out;
  std::size_t from = 0;
  for (Braces braces = FindBraces(text, from); braces.begin != text.npos;
       braces = FindBraces(text, from)) {
    const std::size_t end = braces.begin + braces.word.size() + 2;
    out += text.substr(from, braces.begin - from);
    const std::string* value = ValueOf(braces.word, values);
    out +=
        value != nullptr ? std::string_view(*value) : text.substr(braces.begin, end - braces.begin);
    from = end;
  }
  out += text.substr(from);
  return out;
}

std::string QuoteText(std::string_view text) { return InBackticks(text, kLongestText); }

std::string ListTexts(std::span<const std::string_view> texts) {
  return ListUpTo(texts, [](std::string_view text) { return QuoteText(text); });
}

std::string ListWords(std::span<const std::string_view> words) {
  return ListUpTo(words, [](std::string_view word) { return std::string(word); });
}

}  // namespace leastwise
