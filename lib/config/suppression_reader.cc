#include <algorithm>
#include <string_view>

#include "config/suppression.h"

namespace leastwise {
namespace {

constexpr std::string_view kNever = "never";

PlacedText Placed(const FieldReader& fields, std::string_view key) {
  const Node& node = *fields.node().Find(key);
  return {std::string(node.text()), fields.errors().tree().Locate(node)};
}

std::optional<PlacedText> ReadText(FieldReader& fields, std::string_view key) {
  if (fields.Text(key).empty()) return std::nullopt;
  return Placed(fields, key);
}

// `lw1:` and 32 hex digits.
bool IsHash(std::string_view text, std::string_view version) {
  constexpr std::size_t kDigits = 32;
  if (!text.starts_with(version) || text.size() != version.size() + kDigits) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(version.size()), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::optional<PlacedText> ReadHash(FieldReader& fields, std::string_view key,
                                   std::string_view version) {
  std::optional<PlacedText> hash = ReadText(fields, key);
  if (hash && !IsHash(hash->text, version)) {
    fields.errors().Add(*fields.node().Find(key),
                        Quoted(hash->text) + " is no value of " + Quoted(key),
                        "write `" + std::string(version) +
                            "` and 32 hex digits, as `check --add-suppressions` does");
    return std::nullopt;
  }
  return hash;
}

void ReadExpires(FieldReader& fields, Suppression* out) {
  out->expires = ReadText(fields, "expires");
  if (!out->expires || out->expires->text == kNever) return;
  out->last_day = ParseDate(out->expires->text);
  if (out->last_day) return;
  fields.errors().Add(*fields.node().Find("expires"),
                      Quoted(out->expires->text) + " is no day of the calendar",
                      "write a date such as `2027-03-31`, or `never`");
}

}  // namespace

Suppression ReadSuppression(PackErrors& errors, const Node& node) {
  Suppression out;
  out.where = errors.tree().Locate(node);
  FieldReader fields(errors, node, "suppression");
  if (!fields.NeedText("rule").empty()) out.rule = Placed(fields, "rule");
  if (!fields.NeedText("path").empty()) out.path = Placed(fields, "path");
  out.sid = ReadText(fields, "sid");
  out.resource = ReadText(fields, "resource");
  out.fingerprint = ReadHash(fields, "fingerprint", "lw1:");
  out.content = ReadHash(fields, "content", "st1:");
  out.reason = ReadText(fields, "reason");
  ReadExpires(fields, &out);
  out.ticket = fields.Text("ticket");
  out.owner = fields.Text("owner");
  if (const auto most = fields.Number("at-most")) {
    out.at_most = *most;
    out.at_most_where = errors.tree().Locate(*node.Find("at-most"));
    if (*most == 0)
      errors.Add(*node.Find("at-most"), "`at-most` of suppression must be at least 1");
  }
  fields.Finish();
  return out;
}

}  // namespace leastwise
