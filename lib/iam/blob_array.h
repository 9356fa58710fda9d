#ifndef LEASTWISE_IAM_BLOB_ARRAY_H_
#define LEASTWISE_IAM_BLOB_ARRAY_H_

#include <bit>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <type_traits>

namespace leastwise {

static_assert(std::endian::native == std::endian::little, "blobs are little-endian");

// Records of type T that lie in a blob, read without alignment and without being constructed first.
// Borrows the blob. Indexes are not checked: whoever makes one has checked that it lies in the
// blob.
template <typename T>
class BlobArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = T;

    Iterator() = default;
    explicit Iterator(const char* at) : at_(at) {}
    T operator*() const {
      T value;
      std::memcpy(&value, at_, sizeof(T));
      return value;
    }
    Iterator& operator++() {
      at_ += sizeof(T);
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      at_ += sizeof(T);
      return before;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const char* at_ = nullptr;
  };

  BlobArray() = default;
  BlobArray(const char* data, std::size_t size) : data_(data), size_(size) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T operator[](std::size_t index) const { return *Iterator(data_ + index * sizeof(T)); }
  // The records [first, last).
  BlobArray Slice(std::size_t first, std::size_t last) const {
    return BlobArray(data_ + first * sizeof(T), last - first);
  }
  Iterator begin() const { return Iterator(data_); }
  Iterator end() const { return Iterator(data_ + size_ * sizeof(T)); }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace leastwise

#endif  // LEASTWISE_IAM_BLOB_ARRAY_H_
