#include "mapping/application/statement_form.h"

#include <algorithm>
#include <map>

#include "common/text.h"

namespace lite2pg {
namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

/// A name of TypeORM's DefaultNamingStrategy: UQ_, FK_, REL_ and so many digits of a SHA-1.
bool has_hashed_name(std::string_view sql) {
  for (const std::string_view prefix : {"\"UQ_", "\"FK_", "\"REL_", "\"PK_"}) {
    for (std::size_t at = sql.find(prefix); at != sql.npos; at = sql.find(prefix, at + 1)) {
      const std::string_view rest = sql.substr(at + prefix.size());
      const auto end = static_cast<std::size_t>(std::ranges::find_if_not(rest, is_hex) - rest.begin());
      constexpr std::size_t shortest = 23;
      if (end >= shortest && end < rest.size() && rest[end] == '"') return true;
    }
  }
  return false;
}

/// sqlalchemy/sql/compiler.py, visit_create_table: a line a column, each begun by a tab and ended by comma and blank.
bool is_sqlalchemy(std::string_view sql) { return has(sql, " (\n\t") && has(sql, ", \n\t") && sql.ends_with("\n)"); }

/// sequelize/lib/dialects/sqlite/query-generator.js; the two columns are those of every model with timestamps.
bool is_sequelize(std::string_view sql) {
  return sql.starts_with("CREATE TABLE `") && has(sql, "`createdAt` DATETIME") && has(sql, "`updatedAt` DATETIME");
}

/// drizzle-kit: tabs, back quotes, types in lower case.
bool is_drizzle(std::string_view sql) { return sql.starts_with("CREATE TABLE `") && has(sql, " (\n\t`"); }

/// gorm.io/gorm/migrator: nothing between the columns but a comma.
bool is_gorm(std::string_view sql) { return sql.starts_with("CREATE TABLE `") && has(sql, ",PRIMARY KEY (`"); }

/// Knex and MikroORM write lower case and back quotes.
bool is_knex(std::string_view sql) {
  return sql.starts_with("CREATE TABLE `") && has(sql, "` integer not null primary key");
}

/// EF Core: a name of the key within its column or beside them.
bool is_ef_core(std::string_view sql) {
  return sql.starts_with("CREATE TABLE \"") && has(sql, "(\n    \"") && has(sql, "CONSTRAINT \"PK_") &&
         !has_hashed_name(sql);
}

/// Prisma: four blanks, and names that end in _fkey or _pkey.
bool is_prisma(std::string_view sql) {
  return sql.starts_with("CREATE TABLE \"") && has(sql, "(\n    \"") &&
         (has(sql, "_fkey\" FOREIGN KEY") || has(sql, "_pkey\" PRIMARY KEY") ||
          has(sql, "DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP"));
}

struct Form {
  std::string_view framework;
  bool (*holds)(std::string_view sql);
};
constexpr Form forms[] = {{"Sequelize", is_sequelize}, {"TypeORM", has_hashed_name},
                          {"EF Core", is_ef_core},     {"Prisma", is_prisma},
                          {"Drizzle", is_drizzle},     {"GORM", is_gorm},
                          {"Knex", is_knex},           {"SQLAlchemy (Alembic)", is_sqlalchemy}};

}  // namespace

std::string_view framework_of_statement(std::string_view create_table) {
  for (const Form& form : forms) {
    if (form.holds(create_table)) return form.framework;
  }
  return {};
}

StatementForm statement_form_of(const Schema& schema) {
  std::map<std::string_view, std::size_t> counts;
  std::size_t tables = 0;
  for (const Table& table : schema.tables) {
    if (!table.holds_rows()) continue;
    ++tables;
    if (const std::string_view name = framework_of_statement(table.sql); !name.empty()) ++counts[name];
  }
  for (const auto& [name, count] : counts) {
    if (2 * count <= tables) continue;
    const auto first = std::ranges::find_if(
        schema.tables, [&, wanted = name](const Table& t) { return framework_of_statement(t.sql) == wanted; });
    return {name, first->name};
  }
  return {};
}

}  // namespace lite2pg
