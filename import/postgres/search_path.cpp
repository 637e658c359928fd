#include "import/postgres/search_path.h"

#include "mapping/target/quote.h"

namespace lite2pg {

std::string search_path_sql(std::string_view schema) {
  return "SET LOCAL search_path = " + (schema.empty() ? "" : quote_identifier(schema) + ", ") +
         // A table called "text" or "date" must not hide the type; nor may a temporary table stand before others.
         (schema.empty() ? "pg_catalog, pg_temp" : "pg_temp");
}

std::string in_schema(std::string_view schema, const std::string& sql) { return search_path_sql(schema) + "; " + sql; }

}  // namespace lite2pg
