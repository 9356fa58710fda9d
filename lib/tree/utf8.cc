#include "tree/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace leastwise {
namespace {

std::uint8_t ByteAt(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

// The lowest and highest second byte that may follow a lead byte (Unicode, table 3-7).
struct Lead {
  std::size_t size = 0;
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xBF;
};

Lead LeadOf(std::uint8_t byte) {
  if (byte < 0x80) return {1};
  if (byte < 0xC2 || byte > 0xF4) return {0};
  if (byte < 0xE0) return {2};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {4};
}

char ToByte(std::uint32_t value) { return static_cast<char>(static_cast<std::uint8_t>(value)); }

}  // namespace

std::size_t Utf8CharSize(std::string_view rest) {
  const Lead lead = LeadOf(ByteAt(rest, 0));
  if (lead.size <= 1) return lead.size;
  if (rest.size() < lead.size) return 0;
  if (ByteAt(rest, 1) < lead.low || ByteAt(rest, 1) > lead.high) return 0;
  for (std::size_t i = 2; i < lead.size; ++i) {
    if ((ByteAt(rest, i) & 0xC0) != 0x80) return 0;
  }
  return lead.size;
}

std::size_t FindInvalidUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = Utf8CharSize(text.substr(at));
    if (size == 0) return at;
    at += size;
  }
  return std::string_view::npos;
}

void AppendUtf8(std::uint32_t code_point, std::string* out) {
  if (code_point < 0x80) {
    out->push_back(ToByte(code_point));
    return;
  }
  if (code_point < 0x800) {
    out->push_back(ToByte(0xC0 | (code_point >> 6)));
  } else if (code_point < 0x10000) {
    out->push_back(ToByte(0xE0 | (code_point >> 12)));
    out->push_back(ToByte(0x80 | ((code_point >> 6) & 0x3F)));
  } else {
    out->push_back(ToByte(0xF0 | (code_point >> 18)));
    out->push_back(ToByte(0x80 | ((code_point >> 12) & 0x3F)));
    out->push_back(ToByte(0x80 | ((code_point >> 6) & 0x3F)));
  }
  out->push_back(ToByte(0x80 | (code_point & 0x3F)));
}

std::string_view ForeignEncoding(std::string_view text) {
  const std::string_view start = text.substr(0, 4);
  if (start == std::string_view("\xFF\xFE\0\0", 4)) return "UTF-32 (little-endian)";
  if (start == std::string_view("\0\0\xFE\xFF", 4)) return "UTF-32 (big-endian)";
  if (start.starts_with("\xFF\xFE")) return "UTF-16 (little-endian)";
  if (start.starts_with("\xFE\xFF")) return "UTF-16 (big-endian)";
  // Without a mark: the first character of any text of ours is ASCII, so its other bytes are 0.
  const auto zero = [&](std::size_t at) { return start[at] == '\0'; };
  if (text.size() % 4 == 0 && start.size() == 4) {
    if (!zero(0) && zero(1) && zero(2) && zero(3)) return "UTF-32 (little-endian)";
    if (zero(0) && zero(1) && zero(2) && !zero(3)) return "UTF-32 (big-endian)";
  }
  if (start.size() < 2 || text.size() % 2 != 0 || zero(0) == zero(1)) return {};
  return zero(1) ? "UTF-16 (little-endian)" : "UTF-16 (big-endian)";
}

std::string DescribeChar(std::string_view rest) {
  const std::size_t size = Utf8CharSize(rest);
  const std::uint8_t byte = ByteAt(rest, 0);
  if (size == 0 || byte < 0x20 || byte == 0x7F) return fmt::format("byte 0x{:02X}", byte);
  return fmt::format("`{}`", rest.substr(0, size));
}

}  // namespace leastwise
