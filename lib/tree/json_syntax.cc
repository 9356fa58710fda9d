#include "tree/json_syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "tree/json_text.h"
#include "tree/utf8.h"

namespace leastwise {
namespace {

// What may come next.
enum class Expect { kValue, kValueOrClose, kKey, kKeyOrClose, kColon, kCommaOrClose, kEnd };

struct Misspelling {
  std::string_view word;
  std::string_view hint;
};

constexpr std::array<Misspelling, 13> kMisspellings = {{
    {"True", "write `true`"},
    {"TRUE", "write `true`"},
    {"yes", "write `true`"},
    {"False", "write `false`"},
    {"FALSE", "write `false`"},
    {"no", "write `false`"},
    {"None", "write `null`"},
    {"NULL", "write `null`"},
    {"Null", "write `null`"},
    {"nil", "write `null`"},
    {"undefined", "write `null`, or leave the key out"},
    {"NaN", "JSON has no such number; write `null`, or a string"},
    {"Infinity", "JSON has no such number; write `null`, or a string"},
}};

// Characters that editors and web pages put in the place of plain ones.
constexpr std::array<Misspelling, 6> kLookAlikes = {{
    {"\xE2\x80\x9C", "typographic quote; write `\"`"},
    {"\xE2\x80\x9D", "typographic quote; write `\"`"},
    {"\xE2\x80\x98", "typographic quote; write `\"`"},
    {"\xE2\x80\x99", "typographic quote; write `\"`"},
    {"\xC2\xA0", "non-breaking space; write a plain one"},
    {"\xEF\xBB\xBF", "byte order mark; delete it"},
}};

constexpr const char* kCloseString = "add the `\"` that ends it";

bool EndsScalar(char c) {
  return IsJsonSpace(c) || std::string_view(",:[]{}\"").find(c) != std::string_view::npos;
}

class Checker {
 public:
  Checker(std::string_view text, std::uint32_t max_depth) : text_(text), max_depth_(max_depth) {}

  std::optional<JsonSyntaxError> Run() {
    while (!error_) {
      while (at_ < text_.size() && IsJsonSpace(text_[at_])) ++at_;
      if (at_ == text_.size()) {
        AtEnd();
        break;
      }
      Step(text_[at_]);
    }
    return std::move(error_);
  }

 private:
  void Fail(std::size_t offset, std::string message, std::string hint = {}) {
    error_ = JsonSyntaxError{ErrorKind::kSyntax, static_cast<std::uint32_t>(offset),
                             std::move(message), std::move(hint)};
  }

  bool InObject() const { return !open_.empty() && text_[open_.back()] == '{'; }
  char Closer() const { return InObject() ? '}' : ']'; }
  void AfterValue() { expect_ = open_.empty() ? Expect::kEnd : Expect::kCommaOrClose; }

  void AtEnd() {
    if (expect_ == Expect::kEnd) return;
    if (open_.empty()) {
      Fail(0, text_.empty() ? "the document is empty" : "the document is blank",
           "a policy document is a JSON object");
      return;
    }
    Fail(open_.back(), fmt::format("`{}` is never closed", text_[open_.back()]),
         fmt::format("add the `{}` that ends it", Closer()));
  }

  void Step(char c) {
    switch (expect_) {
      case Expect::kValueOrClose:
      case Expect::kKeyOrClose:
        if (c == Closer()) return Close();
        expect_ = expect_ == Expect::kKeyOrClose ? Expect::kKey : Expect::kValue;
        return Step(c);
      case Expect::kValue:
        return Value(c);
      case Expect::kKey:
        return Key(c);
      case Expect::kColon:
        if (c != ':') return Unexpected("expected `:` after the key, found {}");
        ++at_;
        expect_ = Expect::kValue;
        return;
      case Expect::kCommaOrClose:
        return CommaOrClose(c);
      case Expect::kEnd:
        return Unexpected("text behind the end of the document: {}");
    }
  }

