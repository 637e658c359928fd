// Frameworks that make a database's tables themselves, known by the tables in which they keep their own records. What
// these are called and which columns they have is each framework's public documentation and source (2026).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/source/schema.h"

namespace lite2pg {

/// What a table is to its framework.
enum class TableRole : std::uint8_t {
  telling,  ///< tells the framework, and holds the application's rows
  own,      ///< tells the framework, and holds its record of migrations: the target's own migrations write theirs
  beside,   ///< of the framework's records too, where it is there: locks, settings
  shared,   ///< written by the migrations, and referred to by number from the application's rows
};

struct FrameworkTable {
  TableRole role;
  std::string_view name;      ///< In any letter case; "*": a table of any name with these columns and no others.
  std::string_view columns;   ///< That it has (others may be there): "app name applied".
  std::string_view identity;  ///< Of these, what says the same on both sides: "app name".
};

struct Framework {
  std::string_view name;     ///< "Django"
  std::string_view migrate;  ///< The command that makes its tables in an empty PostgreSQL database.
  std::string_view recipe;   ///< A page of docs/recipes, without .md; empty: none.
  std::span<const FrameworkTable> tables;
};

/// All that are known, in the order in which they are tried: applications before the frameworks that they are made of.
[[nodiscard]] std::span<const Framework> known_frameworks();

/// A table of the source that a framework calls its own.
struct OwnTable {
  std::string table;                  ///< As the source spells it.
  std::vector<std::string> identity;  ///< Columns, as the framework names them; empty: the rows say nothing.
  TableRole role = TableRole::own;
};

struct Recognised {
  const Framework* framework = nullptr;
  std::string evidence;  ///< For people: "table django_migrations (app, name, applied)".
  std::vector<OwnTable> own;
};

/// The framework whose tables `schema` has; nullopt for none. Looks at names of tables, columns and indexes alone.
[[nodiscard]] std::optional<Recognised> recognise(const Schema& schema);

}  // namespace lite2pg
