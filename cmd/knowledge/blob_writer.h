#ifndef LEASTWISE_KNOWLEDGE_BLOB_WRITER_H_
#define LEASTWISE_KNOWLEDGE_BLOB_WRITER_H_

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "iam/catalog_layout.h"

namespace leastwise {

// Puts a blob together: a header, whose values are known last, then sections of records and text.
// Offsets are 32 bits; what this tool writes is far below 4 GiB.
class BlobWriter {
 public:
  // Leaves room for the header.
  explicit BlobWriter(std::size_t header_size) : bytes_(header_size, '\0') {}

  std::uint32_t size() const { return static_cast<std::uint32_t>(bytes_.size()); }

  template <typename T>
  catalog_layout::Section Append(const std::vector<T>& records) {
    static_assert(std::is_trivially_copyable_v<T>);
    const catalog_layout::Section section{size(), static_cast<std::uint32_t>(records.size())};
    const std::size_t begin = bytes_.size();
    bytes_.resize(begin + records.size() * sizeof(T));
    if (!records.empty()) std::memcpy(&bytes_[begin], records.data(), records.size() * sizeof(T));
    return section;
  }
  catalog_layout::Section Append(std::string_view text) {
    const catalog_layout::Section section{size(), static_cast<std::uint32_t>(text.size())};
    bytes_ += text;
    return section;
  }
  // The blob, with its header written over the room that was left.
  template <typename T>
  std::string Finish(const T& header) && {
    static_assert(std::is_trivially_copyable_v<T>);
    std::memcpy(bytes_.data(), &header, sizeof(header));
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
};

// A run of text in which equal strings are kept once.
class TextPool {
 public:
  // At the end, whether or not it is there already.
  catalog_layout::Text Append(std::string_view text) {
    const catalog_layout::Text at{static_cast<std::uint32_t>(text_.size()),
                                  static_cast<std::uint32_t>(text.size())};
    text_ += text;
    return at;
  }
  catalog_layout::Text Intern(std::string_view text) {
    const auto [found, is_new] = known_.try_emplace(std::string(text));
    if (is_new) found->second = Append(text);
    return found->second;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::map<std::string, catalog_layout::Text> known_;
};

}  // namespace leastwise

#endif  // LEASTWISE_KNOWLEDGE_BLOB_WRITER_H_
