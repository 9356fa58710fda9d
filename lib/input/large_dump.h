#ifndef LEASTWISE_INPUT_LARGE_DUMP_H_
#define LEASTWISE_INPUT_LARGE_DUMP_H_

#include <cstddef>
#include <functional>
#include <optional>

#include "input/input_format.h"
#include "tree/json_reader.h"

namespace leastwise {

// Reads a file as an account dump, its lists element by element: each element gets a tree that is
// gone after it, so that memory holds only what the inventory keeps. Up to `workers` threads read
// elements while one still looks for the next; the result does not depend on their number. Adds the
// problems of all trees. `reader` and `scratch` are the calling worker's.
// Nothing, and an inventory as it was, where the file has no such lists, where what stands around
// their elements is no dump by `is_dump`, where something is not JSON, or where the limits, which
// count over the whole file, are passed: then reading the file as one tree says what is to be said.
std::optional<ReadOutcome> ReadLargeDump(const SourceView& view, const InputOptions& options,
                                         const std::function<bool(const Tree&)>& is_dump,
                                         JsonReader& reader, Arena& scratch, std::size_t workers,
                                         Inventory* inventory);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_LARGE_DUMP_H_
