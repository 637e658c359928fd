// A field as PostgreSQL's input functions read it: for tables that travel in COPY's text format because another of
// their columns has a type without codec. There is one encode for both formats, so that they cannot differ in what they
// take; its field is spelled from its bytes, once, where it will stand.
#pragma once

#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// Appends the field `bytes` (as encode wrote them) as text, without COPY's own escapes. Allocates nothing.
void append_field_text(const Codec& codec, std::string_view bytes, FieldBuffer& out);

/// Puts a backslash and what `escape` gives before every character from `start` on for which it is not 0.
template <typename Escape>
void escape_from(std::size_t start, FieldBuffer& out, Escape escape) {
  std::size_t more = 0;
  for (const char c : out.view().substr(start)) more += escape(c) != 0 ? 1 : 0;
  if (more == 0) return;
  const std::size_t size = out.size();
  (void)out.reserve(more);
  out.commit(more);
  const char* from = out.data() + size;
  for (char* to = out.data() + out.size(); to != from;) {
    const char c = *--from;
    const char e = escape(c);
    *--to = e != 0 ? e : c;
    if (e != 0) *--to = '\\';
  }
}

}  // namespace lite2pg
