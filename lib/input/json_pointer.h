#ifndef LEASTWISE_INPUT_JSON_POINTER_H_
#define LEASTWISE_INPUT_JSON_POINTER_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace leastwise {

// Where a walk through a tree stands (RFC 6901): "" is the root, "/Statement/0" is below it. One
// string is pushed to and popped from, so that a step costs no allocation of its own.
class JsonPointer {
 public:
  const std::string& text() const { return text_; }

  // Goes into a member or an element while it lives.
  class Step {
   public:
    Step(JsonPointer& pointer, std::string_view key) : pointer_(pointer), size_(pointer.size()) {
      pointer_.Push(key);
    }
    Step(JsonPointer& pointer, std::size_t index) : Step(pointer, std::to_string(index)) {}
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    ~Step() { pointer_.text_.resize(size_); }

   private:
    JsonPointer& pointer_;
    std::size_t size_;
  };

 private:
  std::size_t size() const { return text_.size(); }
  void Push(std::string_view key) {
    text_.push_back('/');
    while (!key.empty()) {
      const std::size_t plain = std::min(key.find_first_of("~/"), key.size());
      text_.append(key.substr(0, plain));
      if (plain == key.size()) return;
      text_.append(key[plain] == '~' ? "~0" : "~1");
      key.remove_prefix(plain + 1);
    }
  }

  std::string text_;
};

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_JSON_POINTER_H_
