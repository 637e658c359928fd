#include "sync/back/key_order.h"

#include <algorithm>
#include <vector>

#include "common/text.h"
#include "mapping/codec/traits.h"
#include "mapping/plan/ddl.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// SQLite compares bytes (https://sqlite.org/datatype3.html#collation), those of the file's encoding: of UTF-16 files
/// the order is nearly this one.
std::string in_collation(const std::string& text, const std::string& collation) {
  const std::string bytes = text + "::text COLLATE \"C\"";
  if (equals_ignoring_case(collation, "NOCASE")) return "lower(" + bytes + ")";
  if (equals_ignoring_case(collation, "RTRIM")) return "rtrim(" + bytes + ", ' ')";
  return bytes;
}

bool by_number(const ColumnPlan& c) noexcept {
  return c.label_form == LabelForm::index || c.label_form == LabelForm::number;
}

/// By what PostgreSQL sorts a column as SQLite sorts the values that are written; empty: by nothing.
std::string order_term(const ColumnPlan& c, const std::string& collation) {
  if (c.via_text || c.via_json || c.codec.shape != FieldShape::scalar) return "";
  const std::string name = quote_identifier(c.target);
  switch (traits_of(c.codec.id()).order) {
    case FieldOrder::as_values: return name;
    case FieldOrder::as_text: return by_number(c) ? name : in_collation(name, collation);
    case FieldOrder::otherwise: break;
  }
  return "";
}

std::vector<IndexPart> key_parts(const Table& table) {
  if (table.rowid_alias >= 0) {
    IndexPart part;
    part.column = table.rowid_alias;
    return {part};
  }
  if (table.kind != TableKind::without_rowid) return {};
  const Index* key = table.key_index();
  return key == nullptr ? std::vector<IndexPart>{} : key->parts;
}

}  // namespace

std::string key_order(const WrittenTable& table) {
  std::string order;
  for (const IndexPart& part : key_parts(*table.source)) {
    const auto column = std::ranges::find(table.plan.columns, part.column, &ColumnPlan::source_index);
    if (column == table.plan.columns.end()) break;
    const std::string term = order_term(*column, part.collation);
    if (term.empty()) break;
    order += (order.empty() ? "" : ", ") + term + (part.descending ? " DESC" : "");
  }
  return order;
}

std::string ordered_copy_sql(const WrittenTable& table, const std::string& schema, const std::string& order) {
  if (order.empty()) return copy_out_sql(table.plan, schema, table.only);
  return copy_out_sql(table.plan, schema, (table.only.empty() ? "true" : table.only) + " ORDER BY " + order);
}

}  // namespace lite2pg