  void Close() {
    ++at_;
    open_.pop_back();
    AfterValue();
  }

  void CommaOrClose(char c) {
    if (c == Closer()) return Close();
    if (c == ',') {
      comma_ = at_++;
      expect_ = InObject() ? Expect::kKey : Expect::kValue;
      return;
    }
    if (c == '"' || c == '{' || c == '[') {
      return Fail(at_, fmt::format("a `,` is missing before {}", DescribeChar(text_.substr(at_))));
    }
    Unexpected(InObject() ? "expected `,` or `}}`, found {}" : "expected `,` or `]`, found {}");
  }

  void Key(char c) {
    if (c == '"') {
      expect_ = Expect::kColon;
      return String();
    }
    if (TrailingComma(c)) return;
    if (c != '\'' && !EndsScalar(c) && Utf8CharSize(text_.substr(at_)) == 1 && c >= 'A') {
      return Fail(at_, fmt::format("the key `{}` is not in quotes", Word()), "write it in `\"`");
    }
    Unexpected("expected a key in quotes, found {}");
  }

  bool TrailingComma(char c) {
    if (comma_ == kNone || open_.empty() || comma_ < open_.back() || c != Closer()) return false;
    if (text_.find_first_not_of(" \t\r\n", comma_ + 1) != at_) return false;
    Fail(comma_, fmt::format("trailing `,` before `{}`", c), "delete it");
    return true;
  }

  void Value(char c) {
    if (c == '{' || c == '[') return Open(c);
    if (c == '"') {
      AfterValue();
      return String();
    }
    if (EndsScalar(c)) {
      if (TrailingComma(c)) return;
      return Fail(at_, fmt::format("expected a value, found `{}`", c));
    }
    Scalar();
  }

  void Open(char c) {
    if (open_.size() >= max_depth_) {
      Fail(at_, fmt::format("nested more than {} deep", max_depth_));
      error_->kind = ErrorKind::kLimit;
      return;
    }
    open_.push_back(at_++);
    expect_ = c == '{' ? Expect::kKeyOrClose : Expect::kValueOrClose;
  }

