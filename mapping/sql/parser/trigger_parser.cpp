// https://sqlite.org/lang_createtrigger.html, lang_insert, lang_update, lang_delete, lang_upsert; within a trigger
// these have no WITH, RETURNING, ORDER BY, LIMIT nor INDEXED BY of their own.
#include <array>
#include <utility>

#include "mapping/sql/parser/parser.h"
#include "mapping/sql/parser/trigger_statement.h"

namespace lite2pg {
namespace {

class TriggerParser : public Parser {
 public:
  using Parser::Parser;

  CreateTrigger parse();

 private:
  void parse_head(CreateTrigger& trigger);
  void parse_event(CreateTrigger& trigger);
  TriggerStep parse_step();
  InsertStep parse_insert();
  UpdateStep parse_update();
  DeleteStep parse_delete();
  ConflictClause parse_conflict();
  UpsertClause parse_upsert();
  std::vector<ColumnAssignment> parse_assignments();
};

CreateTrigger TriggerParser::parse() {
  CreateTrigger trigger;
  parse_head(trigger);
  parse_event(trigger);
  expect("on");
  trigger.table = expect_name();
  if (accept({"for", "each"})) expect("row");
  if (accept("when")) trigger.when = parse_expr();
  expect("begin");
  do trigger.steps.push_back(parse_step());
  while (!accept("end"));
  accept_symbol(";");
  if (!at_end()) fail("unexpected text");
  return trigger;
}

void TriggerParser::parse_head(CreateTrigger& trigger) {
  expect("create");
  if (!accept("temp")) accept("temporary");
  expect("trigger");
  accept({"if", "not", "exists"});
  trigger.name = expect_name();
  if (accept_symbol(".")) trigger.name = expect_name();
}

void TriggerParser::parse_event(CreateTrigger& trigger) {
  if (accept({"instead", "of"}))
    trigger.timing = TriggerTiming::instead_of;
  else if (accept("after"))
    trigger.timing = TriggerTiming::after;
  else
    accept("before");
  if (accept("delete"))
    trigger.event = TriggerEvent::delete_;
  else if (accept("update"))
    trigger.event = TriggerEvent::update;
  else
    expect("insert");
  if (trigger.event != TriggerEvent::update || !accept("of")) return;
  do trigger.columns.push_back(expect_name());
  while (accept_symbol(","));
}

TriggerStep TriggerParser::parse_step() {
  TriggerStep step;
  step.begin = peek().position;
  if (at_word("insert") || at_word("replace"))
    step.statement = parse_insert();
  else if (at_word("update"))
    step.statement = parse_update();
  else if (at_word("delete"))
    step.statement = parse_delete();
  else if (at_select())
    step.statement = SelectStep{parse_select()};
  else
    fail("expected INSERT, UPDATE, DELETE or SELECT");
  step.end = last_end();
  expect_symbol(";");
  return step;
}

ConflictClause TriggerParser::parse_conflict() {
  if (!accept("or")) return ConflictClause::none;
  constexpr std::array<std::pair<std::string_view, ConflictClause>, 5> clauses = {
      {{"abort", ConflictClause::abort},
       {"fail", ConflictClause::fail},
       {"rollback", ConflictClause::rollback},
       {"ignore", ConflictClause::ignore},
       {"replace", ConflictClause::replace}}};
  for (const auto& [word, clause] : clauses) {
    if (accept(word)) return clause;
  }
  fail("expected ABORT, FAIL, IGNORE, REPLACE or ROLLBACK");
}

InsertStep TriggerParser::parse_insert() {
  InsertStep step;
  if (accept("replace")) {
    step.conflict = ConflictClause::replace;
  } else {
    expect("insert");
    step.conflict = parse_conflict();
  }
  expect("into");
  step.table = expect_name();
  if (at_symbol("(")) step.columns = expect_names();
  if (accept({"default", "values"})) return step;
  if (!at_select()) fail("expected VALUES or SELECT");
  step.source = parse_select();
  while (accept({"on", "conflict"})) step.upserts.push_back(parse_upsert());
  return step;
}

UpsertClause TriggerParser::parse_upsert() {
  UpsertClause clause;
  if (accept_symbol("(")) {
    do {
      clause.target.push_back(parse_expr());
      if (!accept("asc")) accept("desc");
    } while (accept_symbol(","));
    expect_symbol(")");
    if (accept("where")) clause.target_where = parse_expr();
  }
  expect("do");
  if (accept("nothing")) return clause;
  expect("update");
  expect("set");
  clause.updates = true;
  clause.set = parse_assignments();
  if (accept("where")) clause.where = parse_expr();
  return clause;
}

std::vector<ColumnAssignment> TriggerParser::parse_assignments() {
  std::vector<ColumnAssignment> list;
  do {
    ColumnAssignment assignment;
    assignment.begin = peek().position;
    if (at_symbol("("))
      assignment.columns = expect_names();
    else
      assignment.columns = {expect_name()};
    expect_symbol("=");
    assignment.value = parse_expr();
    list.push_back(std::move(assignment));
  } while (accept_symbol(","));
  return list;
}

UpdateStep TriggerParser::parse_update() {
  UpdateStep step;
  expect("update");
  step.conflict = parse_conflict();
  step.table = expect_name();
  expect("set");
  step.set = parse_assignments();
  if (accept("from")) step.from = parse_from();
  if (accept("where")) step.where = parse_expr();
  return step;
}

DeleteStep TriggerParser::parse_delete() {
  DeleteStep step;
  expect("delete");
  expect("from");
  step.table = expect_name();
  if (accept("where")) step.where = parse_expr();
  return step;
}

}  // namespace

std::string_view name_of(TriggerTiming timing) noexcept {
  constexpr std::string_view names[] = {"BEFORE", "AFTER", "INSTEAD OF"};
  return names[static_cast<std::size_t>(timing)];
}

std::string_view name_of(TriggerEvent event) noexcept {
  constexpr std::string_view names[] = {"INSERT", "UPDATE", "DELETE"};
  return names[static_cast<std::size_t>(event)];
}

CreateTrigger parse_create_trigger(std::string_view sql) { return TriggerParser(sql).parse(); }

}  // namespace lite2pg
