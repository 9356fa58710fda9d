#ifndef LEASTWISE_LEASTWISE_MEMORY_H_
#define LEASTWISE_LEASTWISE_MEMORY_H_

#include <cstddef>

namespace leastwise {

// Tells the allocator how many files the run will read. For many it asks the system for memory in
// large pages, since the first touch of each small one costs a twentieth of such a run; for few it
// does not, since to clear a large one costs more than the run. Does nothing in builds without
// mimalloc, and nothing where the system has no large pages to give. Not thread-safe: call it
// before workers start.
void PrepareMemory(std::size_t files);

}  // namespace leastwise

#endif  // LEASTWISE_LEASTWISE_MEMORY_H_
