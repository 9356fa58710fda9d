#ifndef LEASTWISE_TREE_JSON_WRITER_H_
#define LEASTWISE_TREE_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "tree/node.h"

namespace leastwise {

// Appends `text` as a JSON string, with its quotes.
void AppendJsonString(std::string_view text, std::string* out);

enum class JsonSpacing : std::uint8_t {
  kNone,   // {"a":[1,2]}
  kBlank,  // {"a": [1, 2]}
};

// Writes nodes as JSON in one line, members in their order. Readers bound the depth of trees, so
// recursion is bounded.
class JsonWriter {
 public:
  explicit JsonWriter(JsonSpacing spacing = JsonSpacing::kNone) : spacing_(spacing) {}

  void Append(const Node& node, std::string* out);
  // The first number that YAML reads and JSON does not (`.5`), which was written as it stands; or
  // null.
  const Node* bad_number() const { return bad_number_; }

 private:
  void AppendNumber(const Node& node, std::string* out);
  void AppendArray(const Node& node, std::string* out);
  void AppendObject(const Node& node, std::string* out);

  JsonSpacing spacing_;
  const Node* bad_number_ = nullptr;
};

// What to say (kPack) where a pack holds such a number.
Error NoJsonNumber(const Tree& tree, const Node& number);

}  // namespace leastwise

#endif  // LEASTWISE_TREE_JSON_WRITER_H_
