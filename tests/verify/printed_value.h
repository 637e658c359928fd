// Whether a value of SQLite is what PostgreSQL prints for a field. The slow reference's rules, a type each.
#pragma once

#include <optional>
#include <string>

#include "mapping/value/value.h"

namespace lite2pg::test {

/// `type` is pg_type.typname; `printed` is nullopt for NULL. Printed in UTC, ISO dates, hex bytea.
[[nodiscard]] bool is_printed_as(const OwnedValue& value, const std::string& type,
                                 const std::optional<std::string>& printed);

}  // namespace lite2pg::test
