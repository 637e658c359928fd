// Frameworks that keep no records of their own (or whose application makes its tables without migrations), known by the
// form of the CREATE TABLE statements that they write.
#pragma once

#include <string>
#include <string_view>

#include "mapping/source/schema.h"

namespace lite2pg {

/// The name in known_frameworks() of the framework that writes such statements; empty: no form that is known. Pure.
[[nodiscard]] std::string_view framework_of_statement(std::string_view create_table);

/// The framework that wrote most of the tables of `schema`, and one of them; empty name: none did.
struct StatementForm {
  std::string_view framework;
  std::string table;
};
[[nodiscard]] StatementForm statement_form_of(const Schema& schema);

}  // namespace lite2pg
