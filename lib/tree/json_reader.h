#ifndef LEASTWISE_TREE_JSON_READER_H_
#define LEASTWISE_TREE_JSON_READER_H_

#include <memory>

#include "base/arena.h"
#include "base/result.h"
#include "tree/node.h"

namespace leastwise {

// Problem codes of the JSON reader.
inline constexpr std::string_view kDuplicateKey = "duplicate-key";

// Reads JSON (RFC 8259) with the exact place of every key and value. One reader belongs to one
// worker: it keeps simdjson's buffers from file to file.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();
  JsonReader(JsonReader&&) noexcept;
  JsonReader& operator=(JsonReader&&) noexcept;

  // The tree is made in `arena` and borrows `view`. Every value is visited, so a file is accepted
  // only if all of it is JSON: trailing text, bad UTF-8, unclosed strings, control characters and
  // numbers such as 01 are Errors of kind kSyntax with the place at fault; depth and size over the
  // limits are kLimit (a depth over 512 is not read whatever the limits). Half a surrogate pair
  // (`\ud800`) is an Error, since it names no character. An empty or blank file says so, and UTF-16
  // and UTF-32 are named as such. A repeated key in one object is a Problem (kDuplicateKey,
  // `related` is the first one) and both members are kept.
  Result<Tree> Read(const SourceView& view, Arena& arena, const ReadLimits& limits = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leastwise

#endif  // LEASTWISE_TREE_JSON_READER_H_
