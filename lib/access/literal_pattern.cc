#include "access/literal_pattern.h"

#include <algorithm>

#include "iam/glob.h"

namespace leastwise {

std::string EscapeWildcards(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '*', kLiteralStar);
  std::replace(out.begin(), out.end(), '?', kLiteralQuestion);
  return out;
}

std::string UnescapeWildcards(std::string_view pattern) {
  std::string out(pattern);
  std::replace(out.begin(), out.end(), kLiteralStar, '*');
  std::replace(out.begin(), out.end(), kLiteralQuestion, '?');
  return out;
}

}  // namespace leastwise
