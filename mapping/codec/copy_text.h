// Fields as the text format of COPY spells them, for tables with a column whose type has no binary codec: the rest of
// such a table goes the same way (https://www.postgresql.org/docs/15/sql-copy.html, "Text Format").
#pragma once

#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// Appends the field that `codec` encoded to `bytes` (binary format) as text, escaped for COPY.
void append_copy_field(const Codec& codec, std::string_view bytes, FieldBuffer& out);
/// Appends any text, escaped for COPY.
void append_copy_text(std::string_view text, FieldBuffer& out);

}  // namespace lite2pg
