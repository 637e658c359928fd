#include "mapping/codec/copy_text.h"

#include "mapping/codec/field_text.h"

namespace lite2pg {
namespace {

/// What follows the backslash; 0: the character stands for itself.
char escape_of(char c) noexcept {
  switch (c) {
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '\v': return 'v';
    default: return 0;
  }
}

}  // namespace

void append_copy_text(std::string_view text, FieldBuffer& out) {
  const std::size_t start = out.size();
  out.append(text);
  escape_from(start, out, escape_of);
}

void append_copy_field(const Codec& codec, std::string_view bytes, FieldBuffer& out) {
  const std::size_t start = out.size();
  append_field_text(codec, bytes, out);
  escape_from(start, out, escape_of);
}

}  // namespace lite2pg
