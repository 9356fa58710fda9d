#ifndef LEASTWISE_BASE_SOURCE_FILE_H_
#define LEASTWISE_BASE_SOURCE_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mapped_file.h"

// The bytes of one input and where things stand in them. Every element of a policy keeps a
// Location from the moment it is read; no layer looks for a place afterwards.

namespace leastwise {

// Bytes [begin, end) of a text. Offsets are 32 bits: files of 2 GiB and more are refused.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  friend bool operator==(const Span&, const Span&) = default;
};

// 1-based; the column counts bytes. Reporters convert to what their format counts.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

// A place to print: what an Error carries, since it may outlive the file it speaks of.
struct SourcePlace {
  std::string path;
  LineColumn at;
};

// One input, whole in memory with kPadding readable zero bytes behind it (simdjson reads past the
// end). Never moved; lives until the reports are written, since Locations point to it. Thread-safe:
// what it says never changes, and its table of lines is made once, when it is first asked for.
class SourceFile {
 public:
  static constexpr std::size_t kPadding = 64;

  // `path` is what reports print: as the user gave it, relative where possible.
  static std::unique_ptr<SourceFile> FromString(std::string path, std::string_view text);

  // Takes over a buffer whose last kPadding bytes are zero padding and not text.
  static std::unique_ptr<SourceFile> FromPadded(std::string path, std::string padded);

  // Borrows a text that outlives the file and has kPadding readable bytes behind it.
  static std::unique_ptr<SourceFile> FromBorrowed(std::string path, std::string_view text);

  // Takes over a file whose padding is kPadding.
  static std::unique_ptr<SourceFile> FromMapped(std::string path, MappedFile mapped);

  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  const std::string& path() const { return path_; }
  // The whole file, a byte order mark included.
  std::string_view text() const { return text_; }
  // 3 where the file starts with a UTF-8 byte order mark, else 0: where reading starts.
  std::uint32_t bom_size() const;

  std::string_view Slice(Span span) const { return text().substr(span.begin, span.size()); }
  // Line and column of a byte; an offset past the end gives the end. A line ends behind LF, or
  // behind CR LF, or behind a lone CR. A byte order mark does not count as a column.
  LineColumn LineColumnAt(std::uint32_t offset) const;
  std::uint32_t line_count() const { return lines().count; }
  // Text of a 1-based line without its line end and without a byte order mark.
  std::string_view Line(std::uint32_t line) const;
  // Byte offset at which a 1-based line starts (behind a byte order mark).
  std::uint32_t LineStart(std::uint32_t line) const;
  // Looks for the lines, so that it need not be done when somebody asks: for those who read a large
  // file and have a thread to spare.
  void FindLines() const { lines(); }

  // Gives back the memory of the text where the disk has it still; views of it stay valid. For
  // those who have looked at much of a large file and will not soon look there again.
  void ReleaseText() const;

 private:
  // The line that a byte is in.
  struct Mark {
    std::uint32_t line = 1;
    std::uint32_t start = 0;  // offset of its first byte
  };
  static constexpr std::uint32_t kMarkedBytes = 512;

  struct Lines {
    std::vector<Mark> marks;  // of every kMarkedBytes-th byte, from the first on
    std::uint32_t count = 1;
    bool has_cr = false;  // a lone CR may end a line
  };

  SourceFile(std::string path, std::string padded);
  SourceFile(std::string path, std::string_view borrowed);
  SourceFile(std::string path, MappedFile mapped);
  const Lines& lines() const;
  // Moves on by kMarkedBytes from a marked byte, where no lone CR ends a line.
  Mark BehindBlock(Mark from, std::uint32_t at) const;
  // Moves on from one byte of the text to a later one, not further than to the first byte of the
  // line `last`. `has_cr`: as in Lines.
  Mark Advance(bool has_cr, Mark from, std::uint32_t at, std::uint32_t to,
               std::uint32_t last = ~std::uint32_t{0}) const;

  std::string path_;
  std::string padded_;  // empty where the text is borrowed or mapped
  std::optional<MappedFile> mapped_;
  std::string_view text_;  // of it
  mutable std::once_flag once_;
  mutable Lines lines_;  // made by lines()
};

// Keeps down what the text of a large file takes while its documents are looked at one after
// another: every now and then what was seen is given back. For one thread.
class TextSweep {
 public:
  // `file` may be null.
  void Look(const SourceFile* file) {
    if (++looks_ % kLooks == 0 && file != nullptr) file->ReleaseText();
  }

 private:
  static constexpr std::uint32_t kLooks = 4096;  // some megabytes of small documents

  std::uint32_t looks_ = 0;
};

// Bytes of a file. Both pointers stay valid until the reports are written.
struct Location {
  const SourceFile* file = nullptr;  // null: no place (a fact that stands nowhere)
  Span span{};

  bool valid() const { return file != nullptr; }
  std::string_view text() const { return file == nullptr ? "" : file->Slice(span); }
  friend bool operator==(const Location&, const Location&) = default;
};

// A text that people wrote into a file beside their policies, and where it stands.
struct PlacedText {
  std::string text;
  Location where{};
};

// The printable place at which `location` starts.
SourcePlace PlaceOf(const Location& location);

// A complaint about the user's input, made below the engine and turned into a finding by the rule
// that has `problem: <code>`. The reader and the parsers detect, the rule names and explains.
struct Problem {
  std::string_view code;  // kebab-case, one of the constants that the detecting layer exports
  Location where{};       // the smallest text that shows it
  std::string detail;     // printed by `{detail}`; concrete, names the text at fault
  Location related{};     // a second place (the first of two duplicate keys), or none
};

}  // namespace leastwise

#endif  // LEASTWISE_BASE_SOURCE_FILE_H_
