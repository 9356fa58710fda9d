#include "engine/fingerprint.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace leastwise {
namespace {

constexpr char kSeparator = '\x1f';

void Append(std::string_view text, std::string* out) {
  *out += text;
  *out += kSeparator;
}

void AppendSorted(std::string_view name, std::vector<std::string_view> texts,
                  std::string_view left_out, std::string* out) {
  std::sort(texts.begin(), texts.end());
  Append(name, out);
  for (const std::string_view text : texts) {
    if (text != left_out) Append(text, out);
  }
}

std::vector<std::string_view> Values(std::span<const Text> texts) {
  std::vector<std::string_view> values;
  for (const Text& text : texts) values.push_back(text.value);
  return values;
}

void AppendHex(std::uint64_t number, std::string* out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) *out += kDigits[number >> shift & 0xFU];
}

std::string Hashed(std::string_view version, std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  std::string out(version);
  AppendHex(hash.high64, &out);
  AppendHex(hash.low64, &out);
  return out;
}

// Lists without the members that say `left_out`.
std::string CanonicalText(const Statement& statement, std::string_view left_out) {
  std::string out = statement.effect == Effect::kAllow ? "allow" : "deny";
  AppendSorted(statement.is_not_action ? "!a" : "a", Values(statement.actions), left_out, &out);
  AppendSorted(statement.is_not_resource ? "!r" : "r", Values(statement.resources), left_out, &out);
  std::vector<std::string_view> principals;
  for (const Principal& principal : statement.principals) {
    principals.push_back(principal.text.value);
  }
  AppendSorted(statement.is_not_principal ? "!p" : "p", std::move(principals), left_out, &out);
  for (const ConditionEntry& entry : statement.conditions) {
    Append(entry.op.value, &out);
    AppendSorted(entry.folded_key, Values(entry.values), left_out, &out);
  }
  return out;
}

}  // namespace

std::string StatementIdentity(const Statement& statement, std::string_view value) {
  if (!statement.sid.value.empty()) return "sid:" + std::string(statement.sid.value);
  return CanonicalText(statement, value);
}

std::string StatementContent(const Statement& statement) {
  // No member of a list has a separator in it, so nothing is left out.
  return TextContent(CanonicalText(statement, {&kSeparator, 1}));
}

std::string TextContent(std::string_view text) { return Hashed("st1:", text); }

std::string KeyPath(std::string_view pointer, std::string_view element) {
  std::string out;
  while (!pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view key = pointer.substr(0, end);
    const bool is_index = key.size() > 1 && std::all_of(key.begin() + 1, key.end(), [](char c) {
                            return c >= '0' && c <= '9';
                          });
    if (!is_index) out += key;
    pointer.remove_prefix(end);
  }
  out += '/';
  out += element;
  return out;
}

std::string Fingerprint(const FingerprintParts& parts) {
  std::string text;
  for (const std::string_view part :
       {parts.rule, parts.path, parts.container, std::string_view(parts.statement),
        std::string_view(parts.key_path), parts.value}) {
    Append(part, &text);
  }
  Append("0", &text);
  return Hashed("lw1:", text);
}

std::string RepeatedFingerprint(std::string_view first, std::size_t occurrence) {
  std::string text;
  Append(first, &text);
  Append(std::to_string(occurrence), &text);
  return Hashed("lw1:", text);
}

}  // namespace leastwise
