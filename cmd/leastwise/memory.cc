#include "memory.h"

#ifdef LEASTWISE_MIMALLOC
#include <mimalloc.h>
#endif

namespace leastwise {

void PrepareMemory([[maybe_unused]] std::size_t files) {
#ifdef LEASTWISE_MIMALLOC
  constexpr std::size_t kManyFiles = 256;
  if (files < kManyFiles) return;
  mi_option_enable(mi_option_large_os_pages);
  mi_option_set(mi_option_eager_commit_delay, 0);
#endif
}

}  // namespace leastwise
