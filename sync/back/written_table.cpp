#include "sync/back/written_table.h"

#include <algorithm>

#include "mapping/codec/traits.h"
#include "mapping/plan/ddl.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool is_number(const ColumnPlan& c) {
  return !c.via_text && !c.via_json && traits_of(c.codec.id()).form == FieldForm::integer &&
         c.codec.shape == FieldShape::scalar;
}

}  // namespace

std::string ordered_copy_sql(const WrittenTable& table, const std::string& schema) {
  std::string order;
  for (const int k : table.plan.key) {
    const ColumnPlan& c = table.plan.columns[static_cast<std::size_t>(k)];
    // A key of the application's own, not of the file's order, or one that the server would have to sort.
    if (table.column(static_cast<std::size_t>(k)).key_position == 0 || !is_number(c))
      return copy_out_sql(table.plan, schema, table.only);
    order += (order.empty() ? "" : ", ") + quote_identifier(c.target);
  }
  const bool by_key = table.source->rowid_alias >= 0 || table.source->kind == TableKind::without_rowid;
  if (order.empty() || !by_key) return copy_out_sql(table.plan, schema, table.only);
  return copy_out_sql(table.plan, schema, (table.only.empty() ? "true" : table.only) + " ORDER BY " + order);
}

}  // namespace lite2pg
