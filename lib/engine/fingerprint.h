#ifndef LEASTWISE_ENGINE_FINGERPRINT_H_
#define LEASTWISE_ENGINE_FINGERPRINT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "iam/policy.h"

namespace leastwise {

// What stays the same about a finding while lines move and other statements come and go.
struct FingerprintParts {
  std::string_view rule;       // id
  std::string_view path;       // of the file
  std::string_view container;  // role, policy, …
  std::string statement;       // see StatementIdentity
  std::string key_path;        // see KeyPath
  std::string_view value;      // the text at fault
};

// The Sid, else what the statement says without the text at fault: an edit of that text is the same
// finding no longer, an edit of another statement leaves it alone. Lists are taken in sorted order.
std::string StatementIdentity(const Statement& statement, std::string_view value);

// "st1:" and 32 hex digits of what the statement says, the Sid aside; lists in sorted order.
// Another grant, wider or narrower, is another content.
std::string StatementContent(const Statement& statement);

// The same form, of any text.
std::string TextContent(std::string_view text);

// A JSON pointer without its indexes, and the element: "/RoleDetailList/PolicyDocument/Action".
std::string KeyPath(std::string_view pointer, std::string_view element);

// "lw1:" and 32 hex digits of XXH3 (128 bits).
std::string Fingerprint(const FingerprintParts& parts);

// Of a later one of the findings whose parts, and so whose fingerprints, are equal: `occurrence`
// counts them from 0 in the order of the file.
std::string RepeatedFingerprint(std::string_view first, std::size_t occurrence);

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_FINGERPRINT_H_
