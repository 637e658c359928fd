#include "sync/delta/table_key.h"

#include <algorithm>

#include "import/live/hidden_rowid.h"
#include "mapping/target/identifier.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr std::string_view by_bytes = "pg_catalog.text COLLATE pg_catalog.\"C\"";

/// Equal only when their bytes are.
bool is_plain_text(const ColumnPlan& c) {
  return (c.collation.empty() || c.collation == "C") && (c.type == "text" || c.type.starts_with("varchar"));
}

/// The type by which a column is compared; empty: its order is not SQLite's.
std::string_view comparable_type(const ColumnPlan& c) {
  if (c.via_text || c.via_json || c.generated || c.fidelity != Fidelity::exact || !c.null_as.empty()) return {};
  switch (c.codec.id()) {
    case CodecId::int2:
    case CodecId::int4:
    case CodecId::int8: return "pg_catalog.int8";
    case CodecId::text: return is_plain_text(c) ? by_bytes : std::string_view();
    default: return {};
  }
}

/// Whether an index of the column as it stands is in SQLite's order.
bool is_ordered(const ColumnPlan& c) { return c.codec.id() != CodecId::text || c.collation == "C"; }

/// r.a0, r.a1, ...
std::string bounds(const RangeKey& key, const std::string& prefix) {
  std::string list;
  for (std::size_t i = 0; i < key.columns.size(); ++i) list += (i == 0 ? "" : ", ") + prefix + std::to_string(i);
  return list;
}

std::string literal(const OwnedValue& value) {
  const Value v = value.view();
  // As text: the smallest number has no literal of its own.
  return v.storage() == StorageClass::integer ? quote_literal(std::to_string(v.integer())) : quote_literal(v.bytes());
}

}  // namespace

std::optional<RangeKey> range_key(const Table& table, const TablePlan& plan) {
  const bool numbered = !plan.columns.empty() && plan.columns.back().target == hidden_rowid;
  std::vector<int> columns;
  if (table.kind == TableKind::without_rowid) columns = table.key_columns();
  if (table.kind == TableKind::rowid && table.rowid_alias >= 0) columns = {table.rowid_alias};
  if (numbered) columns = {plan.columns.back().source_index};
  if (columns.empty() || !plan.partition_by.empty() || plan.tenant_partitions > 0) return std::nullopt;
  RangeKey key{{}, {}, !numbered};
  for (const int column : columns) {
    const auto found = std::ranges::find(plan.columns, column, &ColumnPlan::source_index);
    if (found == plan.columns.end() || comparable_type(*found).empty()) return std::nullopt;
    key.columns.push_back(quote_identifier(found->target));
    key.types.emplace_back(comparable_type(*found));
    key.indexed = key.indexed && is_ordered(*found);
  }
  return key;
}

std::string order_index(std::string_view schema, const TablePlan& table) {
  return qualified(schema, hashed_name("lite2pg_order_" + table.target));
}

std::string create_order_index_sql(const RangeKey& key, std::string_view schema, const TablePlan& table) {
  std::string columns;
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const bool text = key.types[i] == by_bytes;
    columns += (i == 0 ? "" : ", ") + key.columns[i] + (text ? " COLLATE pg_catalog.\"C\"" : "");
  }
  return "CREATE INDEX IF NOT EXISTS " + quote_identifier(hashed_name("lite2pg_order_" + table.target)) + " ON " +
         qualified(schema, table.target) + " (" + columns + ")";
}

std::string range_columns(const RangeKey& key) {
  std::string list;
  for (std::size_t i = 0; i < key.types.size(); ++i) {
    const std::string n = std::to_string(i);
    list += (i == 0 ? "a" : ", a") + n + " " + key.types[i] + ", b" + n + " " + key.types[i];
  }
  return list;
}

std::string range_row(const std::vector<OwnedValue>& first, const std::vector<OwnedValue>& last) {
  std::string row;
  for (std::size_t i = 0; i < first.size(); ++i)
    row += (i == 0 ? "(" : ", ") + literal(first[i]) + ", " + literal(last[i]);
  return row + ")";
}

std::string in_range(const RangeKey& key, std::string_view row, std::string_view range) {
  std::string columns;
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    columns += (i == 0 ? "" : ", ") + std::string(row) + "." + key.columns[i];
    if (key.types[i] == by_bytes) columns += " COLLATE pg_catalog.\"C\"";
  }
  const std::string k = "(" + columns + ")", r(range);
  return k + " >= (" + bounds(key, r + ".a") + ") AND " + k + " <= (" + bounds(key, r + ".b") + ")";
}

std::string same_key(const RangeKey& key, std::string_view a, std::string_view b) {
  std::string terms;
  for (const std::string& column : key.columns)
    terms += (terms.empty() ? "" : " AND ") + std::string(a) + "." + column + " = " + std::string(b) + "." + column;
  return terms;
}

}  // namespace lite2pg