  // The run of bytes up to white space, punctuation or a quote.
  std::string_view Word() const {
    std::size_t end = at_;
    while (end < text_.size() && !EndsScalar(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }

  void Scalar() {
    const std::string_view word = Word();
    const std::size_t number = JsonNumberSize(word);
    const bool valid = word == "true" || word == "false" || word == "null" || number == word.size();
    // A quote that follows a bare word at once is part of it for the reader.
    const std::size_t end = at_ + word.size();
    if (valid && !(end < text_.size() && text_[end] == '"')) {
      at_ = end;
      AfterValue();
      return;
    }
    if (!valid && FailStrange()) return;
    FailWord(word, number);
  }

  void FailWord(std::string_view word, std::size_t number) {
    for (const Misspelling& entry : kMisspellings) {
      if (word == entry.word) {
        return Fail(at_, fmt::format("`{}` is no JSON value", word), std::string(entry.hint));
      }
    }
    // Shown up to a length, and never with half a character or a control character.
    std::size_t shown = 0;
    while (shown < word.size() && shown < 40) {
      const std::size_t size = Utf8CharSize(word.substr(shown));
      if (size == 0 || word[shown] == '\x7F' || (word[shown] >= 0 && word[shown] < ' ')) break;
      shown += size;
    }
    if (shown < word.size() && shown < 40) {
      at_ += shown;
      return Unexpected("unexpected {}");
    }
    const bool numeric = number != 0 || word[0] == '-' || word[0] == '+' || word[0] == '.';
    Fail(at_,
         fmt::format("`{}` is no JSON {}", word.substr(0, shown), numeric ? "number" : "value"),
         numeric ? "" : "write strings in `\"`");
  }

  void Unexpected(std::string_view format) {
    if (FailStrange()) return;
    Fail(at_, fmt::format(fmt::runtime(format), DescribeChar(text_.substr(at_))));
  }

  // Characters that are wrong for a reason of their own, wherever they stand outside a string.
  bool FailStrange() {
    const std::string_view rest = text_.substr(at_);
    if (Utf8CharSize(rest) == 0) {
      Fail(at_, fmt::format("{} is no valid UTF-8", DescribeChar(rest)), "save the file as UTF-8");
    } else if (rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#')) {
      Fail(at_, "JSON has no comments", "delete the comment");
    } else if (rest.starts_with('\'')) {
      Fail(at_, "single quotes around a string", "write `\"`");
    } else {
      for (const Misspelling& entry : kLookAlikes) {
        if (rest.starts_with(entry.word)) Fail(at_, std::string(entry.hint));
      }
    }
    return error_.has_value();
  }

  void String() {
    const std::size_t open = at_++;
    for (;;) {
      while (at_ < text_.size() && IsPlain(text_[at_])) ++at_;
      if (at_ == text_.size()) {
        return Fail(open, "this string is never closed", kCloseString);
      }
      if (text_[at_] == '"') break;
      if (!StringByte(open)) return;
    }
    ++at_;
  }

  static bool IsPlain(char c) { return c >= ' ' && c != '"' && c != '\\'; }

  // Steps over an escape or a non-ASCII character; false where it is not valid.
  bool StringByte(std::size_t open) {
    const std::string_view rest = text_.substr(at_);
    if (rest[0] == '\\') {
      const JsonEscape escape = DecodeJsonEscape(rest);
      if (escape.source_size == 0) FailEscape(open, rest);
      at_ += escape.source_size;
    } else if (rest[0] == '\n' || rest[0] == '\r') {
      Fail(open, "this string is not closed on its line", "a line break in a string is `\\n`");
    } else if (static_cast<unsigned char>(rest[0]) < 0x20) {
      Fail(at_, fmt::format("control character in a string: {}", DescribeChar(rest)),
           rest[0] == '\t' ? "write `\\t`" : "write it as `\\u00XX`");
    } else {
      const std::size_t size = Utf8CharSize(rest);
      if (size == 0) FailStrange();
      at_ += size;
    }
    return !error_.has_value();
  }

  void FailEscape(std::size_t open, std::string_view rest) {
    if (rest.size() < 2) return Fail(open, "this string is never closed", kCloseString);
    if (rest[1] != 'u') {
      return Fail(at_,
                  fmt::format("`\\` before {} is no JSON escape", DescribeChar(rest.substr(1))),
                  "write `\\\\`");
    }
    std::size_t hex = 2;
    while (hex < 6 && hex < rest.size() &&
           std::string_view("0123456789abcdefABCDEF").find(rest[hex]) != std::string_view::npos) {
      ++hex;
    }
    if (hex < 6) return Fail(at_, "`\\u` needs four hexadecimal digits");
    Fail(at_, fmt::format("`{}` is half of a surrogate pair", rest.substr(0, 6)),
         "write both halves, or the character itself");
  }

  static constexpr std::size_t kNone = std::string_view::npos;

  std::string_view text_;
  std::uint32_t max_depth_;
  std::size_t at_ = 0;
  std::size_t comma_ = kNone;  // the last comma between values
  Expect expect_ = Expect::kValue;
  std::vector<std::size_t> open_;  // offsets of the brackets that are open
  std::optional<JsonSyntaxError> error_;
};

}  // namespace

std::optional<JsonSyntaxError> FindJsonError(std::string_view text, std::uint32_t max_depth) {
  const std::string_view foreign = ForeignEncoding(text);
  if (!foreign.empty() && text.size() > 1) {
    return JsonSyntaxError{ErrorKind::kSyntax, 0, fmt::format("the text is {}", foreign),
                           "save it as UTF-8"};
  }
  return Checker(text, max_depth).Run();
}

}  // namespace leastwise
