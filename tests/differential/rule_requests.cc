#include <iostream>
#include <string>

#include "differential/request_line.h"

// Reads requests from stdin, one JSON object a line, and writes the evaluator's answers likewise.
int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    if (line.empty()) continue;
    std::cout << leastwise::testing::AnswerLine(line).dump() << '\n';
  }
  return 0;
}
