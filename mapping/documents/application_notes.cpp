#include "mapping/documents/application_notes.h"

#include <algorithm>

#include "common/text.h"

namespace lite2pg {
namespace {

bool any_column(const Plan& plan, bool (*holds)(const ColumnPlan&)) {
  return std::ranges::any_of(plan.tables, [&](const TablePlan& t) { return std::ranges::any_of(t.columns, holds); });
}

bool is_text(const ColumnPlan& c) {
  return c.type == "text" || c.type.starts_with("varchar") || c.type.starts_with("char");
}

bool holds_moments(const ColumnPlan& c) {
  return c.codec.id() == CodecId::date || c.codec.id() == CodecId::time || c.codec.id() == CodecId::timestamp ||
         c.codec.id() == CodecId::timestamptz;
}

bool any_nocase(const Plan& plan) {
  return std::ranges::any_of(plan.schema.tables, [](const Table& t) {
    return std::ranges::any_of(t.columns, [](const Column& c) { return equals_ignoring_case(c.collation, "nocase"); });
  });
}

bool any_hidden_rowid(const Plan& plan) {
  return std::ranges::any_of(plan.tables, [&](const TablePlan& t) {
    const Table* source = plan.schema.find_table(t.source);
    return source != nullptr && source->kind == TableKind::rowid && source->rowid_alias < 0;
  });
}

bool any_trigger(const Plan& plan, std::string_view words) {
  return std::ranges::any_of(plan.objects, [&](const ObjectPlan& o) {
    return o.kind == ObjectKind::trigger && o.phase == Phase::publish &&
           std::ranges::any_of(o.sql, [&](const std::string& sql) { return sql.find(words) != std::string::npos; });
  });
}

void add_text(const Plan& plan, std::vector<std::string>& notes) {
  const bool any = any_column(plan, is_text);
  if (any && plan.options.text_collation == TextCollation::default_) {
    notes.emplace_back(
        "ORDER BY, < and > of text go by the database's collation; SQLite goes by bytes: --text-collation C keeps "
        "that");
  }
  if (any_nocase(plan)) {
    notes.emplace_back(
        "= and ORDER BY of NOCASE columns see letter case: say lower(x) = lower(y), or make them citext");
  }
  if (any) notes.emplace_back("LIKE sees letter case: ILIKE does not");
}

/// What another type would spare the application (docs/types.md).
void add_wishes(const Plan& plan, std::vector<std::string>& notes) {
  if (any_column(plan, [](const ColumnPlan& c) { return c.type == "bigint"; })) {
    notes.emplace_back(
        "bigint columns come as text from JavaScript's drivers: --integers integer makes those that fit four bytes "
        "wide");
  }
  if (any_column(plan, [](const ColumnPlan& c) { return c.type == "timestamp"; })) {
    notes.emplace_back(
        "timestamp columns have no zone, and many drivers read them in that of the process: --timestamps zone makes "
        "them timestamptz");
  }
  if (any_column(plan, [](const ColumnPlan& c) { return c.type == "json"; })) {
    notes.emplace_back("json columns have no =, no DISTINCT and no index of their own: --json jsonb has");
  }
}

void add_types(const Plan& plan, std::vector<std::string>& notes) {
  if (any_column(plan, [](const ColumnPlan& c) { return c.type == "boolean"; })) {
    notes.emplace_back("boolean columns take true and false: = 1 and = 0 are errors");
  }
  if (any_column(plan, holds_moments)) {
    notes.emplace_back(
        "dates and times are instants: substr() and || of them need a cast, datetime() and strftime() are to_char()");
  }
  if (!plan.options.existing) add_wishes(plan, notes);
  if (any_column(plan, [](const ColumnPlan& c) { return c.identity; })) {
    notes.emplace_back("a row inserted with its number given does not move the sequence that gives the next number");
  }
  if (any_hidden_rowid(plan)) notes.emplace_back("rowid is gone where no INTEGER PRIMARY KEY names it");
}

void add_triggers(const Plan& plan, std::vector<std::string>& notes) {
  if (any_trigger(plan, " AFTER ")) {
    notes.emplace_back("AFTER triggers fire when the statement ends, not after each of its rows");
  }
  if (any_trigger(plan, "FOR EACH ROW")) {
    notes.emplace_back(
        "which row of a statement comes first is PostgreSQL's choice: triggers that log, count or read other rows show "
        "it");
  }
  if (any_trigger(plan, "RAISE EXCEPTION")) {
    notes.emplace_back("an error, also one of a trigger, ends the transaction unless a savepoint stands before it");
  }
  if (any_trigger(plan, "INSTEAD OF")) notes.emplace_back("rows changed through a view with triggers are counted");
}

}  // namespace

std::vector<std::string> application_notes(const Plan& plan) {
  std::vector<std::string> notes;
  if (plan.tables.empty()) return notes;
  add_text(plan, notes);
  add_types(plan, notes);
  notes.emplace_back("every column beside an aggregate stands in GROUP BY, or follows from a key there");
  add_triggers(plan, notes);
  return notes;
}

}  // namespace lite2pg
