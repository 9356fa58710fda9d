#include <algorithm>
#include <charconv>
#include <cstdint>

#include "access/condition_value.h"

namespace leastwise {
namespace {

constexpr std::size_t kV6Bytes = 16;

std::optional<unsigned> ReadNumber(std::string_view text, int base, unsigned limit) {
  unsigned value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc() || stop != end || value > limit) return std::nullopt;
  return value;
}

// Four numbers with dots; the bytes, or nothing.
std::optional<std::string> ReadV4(std::string_view text) {
  std::string bytes;
  for (;;) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::optional<unsigned> byte = ReadNumber(text.substr(0, dot), 10, 255);
    if (!byte || bytes.size() == 4) return std::nullopt;
    bytes.push_back(static_cast<char>(*byte));
    if (dot == text.size()) break;
    text.remove_prefix(dot + 1);
  }
  return bytes.size() == 4 ? std::optional(bytes) : std::nullopt;
}

// Groups with single colons, the last of which may be an IPv4 address.
std::optional<std::string> ReadGroups(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view group = text.substr(0, colon);
    const bool is_last = colon == text.size();
    if (is_last && group.find('.') != std::string_view::npos) {
      const std::optional<std::string> v4 = ReadV4(group);
      if (!v4) return std::nullopt;
      return bytes + *v4;
    }
    const std::optional<unsigned> value =
        group.size() <= 4 ? ReadNumber(group, 16, 0xFFFF) : std::nullopt;
    if (!value) return std::nullopt;
    bytes.push_back(static_cast<char>(*value >> 8));
    bytes.push_back(static_cast<char>(*value & 0xFFU));
    if (is_last) break;
    text.remove_prefix(colon + 1);
    if (text.empty()) return std::nullopt;
  }
  return bytes;
}

std::optional<std::string> ReadV6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const std::optional<std::string> head = ReadGroups(text.substr(0, gap));
  if (gap == std::string_view::npos) {
    return head && head->size() == kV6Bytes ? head : std::nullopt;
  }
  const std::optional<std::string> tail = ReadGroups(text.substr(gap + 2));
  if (!head || !tail || head->size() + tail->size() + 2 > kV6Bytes) return std::nullopt;
  return *head + std::string(kV6Bytes - head->size() - tail->size(), '\0') + *tail;
}

}  // namespace

std::optional<IpBlock> ParseIpBlock(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string_view address = text.substr(0, slash);
  IpBlock block;
  block.is_v6 = address.find(':') != std::string_view::npos;
  const unsigned width = block.is_v6 ? 128 : 32;
  const std::optional<std::string> bytes = block.is_v6 ? ReadV6(address) : ReadV4(address);
  if (!bytes) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), block.first.begin());
  block.bits = width;
  if (slash < text.size()) {
    const std::optional<unsigned> bits = ReadNumber(text.substr(slash + 1), 10, width);
    if (!bits) return std::nullopt;
    block.bits = *bits;
  }
  block.last = block.first;
  for (unsigned bit = block.bits; bit < width; ++bit) {
    const auto mask = static_cast<unsigned char>(0x80U >> (bit % 8));
    block.first[bit / 8] = static_cast<unsigned char>(block.first[bit / 8] & ~mask);
    block.last[bit / 8] = static_cast<unsigned char>(block.last[bit / 8] | mask);
  }
  return block;
}

std::string FormatIp(const IpBytes& address, bool is_v6) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < (is_v6 ? kV6Bytes : 4); ++i) {
    if (is_v6) {
      if (i > 0 && i % 2 == 0) out += ':';
      out += kHex[address[i] >> 4U];
      out += kHex[address[i] & 0xFU];
    } else {
      if (i > 0) out += '.';
      out += std::to_string(address[i]);
    }
  }
  return out;
}

}  // namespace leastwise
