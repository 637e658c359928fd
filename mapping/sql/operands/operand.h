// A translated expression: PostgreSQL text, and what is known of the SQLite values that it stands for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mapping/source/collation.h"
#include "mapping/source/schema.h"
#include "mapping/value/value.h"

namespace lite2pg {

struct ScopeColumn;

/// The SQLite values of an expression, and the PostgreSQL type of its text. Any of them may also be NULL.
enum class ValueKind : std::uint8_t {
  null,     ///< nothing but NULL
  boolean,  ///< INTEGER 0 or 1; boolean
  integer,  ///< INTEGER; bigint (smallint, integer when Operand::narrow)
  real,     ///< REAL; double precision
  number,   ///< INTEGER or REAL, not known which; double precision
  decimal,  ///< INTEGER or REAL, not known which; numeric
  text,     ///< TEXT; text
  blob,     ///< BLOB; bytea
  json,     ///< what a JSON path leads to, of any class; text
  opaque,   ///< a column whose values are not rebuilt in SQL; Operand::why says why
};
[[nodiscard]] std::string_view name_of(ValueKind kind) noexcept;
/// INTEGER or REAL, by whatever representation.
[[nodiscard]] bool is_numeric(ValueKind kind) noexcept;

/// As PostgreSQL marks functions (https://www.postgresql.org/docs/15/xfunc-volatility.html); the weakest part counts.
enum class Volatility : std::uint8_t { immutable, stable, volatile_ };

struct Operand {
  std::string sql;  ///< Can stand as an operand as it is.
  ValueKind kind = ValueKind::null;
  Volatility volatility = Volatility::immutable;
  std::optional<Affinity> affinity;    ///< None for most expressions.
  std::optional<Collation> collation;  ///< Of the column, or of COLLATE.
  bool collation_given = false;        ///< By COLLATE.
  bool narrow = false;                 ///< smallint or integer: to be widened before arithmetic.
  bool small = false;                  ///< A number that a double holds exactly, or NULL.
  bool non_negative = false;           ///< A number >= 0, or NULL.
  long double bound = 0x1p63L;         ///< An INTEGER is not beyond it, either way: what is known besides the above.
  bool may_be_nan = false;             ///< PostgreSQL's NaN stands for NULL: see settled().
  bool digits = false;                 ///< Text that spells an INTEGER.
  bool wordy = false;                  ///< Text that never spells a number.
  bool document = false;               ///< JSON text that JSON functions take in as it is.
  bool apart = false;                  ///< A JSON value whose text is {} wherever it is no TEXT, or a document.
  bool uncollated = false;             ///< max(x), (SELECT ...): like a column, but without a say in collation.
  std::string moment;                  ///< Of text that a time function spelled: the instant, a timestamp in UTC.
  bool day_alone = false;              ///< `moment` is spelled as a date alone, not with its time to the second.
  std::optional<OwnedValue> literal;
  const ScopeColumn* column = nullptr;  ///< The bare column that this is.
  std::string why;                      ///< For opaque ones and those that are `apart`.

  [[nodiscard]] bool is_literal() const noexcept { return literal.has_value(); }
  [[nodiscard]] StorageClass storage() const noexcept { return literal->view().storage(); }
};

[[nodiscard]] Operand make_operand(ValueKind kind, std::string sql, Volatility volatility = Volatility::immutable);
/// A literal, or a column that holds no NULL.
[[nodiscard]] bool is_never_null(const Operand& operand) noexcept;
/// The weaker of the operands.
[[nodiscard]] Volatility volatility_of(const Operand& a, const Operand& b) noexcept;

/// A literal as PostgreSQL spells it, with its type where it would not be clear.
[[nodiscard]] Operand literal_operand(const Value& value);
[[nodiscard]] Operand null_operand();

/// The operand in another representation; the caller knows that the kind allows it.
[[nodiscard]] std::string as_bigint(const Operand& operand);   ///< boolean, integer; never narrow
[[nodiscard]] std::string as_float8(const Operand& operand);   ///< any number
[[nodiscard]] std::string as_numeric(const Operand& operand);  ///< any number, by its shortest decimal
[[nodiscard]] Operand as_integer(const Operand& operand);      ///< boolean -> integer; others as they are
/// With NaN made NULL: SQLite has no NaN (https://sqlite.org/floatingpoint.html section 2.1).
[[nodiscard]] Operand settled(Operand operand);

/// Bytes of `text` as bytea by immutable means: the cast reads backslashes as escapes, so they are doubled.
[[nodiscard]] std::string text_as_bytea(const std::string& sql);
/// ASCII letters in lower case, as NOCASE, LIKE and lower() fold: in PostgreSQL's "C" collation.
[[nodiscard]] std::string folded(const std::string& sql);

}  // namespace lite2pg
