#ifndef LEASTWISE_TESTS_INPUT_READ_TEXT_H_
#define LEASTWISE_TESTS_INPUT_READ_TEXT_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/input_format.h"

namespace leastwise::testing {

// One file read from text, with everything that it borrows.
class ReadText {
 public:
  explicit ReadText(std::string_view text, const InputOptions& options = {})
      : file_(SourceFile::FromString("input.json", text)) {
    JsonReader reader;
    Arena scratch;  // gone before anything is looked at: nothing may point into it
    outcome = ReadInput(*file_, options, reader, scratch, &inventory);
  }

  const Policy& policy(std::size_t index = 0) const { return *inventory.policies()[index]; }
  const Identity& identity(std::size_t index = 0) const { return *inventory.identities()[index]; }

  // "code: underlined text" of every problem.
  std::vector<std::string> Problems() const {
    std::vector<std::string> out;
    for (const Problem& problem : inventory.problems())
      out.push_back(std::string(problem.code) + ": " + std::string(problem.where.text()));
    return out;
  }
  // "pointer: reason" of everything that was not analysed.
  std::vector<std::string> NotAnalysedList() const {
    std::vector<std::string> out;
    for (const NotAnalysed& entry : inventory.not_analysed())
      out.push_back(entry.pointer + ": " + entry.reason);
    return out;
  }

  Inventory inventory;
  ReadOutcome outcome = ReadOutcome::kNoPolicy;

 private:
  std::unique_ptr<SourceFile> file_;
};

// A document without blanks that grants one action.
inline std::string Document(std::string_view action = "s3:GetObject") {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":")" +
         std::string(action) + R"(","Resource":"*"}]})";
}

inline std::string TrustDocument() {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
         R"({"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
}

// The text as a JSON string.
inline std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

// Percent-encoded as IAM does it: all but letters, digits and -._~.
inline std::string UrlEncoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      out.push_back(c);
    else
      out.append({'%', kDigits[byte >> 4U], kDigits[byte & 15U]});
  }
  return out;
}

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_INPUT_READ_TEXT_H_
