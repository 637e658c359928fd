// Literals: from SQLite's spelling to values, from values to PostgreSQL's spelling, and what column affinity makes of
// a value (https://sqlite.org/datatype3.html section 3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mapping/codec/codec.h"
#include "mapping/source/schema.h"
#include "mapping/sql/parser/syntax.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// The value of a NULL, integer, real, string or blob node, with any number of signs before it. Integers beyond 64 bits
/// are REAL, hexadecimal ones wrap, as in SQLite. nullopt for every other expression.
[[nodiscard]] std::optional<OwnedValue> literal_value(const Expr& e);

/// The number that the whole text spells, with blanks around it: what numeric affinity sees. nullopt: none.
[[nodiscard]] std::optional<OwnedValue> number_of_text(std::string_view text);

/// The value as a column of this affinity stores it. A REAL whose text under TEXT
/// affinity would have an exponent, or is infinite, is not spelled: nullopt.
[[nodiscard]] std::optional<OwnedValue> with_affinity(const Value& value, Affinity affinity);

/// As PostgreSQL text of type bigint (narrower when it fits), double precision, text or bytea; NULL alone.
[[nodiscard]] std::string sql_literal(const Value& value);
/// An INTEGER or REAL as an exact numeric literal; REALs by their shortest decimal, integral ones between 2^53
/// and 2^63 in full.
[[nodiscard]] std::string decimal_literal(const Value& value);

/// The value as a literal of the type that `codec` writes, by way of the codec itself; nullopt when it does not fit.
[[nodiscard]] std::optional<std::string> field_literal(const Codec& codec, const Value& value);

}  // namespace lite2pg
