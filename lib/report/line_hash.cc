#include "report/line_hash.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <unordered_map>

#include "report/display_text.h"

namespace leastwise {
namespace {

constexpr std::size_t kUnits = 100;
constexpr std::uint64_t kMultiplier = 37;
constexpr std::uint16_t kEndOfText = 65535;

constexpr std::uint64_t LeavingFactor() {
  std::uint64_t factor = 1;
  for (std::size_t i = 0; i < kUnits; ++i) factor *= kMultiplier;
  return factor;
}

// Slides a window of the last hundred units over a text. When a unit that starts a line is about to
// leave it, the window holds just that line's hundred.
class LineHasher {
 public:
  void Feed(std::uint16_t unit) {
    if (unit == ' ' || unit == '\t') {
      follows_cr_ = false;
      return;
    }
    if (unit == '\n' && follows_cr_) {
      follows_cr_ = false;
      return;
    }
    follows_cr_ = unit == '\r';
    if (follows_cr_) unit = '\n';
    Push(unit, at_line_start_);
    at_line_start_ = unit == '\n';
  }

  // The hash of each line, in order.
  std::vector<std::uint64_t> Finish() {
    Push(kEndOfText, at_line_start_);
    for (std::size_t i = 0; i < kUnits; ++i) Push(0, false);
    return std::move(hashes_);
  }

 private:
  void Push(std::uint16_t unit, bool starts_line) {
    if (starts_line_[next_]) hashes_.push_back(hash_);
    hash_ = hash_ * kMultiplier + unit - LeavingFactor() * window_[next_];
    window_[next_] = unit;
    starts_line_[next_] = starts_line;
    next_ = next_ + 1 == kUnits ? 0 : next_ + 1;
  }

  std::array<std::uint16_t, kUnits> window_{};
  std::array<bool, kUnits> starts_line_{};
  std::size_t next_ = 0;
  std::uint64_t hash_ = 0;
  bool at_line_start_ = true;
  bool follows_cr_ = false;
  std::vector<std::uint64_t> hashes_;
};

std::vector<std::uint64_t> HashEachLine(std::string_view text) {
  LineHasher hasher;
  while (!text.empty()) {
    const DecodedCodePoint point = DecodeUtf8(text);
    text.remove_prefix(point.bytes);
    if (point.value < 0x10000) {
      hasher.Feed(static_cast<std::uint16_t>(point.value));
    } else {
      const char32_t offset = point.value - 0x10000;
      hasher.Feed(static_cast<std::uint16_t>(0xD800 + (offset >> 10)));
      hasher.Feed(static_cast<std::uint16_t>(0xDC00 + (offset & 0x3FF)));
    }
  }
  return hasher.Finish();
}

}  // namespace

std::vector<std::string> LineHashes(std::string_view text,
                                    const std::vector<std::uint32_t>& lines) {
  const std::vector<std::uint64_t> hashes = HashEachLine(text);
  // Only hashes that are asked for are counted: a table of all lines of a dump would be large.
  std::unordered_map<std::uint64_t, std::size_t> counts;
  for (const std::uint32_t line : lines) {
    if (line >= 1 && line <= hashes.size()) counts[hashes[line - 1]] = 0;
  }
  std::vector<std::string> out;
  out.reserve(lines.size());
  std::size_t seen = 0;
  for (const std::uint32_t line : lines) {
    for (; seen < line && seen < hashes.size(); ++seen) {
      const auto count = counts.find(hashes[seen]);
      if (count != counts.end()) ++count->second;
    }
    const bool is_known = line >= 1 && line <= hashes.size();
    out.push_back(is_known ? fmt::format("{:x}:{}", hashes[line - 1], counts[hashes[line - 1]])
                           : std::string());
  }
  return out;
}

}  // namespace leastwise
