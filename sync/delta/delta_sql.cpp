#include "sync/delta/delta_sql.h"

#include "mapping/plan/ddl.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string list(const std::vector<std::string>& columns, const std::string& prefix) {
  std::string text;
  for (const std::string& column : columns) text += (text.empty() ? "" : ", ") + prefix + column;
  return text;
}

}  // namespace

DeltaSql::DeltaSql(std::string schema, const TablePlan& table, RangeKey key, const std::string& suffix, bool keeps)
    : schema_(std::move(schema)),
      table_(table),
      key_(std::move(key)),
      rows_name_("lite2pg_come" + suffix),
      target_(qualified(schema_, table.target)),
      rows_(qualified(schema_, rows_name_)),
      ranges_(qualified(schema_, "lite2pg_range" + suffix)),
      gone_(qualified(schema_, "lite2pg_gone" + suffix)),
      keeps_(keeps) {
  for (const ColumnPlan& c : table.columns)
    if (is_copied_in(c)) columns_.push_back(quote_identifier(c.target));
}

std::vector<std::string> DeltaSql::create() const {
  std::vector<std::string> statements = {
      "CREATE UNLOGGED TABLE " + rows_ + " AS SELECT " + list(columns_, "") + " FROM " + target_ + " WITH NO DATA",
      "CREATE UNLOGGED TABLE " + ranges_ + " (" + range_columns(key_) + ")"};
  if (!key_.indexed) statements.push_back(create_order_index_sql(key_, schema_, table_));
  if (keeps_) statements.push_back("CREATE UNLOGGED TABLE " + gone_ + " AS SELECT * FROM " + target_ + " WITH NO DATA");
  return statements;
}

std::string DeltaSql::add_ranges(const std::string& rows) const { return "INSERT INTO " + ranges_ + " VALUES " + rows; }

std::string DeltaSql::copy_rows() const {
  TablePlan come = table_;
  come.target = rows_name_;
  return copy_in_sql(come, schema_, false);
}

std::vector<std::string> DeltaSql::index_rows() const {
  return {"CREATE INDEX ON " + rows_ + " (" + list(key_.columns, "") + ")", "ANALYZE " + rows_, "ANALYZE " + ranges_};
}

/// OFFSET 0 keeps the inner query as it stands: one look into the table's key index a range, whatever the statistics.
std::string DeltaSql::tids(const std::string& and_condition) const {
  return "ARRAY(SELECT x.tid FROM " + ranges_ + " AS r, LATERAL (SELECT t.ctid AS tid FROM " + target_ +
         " AS t WHERE " + in_range(key_, "t", "r") + and_condition + " OFFSET 0) AS x)";
}

std::string DeltaSql::within_ranges() const { return "ctid = ANY (" + tids("") + ")"; }

std::string DeltaSql::delete_gone() const {
  // By their bytes: equality by the types would take 1.0 for 1.00.
  const std::string same = same_key(key_, "c", "t") + " AND pg_catalog.record_image_eq(ROW(" + list(columns_, "c.") +
                           "), ROW(" + list(columns_, "t.") + "))";
  // OFFSET 0: one look into the index of what comes a row. As a join it may be planned as one pass over all that comes
  // for every range.
  const std::string stays = " AND NOT EXISTS (SELECT FROM " + rows_ + " AS c WHERE " + same + " OFFSET 0)";
  const std::string keep = keeps_ ? ", kept AS (INSERT INTO " + gone_ + " SELECT * FROM gone)" : "";
  return "WITH gone AS (DELETE FROM " + target_ + " AS d WHERE d.ctid = ANY (" + tids(stays) + ") RETURNING d.*)" +
         keep + " SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE EXISTS (SELECT FROM " + rows_ +
         " AS c WHERE " + same_key(key_, "c", "gone") + ")) FROM gone";
}

std::string DeltaSql::insert_come() const {
  return "WITH come AS (INSERT INTO " + target_ + " (" + list(columns_, "") + ") SELECT " + list(columns_, "c.") +
         " FROM " + rows_ + " AS c WHERE NOT EXISTS (SELECT FROM " + target_ + " AS t WHERE " +
         same_key(key_, "c", "t") + " OFFSET 0) RETURNING 1) SELECT pg_catalog.count(*) FROM come";
}

std::vector<std::string> DeltaSql::drop() const { return {"DROP TABLE " + ranges_ + (keeps_ ? "" : ", " + rows_)}; }

}  // namespace lite2pg
