// Names in PostgreSQL: the wished name where it can be had, else another by one deterministic rule.
//
// PostgreSQL cuts names at 63 bytes (https://www.postgresql.org/docs/15/sql-syntax-lexical.html section 4.1.1), keeps
// tables, indexes, sequences and views of a schema in one namespace, looks for pg_ names among its own first, and
// reserves the names of its system columns
// (https://www.postgresql.org/docs/15/ddl-system-columns.html).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

namespace lite2pg {

enum class IdentifierStyle : std::uint8_t { exact, lower, snake };

inline constexpr std::size_t longest_identifier = 63;  ///< In bytes.

/// `name` in the style: exact (as it is), lower (ASCII letters), snake ("UserName" -> "user_name", blanks and other
/// ASCII punctuation -> "_").
[[nodiscard]] std::string styled(std::string_view name, IdentifierStyle style);

/// The rule for a name that cannot be had: as much of it as fits, cut at a UTF-8 border, then "_" and 8 hex digits of a
/// hash of the whole. Always at most 63 bytes of valid UTF-8, never empty.
[[nodiscard]] std::string hashed_name(std::string_view name);

/// What a name became.
struct GivenName {
  std::string name;
  std::string why;  ///< Empty when the wish was granted, else for people: "longer than 63 bytes".
  [[nodiscard]] bool changed() const noexcept { return !why.empty(); }
};

/// One namespace: no name is given twice. Claim in the order of the source schema, so that the same schema always gets
/// the same names. Use one per target schema for tables, views, indexes and sequences together, one per table for
/// columns, and one per table for constraint names.
class NameRegistry {
 public:
  enum class Kind : unsigned char { relation, column, constraint };

  explicit NameRegistry(Kind kind) : kind_(kind) {}

  /// Gives `wished` when PostgreSQL can hold it and nobody has it; else hashed_name(wished), again hashed when taken.
  GivenName claim(std::string_view wished);
  [[nodiscard]] bool is_taken(std::string_view name) const { return taken_.contains(std::string(name)); }

 private:
  [[nodiscard]] std::string objection(std::string_view name) const;

  Kind kind_;
  std::unordered_set<std::string> taken_;
};

}  // namespace lite2pg
