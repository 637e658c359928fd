#include "mapping/sql/operands/spelled_number.h"

#include "mapping/sql/operands/literal.h"

namespace lite2pg {
namespace {

bool makes_numbers(std::optional<Affinity> a) noexcept { return a == Affinity::integer || a == Affinity::numeric; }

/// Text in a column that makes numbers of what looks like one: what is left looks like none.
bool is_kept_text(const Operand& o) {
  return o.kind == ValueKind::text && o.column != nullptr && !o.column->doubtful && !o.column->by_hand &&
         o.affinity == o.column->affinity && makes_numbers(o.affinity);
}

bool is_binary(const Operand& o) { return !o.collation || *o.collation == Collation::binary; }

}  // namespace

bool is_spelled(const Operand& o) {
  return o.column != nullptr && o.column->codec.id() == CodecId::text_number && !o.column->doubtful &&
         !o.column->by_hand && o.affinity == o.column->affinity && makes_numbers(o.affinity) &&
         o.collation == Collation::binary;
}

std::optional<std::string> spelling_of(const Operand& o, const ScopeColumn& beside) {
  if (is_spelled(o)) return o.column->sql;
  if (!is_binary(o)) return std::nullopt;
  if (o.is_literal()) {
    const auto value = o.affinity ? std::nullopt : with_affinity(o.literal->view(), Affinity::numeric);
    return value ? field_literal(beside.codec, value->view()) : std::nullopt;
  }
  if (o.kind == ValueKind::integer || o.kind == ValueKind::boolean) return as_integer(o).sql + "::text";
  if (is_kept_text(o) || (o.kind == ValueKind::text && o.wordy)) return o.sql;
  return std::nullopt;
}

std::optional<std::string> compare_spelled(const Operand& a, const Operand& b, const std::string& spelled) {
  const Operand* column = is_spelled(a) ? &a : is_spelled(b) ? &b : nullptr;
  if (column == nullptr) return std::nullopt;
  const auto left = spelling_of(a, *column->column), right = spelling_of(b, *column->column);
  if (!left || !right) return std::nullopt;
  return "(" + *left + " " + spelled + " " + *right + ")";
}

}  // namespace lite2pg
