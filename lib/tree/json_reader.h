#ifndef LEASTWISE_TREE_JSON_READER_H_
#define LEASTWISE_TREE_JSON_READER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "tree/node.h"

namespace leastwise {

// Problem codes of the JSON reader.
inline constexpr std::string_view kDuplicateKey = "duplicate-key";

// A tree without the elements of some long arrays.
struct JsonOutline {
  Tree tree;
  std::uint32_t tree_size = 0;      // as JsonReader::tree_size
  std::vector<const Node*> arrays;  // those without items, in the order of the file
};

// Neighbouring elements that an outline leaves out. The key lives as long as the outline's arena
// and view.
struct OutlinedRun {
  std::size_t array = 0;       // its place among those of the outline
  std::string_view key;        // of the array
  std::size_t first = 0;       // place of the first element in the array
  std::vector<Span> elements;  // of the view's text, white space around them left out
};

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

  // The same, but the elements of arrays that stand under one of `keys` in the root object are only
  // found, so that they can be read one by one (SourceView::Part) and a large file needs no tree of
  // all. Each array comes to `take` in runs of at most `run_length` elements, in the order of the
  // file and as soon as they are found: other threads can read them meanwhile. All else is checked
  // as by Read, and their UTF-8; the text is JSON if there is an outline and each element is JSON.
  Result<JsonOutline> ReadOutline(const SourceView& view, Arena& arena,
                                  std::span<const std::string_view> keys, std::size_t run_length,
                                  const std::function<void(OutlinedRun)>& take,
                                  const ReadLimits& limits = {});

  // Of the tree that was read last: its nodes, as ReadLimits::max_nodes counts them.
  std::uint32_t tree_size() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leastwise

#endif  // LEASTWISE_TREE_JSON_READER_H_
