#include "mapping/codec/encode/text_repair.h"

#include <array>

#include "common/utf8.h"

namespace lite2pg {
namespace {

/// Code points of the bytes 0x80 to 0x9F.
constexpr std::array<char16_t, 32> windows1252 = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                  0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                  0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                  0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void append_code_point(unsigned c, FieldBuffer& out) {
  char* p = out.reserve(3);
  if (c < 0x80) {
    p[0] = static_cast<char>(c);
    out.commit(1);
  } else if (c < 0x800) {
    p[0] = static_cast<char>(0xC0 | (c >> 6));
    p[1] = static_cast<char>(0x80 | (c & 0x3F));
    out.commit(2);
  } else {
    p[0] = static_cast<char>(0xE0 | (c >> 12));
    p[1] = static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    p[2] = static_cast<char>(0x80 | (c & 0x3F));
    out.commit(3);
  }
}

void decode_single_bytes(bool windows, std::string_view text, FieldBuffer& out) {
  for (const char ch : text) {
    const auto c = static_cast<unsigned char>(ch);
    append_code_point(windows && c >= 0x80 && c < 0xA0 ? windows1252[c - 0x80] : c, out);
  }
}

/// `instead` in the place of each byte that cannot stay.
void mend(std::string_view instead, std::string_view text, FieldBuffer& out) {
  while (!text.empty()) {
    const std::size_t length = text[0] == 0 ? 0 : utf8_sequence(text);
    out.append(length == 0 ? instead : text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

}  // namespace

void repair_text(BadText how, std::string_view text, FieldBuffer& out) {
  switch (how) {
    case BadText::refuse: return out.append(text);
    case BadText::strip: return mend("", text, out);
    case BadText::replace: return mend("\xEF\xBF\xBD", text, out);
    case BadText::latin1:
    case BadText::windows1252:
      if (is_valid_utf8(text)) return out.append(text);
      return decode_single_bytes(how == BadText::windows1252, text, out);
  }
}

}  // namespace lite2pg
