// SQLite's binary JSON (https://sqlite.org/jsonb.html) as JSON text.
#pragma once

#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// Appends the document as JSON text; numbers and texts of JSON5 are spelled as JSON has them. False when `bytes` are
/// no JSONB; what was appended then means nothing.
[[nodiscard]] bool append_sqlite_jsonb(std::string_view bytes, FieldBuffer& out);

}  // namespace lite2pg
