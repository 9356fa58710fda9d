#ifndef LEASTWISE_TREE_SOURCE_VIEW_H_
#define LEASTWISE_TREE_SOURCE_VIEW_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/source_file.h"

namespace leastwise {

// A text to be parsed, and how its bytes lead back to the bytes of the file. The whole of a file
// maps to itself; a document inside a JSON string, a URL-encoded document, or both, is a decoded
// copy with a piecewise map. Immutable; cheap to copy by pointer, so it is passed by pointer and
// lives in an arena or beside its SourceFile.
class SourceView {
 public:
  // The text of `file` behind its byte order mark.
  static SourceView Whole(const SourceFile& file);
  // Bytes [span) of `outer`, unchanged (a chunk of a large file). `span` counts in outer's text,
  // which is borrowed: where `outer` is a decoded copy, it must outlive the part.
  static SourceView Part(const SourceView& outer, Span span);
  // What a JSON string says. `span` is the string with its quotes, in outer's text, and has been
  // accepted by JsonReader. The decoded copy, padded for the reader, is owned by the view; a
  // string of the file itself without escapes is not copied but a Part.
  static SourceView JsonString(const SourceView& outer, Span span);
  // Percent-decoded (`+` stays `+`, as IAM encodes by RFC 3986). A bad escape stays as it is.
  static SourceView UrlDecoded(const SourceView& outer);

  const SourceFile& file() const { return *file_; }
  // Followed by at least SourceFile::kPadding readable bytes.
  std::string_view text() const { return text_; }
  // The bytes of the file that [span) of text() was made from: from the first byte of the first
  // character to the last byte of the last (an escape is one character).
  Location Locate(Span span) const;
  bool is_identity() const { return pieces_.empty(); }

  SourceView(SourceView&&) noexcept = default;
  SourceView& operator=(SourceView&&) noexcept = default;
  SourceView(const SourceView&) = delete;
  SourceView& operator=(const SourceView&) = delete;

 private:
  // From `view_begin` on, until the next piece: either a run of bytes copied one to one from
  // `file_begin`, or (is_escape) one character made from file bytes [file_begin, file_end).
  struct Piece {
    std::uint32_t view_begin = 0;
    std::uint32_t file_begin = 0;
    std::uint32_t file_end = 0;
    bool is_escape = false;
  };
  class Decoder;

  SourceView() = default;
  // The file bytes of the character that the byte at `offset` is of. Not for identity views.
  Span FileByte(std::uint32_t offset) const;
  // Adds what maps view bytes from `view_begin` on to the file bytes of [span) of `outer`.
  void AddRun(const SourceView& outer, Span span, std::uint32_t view_begin);

  const SourceFile* file_ = nullptr;
  std::unique_ptr<std::string> owned_;  // decoded text with padding; null for views of the file
  std::string_view text_;
  std::uint32_t offset_ = 0;  // identity views: what to add to come to the file's bytes
  std::vector<Piece> pieces_;
};

}  // namespace leastwise

#endif  // LEASTWISE_TREE_SOURCE_VIEW_H_
