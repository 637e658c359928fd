#include "mapping/sql/triggers/trigger_translator.h"

#include <algorithm>

#include "mapping/sql/parser/walk.h"
#include "mapping/sql/translator/assignment.h"

namespace lite2pg {
namespace {

/// As PL/pgSQL has the row: its names need NEW or OLD before them.
ScopeTable row_of(const ScopeTable& columns, const std::string& name, bool checked) {
  ScopeTable row = columns;
  row.name = name;
  for (ScopeColumn& c : row.columns) {
    c.sql = name + "." + c.sql;
    c.hidden = true;
    c.not_null = c.not_null && checked;
  }
  return row;
}

}  // namespace

TriggerRows rows_of(const CreateTrigger& trigger, const ScopeTable& columns) {
  TriggerRows rows;
  const bool before = trigger.timing == TriggerTiming::before;
  if (trigger.event != TriggerEvent::delete_)
    rows.fresh = row_of(columns, "NEW", trigger.timing == TriggerTiming::after);
  if (trigger.event != TriggerEvent::insert) rows.old = row_of(columns, "OLD", true);
  if (before) {  // PostgreSQL computes them after its BEFORE triggers.
    std::erase_if(rows.fresh.columns, [](const ScopeColumn& c) { return c.generated; });
  }
  rows.may_skip = before;
  return rows;
}

TriggerTranslator::TriggerTranslator(TriggerCatalog& catalog, const CreateTrigger& trigger, TriggerRows rows, bool utf8)
    : catalog_(catalog), trigger_(trigger), queries_(catalog, utf8), utf8_(utf8), may_skip_(rows.may_skip) {
  if (!rows.fresh.columns.empty()) rows_.add(std::move(rows.fresh));
  if (!rows.old.columns.empty()) rows_.add(std::move(rows.old));
  // An alias of that name would be taken for the row.
  for (const char* name : {"new", "old", "excluded"}) (void)queries_.fresh_alias(name);
}

Translator TriggerTranslator::translator(const Scope& scope) {
  return {scope, {.queries = &queries_, .utf8 = utf8_, .notes = &notes_}};
}

std::string TriggerTranslator::condition(const Expr& e) { return translator(rows_).truth(e).sql; }

std::string TriggerTranslator::step(TriggerStep& step) {
  return std::visit([this](auto& statement) { return translate(statement); }, step.statement);
}

std::vector<std::string> TriggerTranslator::notes() const {
  std::vector<std::string> notes = notes_.texts();
  for (const std::string& note : queries_.notes().texts()) notes.push_back(note);
  std::ranges::sort(notes);
  notes.erase(std::unique(notes.begin(), notes.end()), notes.end());  // clang 14 has no ranges::unique over g++ 12's
  return notes;
}

std::set<std::string> TriggerTranslator::remarks() const {
  std::set<std::string> remarks = remarks_;
  for (const Notes* notes : {&notes_, &queries_.notes()})
    remarks.insert(notes->remarks().begin(), notes->remarks().end());
  return remarks;
}

std::string TriggerTranslator::assign(const ScopeColumn& column, const Scope& scope, const Expr& e, bool never_null) {
  Translator t = translator(scope);
  if (never_null) {
    if (!is_never_null(t.translate(e))) {
      refuse(e, "the value for " + column.name + " may be NULL, of which SQLite makes something else here");
    }
  }
  Assigned assigned = translate_assignment(column, t, e);
  if (!assigned.note.empty()) notes_.add(column.name + ": " + assigned.note);
  return assigned.sql;
}

}  // namespace lite2pg
