// Where a statement's unqualified names are looked up.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// SET LOCAL search_path: `schema`, temporary objects last; without a schema pg_catalog alone.
[[nodiscard]] std::string search_path_sql(std::string_view schema);

/// A statement whose unqualified names are those of `schema`, whatever an event trigger or a trigger of the target has
/// made of the transaction's search_path since it began.
[[nodiscard]] std::string in_schema(std::string_view schema, const std::string& sql);

}  // namespace lite2pg
