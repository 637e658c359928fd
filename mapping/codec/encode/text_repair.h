// Making text of bytes that PostgreSQL's text cannot hold, in the way that the user asked for.
#pragma once

#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// Appends `text` to `out` with
/// - strip: each NUL and each byte that is in no well-formed UTF-8 sequence left out,
/// - replace: U+FFFD in the place of each of them,
/// - latin1, windows1252: all bytes read in that encoding, unless they are valid UTF-8 (then they stay). Windows 1252's
///   five unused bytes are read as Latin 1, as https://encoding.spec.whatwg.org/#index-windows-1252 says. NULs remain.
void repair_text(BadText how, std::string_view text, FieldBuffer& out);

}  // namespace lite2pg
