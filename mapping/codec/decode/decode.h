// The bytes of a PostgreSQL field become the SQLite value they stand for.
#pragma once

#include <string>
#include <string_view>

#include "mapping/codec/codec.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// Turns field bytes back into the SQLite value they came from (for an `exact` column: same class, same bytes; for an
/// `equivalent` one: the value in canonical form). Text and blob results borrow from `field` or from `scratch`, which
/// the caller keeps per column so that nothing is allocated a value. Throws lite2pg::Error(target) when the bytes are
/// no field of the codec's type.
[[nodiscard]] Value decode(const Codec& codec, std::string_view field, std::string& scratch);

/// The source side's counterpart for codecs that are not exact: maps every SQLite value that stands for the same
/// instant, number, truth value or document to one value, the one `decode` gives. Identity for exact codecs and for
/// values the codec cannot read (they must show as differences).
[[nodiscard]] Value canonical(const Codec& codec, const Value& v, std::string& scratch);

/// Whether `canonical` is the identity for this codec, so that the digest may skip it.
[[nodiscard]] bool is_spelling_exact(const Codec& codec) noexcept;

}  // namespace lite2pg
