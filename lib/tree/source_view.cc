#include "tree/source_view.h"

#include <algorithm>
#include <utility>

#include "tree/json_text.h"
#include "tree/utf8.h"

namespace leastwise {
namespace {

std::uint32_t ToOffset(std::size_t value) { return static_cast<std::uint32_t>(value); }

// The byte that the two digits of `%2F` name, or -1.
int PercentByte(std::string_view rest) {
  if (rest.size() < 3) return -1;
  int value = 0;
  for (const char c : rest.substr(1, 2)) {
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

}  // namespace

// Builds a decoded copy of some of an outer view, and its map.
class SourceView::Decoder {
 public:
  explicit Decoder(const SourceView& outer) : outer_(outer) {
    view_.file_ = outer.file_;
    view_.owned_ = std::make_unique<std::string>();
  }

  // Copies outer bytes one to one.
  void Copy(Span span) {
    if (span.empty()) return;
    view_.AddRun(outer_, span, ToOffset(view_.owned_->size()));
    view_.owned_->append(outer_.text().substr(span.begin, span.size()));
  }

  // Puts `text` in the place of outer bytes that stand for one character.
  void Replace(Span span, std::string_view text) {
    const Span file = outer_.Locate(span).span;
    view_.pieces_.push_back({ToOffset(view_.owned_->size()), file.begin, file.end, true});
    view_.owned_->append(text);
  }

  SourceView Finish(std::uint32_t outer_begin) && {
    const std::size_t size = view_.owned_->size();
    view_.owned_->append(SourceFile::kPadding, '\0');
    view_.text_ = std::string_view(*view_.owned_).substr(0, size);
    view_.offset_ = outer_.Locate({outer_begin, outer_begin}).span.begin;
    return std::move(view_);
  }

 private:
  const SourceView& outer_;
  SourceView view_;
};

SourceView SourceView::Whole(const SourceFile& file) {
  SourceView view;
  view.file_ = &file;
  view.offset_ = file.bom_size();
  view.text_ = file.text().substr(view.offset_);
  return view;
}

SourceView SourceView::Part(const SourceView& outer, Span span) {
  SourceView view;
  view.file_ = outer.file_;
  view.text_ = outer.text_.substr(span.begin, span.size());
  view.offset_ = outer.Locate({span.begin, span.begin}).span.begin;
  if (!outer.is_identity()) view.AddRun(outer, span, 0);
  return view;
}

SourceView SourceView::JsonString(const SourceView& outer, Span span) {
  const Span inside = {span.begin + 1, std::max(span.begin + 1, span.end - 1)};
  const std::string_view text = outer.text_.substr(inside.begin, inside.size());
  if (outer.is_identity() && text.find('\\') == std::string_view::npos) return Part(outer, inside);
  Decoder decoder(outer);
  std::string character;
  std::size_t copied = 0;
  for (std::size_t at = text.find('\\'); at != std::string_view::npos;) {
    const JsonEscape escape = DecodeJsonEscape(text.substr(at));
    const std::size_t next = at + std::max<std::size_t>(escape.source_size, 1);
    if (escape.source_size != 0) {
      decoder.Copy({inside.begin + ToOffset(copied), inside.begin + ToOffset(at)});
      character.clear();
      AppendUtf8(escape.code_point, &character);
      decoder.Replace({inside.begin + ToOffset(at), inside.begin + ToOffset(next)}, character);
      copied = next;
    }
    at = text.find('\\', next);
  }
  decoder.Copy({inside.begin + ToOffset(copied), inside.end});
  return std::move(decoder).Finish(inside.begin);
}

SourceView SourceView::UrlDecoded(const SourceView& outer) {
  const std::string_view text = outer.text_;
  Decoder decoder(outer);
  std::size_t copied = 0;
  for (std::size_t at = text.find('%'); at != std::string_view::npos;) {
    const int byte = PercentByte(text.substr(at));
    const std::size_t next = at + (byte < 0 ? 1 : 3);
    if (byte >= 0) {
      const char decoded = static_cast<char>(static_cast<unsigned char>(byte));
      decoder.Copy({ToOffset(copied), ToOffset(at)});
      decoder.Replace({ToOffset(at), ToOffset(next)}, {&decoded, 1});
      copied = next;
    }
    at = text.find('%', next);
  }
  decoder.Copy({ToOffset(copied), ToOffset(text.size())});
  return std::move(decoder).Finish(0);
}

Location SourceView::Locate(Span span) const {
  if (is_identity()) return {file_, {span.begin + offset_, span.end + offset_}};
  const std::uint32_t begin = FileByte(span.begin).begin;
  if (span.empty()) return {file_, {begin, begin}};
  return {file_, {begin, std::max(begin, FileByte(span.end - 1).end)}};
}

Span SourceView::FileByte(std::uint32_t offset) const {
  const auto after = std::upper_bound(
      pieces_.begin(), pieces_.end(), offset,
      [](std::uint32_t value, const Piece& piece) { return value < piece.view_begin; });
  const Piece& piece = *(after == pieces_.begin() ? after : after - 1);
  if (piece.is_escape) {
    const bool past_end = offset >= text_.size();
    return {past_end ? piece.file_end : piece.file_begin, piece.file_end};
  }
  const std::uint32_t at = std::min(piece.file_begin + (offset - piece.view_begin), piece.file_end);
  return {at, std::min(at + 1, piece.file_end)};
}

void SourceView::AddRun(const SourceView& outer, Span span, std::uint32_t view_begin) {
  if (outer.is_identity()) {
    pieces_.push_back({view_begin, span.begin + outer.offset_, span.end + outer.offset_, false});
    return;
  }
  auto piece = std::upper_bound(
      outer.pieces_.begin(), outer.pieces_.end(), span.begin,
      [](std::uint32_t value, const Piece& item) { return value < item.view_begin; });
  if (piece != outer.pieces_.begin()) --piece;
  for (; piece != outer.pieces_.end() && piece->view_begin < span.end; ++piece) {
    const std::uint32_t begin = std::max(piece->view_begin, span.begin);
    const auto next = piece + 1;
    const std::uint32_t end =
        next == outer.pieces_.end() ? span.end : std::min(next->view_begin, span.end);
    Piece inner = *piece;
    inner.view_begin = view_begin + (begin - span.begin);
    if (!piece->is_escape) {
      inner.file_begin = piece->file_begin + (begin - piece->view_begin);
      inner.file_end = inner.file_begin + (end - begin);
    }
    pieces_.push_back(inner);
  }
}

}  // namespace leastwise
