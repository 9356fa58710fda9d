#ifndef LEASTWISE_BASE_PARALLEL_FOR_H_
#define LEASTWISE_BASE_PARALLEL_FOR_H_

#include <cstddef>
#include <functional>

namespace leastwise {

// Calls body(index, worker) once for each index in [0, count), on up to `workers` threads; worker
// is in [0, workers) and never runs two bodies at once, so per-worker scratch needs no lock. Order
// is unspecified: write results to a slot per index. Runs inline when one worker is enough. Threads
// are started when first needed and kept until the program ends. A body may call it too; none may
// throw.
void ParallelFor(std::size_t count, std::size_t workers,
                 const std::function<void(std::size_t index, std::size_t worker)>& body);

// The number of hardware threads, at least 1.
std::size_t HardwareWorkers();

}  // namespace leastwise

#endif  // LEASTWISE_BASE_PARALLEL_FOR_H_
