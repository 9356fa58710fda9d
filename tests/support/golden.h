#ifndef LEASTWISE_TESTS_SUPPORT_GOLDEN_H_
#define LEASTWISE_TESTS_SUPPORT_GOLDEN_H_

#include <string>
#include <string_view>

namespace leastwise {

// Expects `actual` to be what testdata/<name> holds. With LEASTWISE_UPDATE_GOLDEN=1 in the
// environment the file is written instead; read the difference before committing it.
void ExpectGolden(std::string_view name, std::string_view actual);

// The content of testdata/<name>; fails the test where there is none.
std::string ReadTestdata(std::string_view name);

}  // namespace leastwise

#endif  // LEASTWISE_TESTS_SUPPORT_GOLDEN_H_
