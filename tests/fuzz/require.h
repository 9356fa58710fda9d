#ifndef LEASTWISE_TESTS_FUZZ_REQUIRE_H_
#define LEASTWISE_TESTS_FUZZ_REQUIRE_H_

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "base/result.h"
#include "base/source_file.h"

// What must hold whatever was read. A breach aborts, so that the fuzzer keeps the input.

namespace leastwise {

inline void Require(bool holds, const char* fact) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", fact);
  std::abort();
}

// Mistakes of a file that the user wrote (a pack, a configuration): words, and a place in it.
inline void RequireGoodErrors(const std::vector<Error>& errors, const SourceFile& file) {
  for (const Error& error : errors) {
    Require(!error.message.empty(), "an error says what is wrong");
    Require(error.kind == ErrorKind::kPack, "a mistake is the file's");
    Require(error.where.has_value() && error.where->path == file.path(), "a mistake has a place");
    Require(error.where->at.line >= 1 && error.where->at.line <= file.line_count(),
            "a mistake's line is in the file");
  }
}

}  // namespace leastwise

#endif  // LEASTWISE_TESTS_FUZZ_REQUIRE_H_
