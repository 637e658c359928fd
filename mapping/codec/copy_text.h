// What COPY's text format escapes, for tables with a column whose type has no binary codec: the rest of such a table
// goes the same way (https://www.postgresql.org/docs/15/sql-copy.html, "Text Format").
#pragma once

#include <cstddef>
#include <string_view>

#include "mapping/value/field_buffer.h"

namespace lite2pg {

/// Escapes for COPY what stands in `out` from `start` on.
void escape_copy_from(std::size_t start, FieldBuffer& out);
/// Appends any text, escaped for COPY.
void append_copy_text(std::string_view text, FieldBuffer& out);

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
