// CREATE TRIGGER whole: head, WHEN and every statement of the body (https://sqlite.org/lang_createtrigger.html).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mapping/sql/parser/syntax.h"

namespace lite2pg {

enum class TriggerTiming : std::uint8_t { before, after, instead_of };
enum class TriggerEvent : std::uint8_t { insert, update, delete_ };
[[nodiscard]] std::string_view name_of(TriggerTiming timing) noexcept;  ///< "BEFORE", "AFTER", "INSTEAD OF"
[[nodiscard]] std::string_view name_of(TriggerEvent event) noexcept;    ///< "INSERT", "UPDATE", "DELETE"

/// OR ... behind INSERT and UPDATE; REPLACE INTO is INSERT OR REPLACE.
enum class ConflictClause : std::uint8_t { none, abort, fail, rollback, ignore, replace };

/// column = value, or (column, ...) = value.
struct ColumnAssignment {
  std::vector<std::string> columns;
  Expr value;
  std::size_t begin = 0;
};

/// ON CONFLICT ... DO ...: https://sqlite.org/lang_upsert.html
struct UpsertClause {
  std::vector<Expr> target;  ///< Empty: any conflict.
  std::optional<Expr> target_where;
  bool updates = false;  ///< DO UPDATE; else DO NOTHING.
  std::vector<ColumnAssignment> set;
  std::optional<Expr> where;
};

struct InsertStep {
  ConflictClause conflict = ConflictClause::none;
  std::string table;
  std::vector<std::string> columns;  ///< Empty: all.
  std::optional<Select> source;      ///< None: DEFAULT VALUES.
  std::vector<UpsertClause> upserts;
};

struct UpdateStep {
  ConflictClause conflict = ConflictClause::none;
  std::string table;
  std::vector<ColumnAssignment> set;
  std::vector<FromItem> from;
  std::optional<Expr> where;
};

struct DeleteStep {
  std::string table;
  std::optional<Expr> where;
};

struct SelectStep {
  Select select;
};

struct TriggerStep {
  std::variant<InsertStep, UpdateStep, DeleteStep, SelectStep> statement;
  std::size_t begin = 0, end = 0;  ///< Where it stands in the text, in bytes.
};

struct CreateTrigger {
  std::string name, table;
  TriggerTiming timing = TriggerTiming::before;
  TriggerEvent event = TriggerEvent::insert;
  std::vector<std::string> columns;  ///< UPDATE OF; empty: any.
  std::optional<Expr> when;
  std::vector<TriggerStep> steps;
};

/// Throws SqlError when the text is no such statement, is nested deeper than 400 levels, or is longer than 16 MB.
[[nodiscard]] CreateTrigger parse_create_trigger(std::string_view sql);

}  // namespace lite2pg
