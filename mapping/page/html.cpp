#include "mapping/page/html.h"

#include <algorithm>
#include <cstdio>

#include "common/utf8.h"

namespace lite2pg {
namespace {

std::string utf8_of(char32_t c) {  // U+0800 to U+FFFF
  return {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
          static_cast<char>(0x80 | (c & 0x3F))};
}

/// Marks that turn the direction of what follows, or hide: Unicode Standard Annex 9, section 2.
bool is_direction_mark(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

std::string code_point(char32_t c) {
  char name[16];
  std::snprintf(name, sizeof name, "[U+%04X]", static_cast<unsigned>(c));
  return name;
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '&': out += "&amp;"; return;
    case '<': out += "&lt;"; return;
    case '>': out += "&gt;"; return;
    case '"': out += "&quot;"; return;
    case '\'': out += "&#39;"; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if ((byte >= 0x20 && byte != 0x7F) || c == '\n' || c == '\t') {
    out += c;
  } else {
    out += utf8_of(byte == 0x7F ? 0x2421 : 0x2400 + byte);
  }
}

/// The code point that a well-formed sequence of 2 to 4 bytes stands for.
char32_t decoded(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  char32_t c = sequence.size() == 2 ? lead & 0x1F : sequence.size() == 3 ? lead & 0x0F : lead & 0x07;
  for (const char next : sequence.substr(1)) c = (c << 6) | (static_cast<unsigned char>(next) & 0x3F);
  return c;
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    const std::string_view sequence = text.substr(0, length);
    if (length == 0) {
      out += utf8_of(0xFFFD);
    } else if (length == 1) {
      append_ascii(out, text[0]);
    } else if (const char32_t c = decoded(sequence); is_direction_mark(c) || (c >= 0x80 && c <= 0x9F)) {
      out += code_point(c);
    } else {
      out += sequence;
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

Html& Html::open(std::string_view tag, Attributes attributes) {
  out_.append("<").append(tag);
  for (const auto& [name, value] : attributes) {
    out_.append(" ").append(name).append("=\"").append(escape_html(value)).append("\"");
  }
  out_ += '>';
  return *this;
}

Html& Html::close(std::string_view tag) {
  out_.append("</").append(tag).append(">");
  return *this;
}

Html& Html::text(std::string_view text) {
  out_ += escape_html(text);
  return *this;
}

Html& Html::element(std::string_view tag, std::string_view content, Attributes attributes) {
  return open(tag, attributes).text(content).close(tag);
}

Html& Html::raw(std::string_view markup) {
  out_ += markup;
  return *this;
}

}  // namespace lite2pg
