#ifndef LEASTWISE_REPORT_LINE_HASH_H_
#define LEASTWISE_REPORT_LINE_HASH_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leastwise {

// The `primaryLocationLineHash` by which GitHub code scanning tells whether an alert is an old one,
// for 1-based `lines` (sorted) of a file's whole text, byte order mark included. For each line: the
// next 100 UTF-16 code units from its start, spaces and tabs left out and every line end counted as
// one LF, then 65535 behind the last unit and zeros, hashed by a polynomial with multiplier 37
// modulo 2^64; printed in hex, then `:` and how often this hash has come up so far in the file. One
// pass over the text; the result has one string per wanted line, empty for a line past the end.
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-support-for-code-scanning
std::vector<std::string> LineHashes(std::string_view text, const std::vector<std::uint32_t>& lines);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_LINE_HASH_H_
