// Fields of the forms that tables of applications hold as PostgreSQL's input functions read them: for tables that
// travel in COPY's text format because another of their columns has a type without codec.
#pragma once

#include <string>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// Whether append_form_literal() spells fields of this codec.
[[nodiscard]] bool has_form_literal(const Codec& codec) noexcept;
/// Appends the field `bytes` (as encode wrote them) as text, without COPY's own escapes.
void append_form_literal(const Codec& codec, std::string_view bytes, std::string& out);

}  // namespace lite2pg
