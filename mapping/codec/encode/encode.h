// A SQLite value becomes the bytes of a PostgreSQL field.
#pragma once

#include "mapping/codec/codec.h"
#include "mapping/value/field_buffer.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// Appends the field bytes of `v` (never NULL) under `codec`. On a misfit nothing may be assumed about bytes appended:
/// the caller truncates the buffer back. Throws nothing but std::bad_alloc.
[[nodiscard]] Encoded encode(const Codec& codec, const Value& v, FieldBuffer& out);

/// The same as PostgreSQL's input functions read it, for COPY's text format; takes and refuses what encode does.
[[nodiscard]] Encoded spell(const Codec& codec, const Value& v, FieldBuffer& out);

}  // namespace lite2pg
