#include "verify/sides/access.h"

#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

// https://www.postgresql.org/docs/15/functions-info.html section 9.26.2. Columns of closed tables only; a row without
// column says that the table is closed, or secured by row.
constexpr std::string_view access_sql = R"(
WITH tables AS (
  SELECT c.oid, c.relname,
         pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS open,
         pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS usable, pg_catalog.row_security_active(c.oid) AS secured
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition)
SELECT relname, NULL, open, secured FROM tables WHERE NOT open OR secured
UNION ALL
SELECT t.relname, a.attname, t.open, t.secured
FROM tables t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE NOT t.open AND t.usable AND pg_catalog.has_column_privilege(t.oid, a.attnum, 'SELECT'))";

}  // namespace

ReadAccess read_access(Session& session, const std::string& schema) {
  ReadAccess access;
  access.role = session.query("SELECT current_user").at(0).at(0).value_or("");
  for (const Fields& f : session.query(access_sql, {schema})) {
    const std::string& table = f[0].value();
    if (f[1]) {
      access.columns.insert({table, *f[1]});
      continue;
    }
    if (f[2] != "t") access.closed.insert(table);
    if (f[3] == "t") access.row_secured.insert(table);
  }
  return access;
}

ReadAccess access_to(Session& session, const std::string& schema) {
  const ReadOnly guard(session);
  return read_access(session, schema);
}

}  // namespace lite2pg
