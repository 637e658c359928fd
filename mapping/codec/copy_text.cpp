#include "mapping/codec/copy_text.h"

#include <array>

namespace lite2pg {
namespace {

/// What follows the backslash, by the character; 0: it stands for itself.
constexpr std::array<char, 256> escapes = [] {
  std::array<char, 256> t{};
  t['\\'] = '\\';
  t['\b'] = 'b';
  t['\f'] = 'f';
  t['\n'] = 'n';
  t['\r'] = 'r';
  t['\t'] = 't';
  t['\v'] = 'v';
  return t;
}();

char escape_of(char c) noexcept { return escapes[static_cast<unsigned char>(c)]; }

}  // namespace

void escape_copy_from(std::size_t start, FieldBuffer& out) { escape_from(start, out, escape_of); }

void append_copy_text(std::string_view text, FieldBuffer& out) {
  const std::size_t start = out.size();
  out.append(text);
  escape_copy_from(start, out);
}

}  // namespace lite2pg
