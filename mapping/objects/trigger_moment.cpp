#include "mapping/objects/trigger_moment.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/objects/trigger_ignore.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/walk.h"
#include "mapping/sql/triggers/own_row.h"

namespace lite2pg {
namespace {

const std::set<std::string> everything = {"*"};

std::string lower_name(const Table& table, int column) {
  return ascii_lower(table.columns[static_cast<std::size_t>(column)].name);
}

bool is_deferred(const ForeignKey& key) { return key.deferrable && key.initially_deferred; }

/// Events that one statement may cause together: INSERT ... ON CONFLICT DO UPDATE does both.
bool in_one_statement(TriggerEvent a, TriggerEvent b) {
  return a == b || (a != TriggerEvent::delete_ && b != TriggerEvent::delete_);
}

/// Rows of the statement, which PostgreSQL has all changed by the time its AFTER triggers fire.
void require_foreign_rows(const ParsedTrigger& trigger, const Effects& effects) {
  if (effects.reads.meets(trigger.table, everything)) {
    throw SqlError("it reads " + trigger.syntax.table +
                       ", where PostgreSQL's AFTER triggers see all rows of the statement changed already",
                   0);
  }
  if (effects.writes.meets(trigger.table, everything)) {
    throw SqlError("it writes other rows of " + trigger.syntax.table +
                       ", which in PostgreSQL happens when all rows of the statement are changed already",
                   0);
  }
}

void require_apart(const std::vector<ParsedTrigger>& triggers, const ParsedTrigger& trigger, const Effects& own,
                   const TriggerEffects& effects) {
  for (std::size_t t = 0; t < triggers.size(); ++t) {
    const ParsedTrigger& other = triggers[t];
    const bool beside = other.table == trigger.table && other.syntax.timing == TriggerTiming::before &&
                        in_one_statement(other.syntax.event, trigger.syntax.event);
    if (!beside) continue;
    const Effects before = effects.of(t);
    const bool meets = own.writes.meets(before.reads) || own.writes.meets(before.writes) ||
                       own.own_writes.meets(before.reads) || own.own_writes.meets(before.writes) ||
                       before.writes.meets(own.reads);
    if (meets) {
      throw SqlError(
          "trigger " + other.source->name +
              " uses the same rows before each row of a statement, and this one in PostgreSQL after them all",
          0);
    }
  }
}

/// A key of the table to itself whose action would come between an AFTER trigger and its row.
void require_no_action_on_itself(const ParsedTrigger& trigger, const Plan& plan) {
  for (const IncomingKey& incoming : keys_to(plan.schema, trigger.table)) {
    const std::string& action =
        trigger.syntax.event == TriggerEvent::delete_ ? incoming.key->on_delete : incoming.key->on_update;
    const bool acts = action != "NO ACTION" && action != "RESTRICT";
    if (acts && equals_ignoring_case(incoming.child->name, trigger.table) &&
        !trigger.whole.own_writes.tables().empty()) {
      throw SqlError("a foreign key of " + trigger.syntax.table + " to itself changes the same rows", 0);
    }
  }
}

/// What one statement, or the one that fires the trigger, does to the two ends of foreign keys.
struct KeySteps {
  ColumnsByTable writes;
  std::vector<WriteEvent> events;
};

bool overlaps(const WriteEvent& event, const std::set<std::string>& columns) {
  return std::ranges::any_of(columns, [&](const std::string& c) { return c == "*" || event.columns.contains(c); });
}

/// Whether it may take away a row that the key points to.
bool removes(const KeySteps& step, const std::string& parent, const std::set<std::string>& key) {
  return std::ranges::any_of(step.events, [&](const WriteEvent& e) {
    if (e.table != parent) return false;
    return e.event == TriggerEvent::delete_ || e.replaces || (e.event == TriggerEvent::update && overlaps(e, key));
  });
}

/// Whether it may make a row, or give one another key.
bool adds(const KeySteps& step, const std::string& table, const std::set<std::string>& key) {
  return std::ranges::any_of(step.events, [&](const WriteEvent& e) {
    if (e.table != table) return false;
    return e.event == TriggerEvent::insert || (e.event == TriggerEvent::update && overlaps(e, key));
  });
}

/// SQLite looks at a foreign key when the outermost statement ends, PostgreSQL when each statement in a trigger ends:
/// one must not put right what an earlier one broke.
void require_keys_in_order(const ParsedTrigger& trigger, std::size_t index, const TriggerEffects& effects,
                           const Plan& plan) {
  std::vector<KeySteps> steps;
  for (std::size_t s = 0; s < trigger.steps.size(); ++s) {
    const Effects done = effects.of_step(index, s);
    KeySteps& step = steps.emplace_back(KeySteps{done.writes, trigger.steps[s].events});
    step.writes.add(done.own_writes);
  }
  if (trigger.syntax.timing == TriggerTiming::before) {
    KeySteps& last = steps.emplace_back();
    last.writes.add(trigger.table, "*");
    last.events.push_back({trigger.table, trigger.syntax.event});
    for (const std::string& column : trigger.syntax.columns) last.events.back().columns.insert(ascii_lower(column));
  }
  for (const Table& child : plan.schema.tables) {
    for (const ForeignKey& key : child.foreign_keys) {
      const std::string parent = ascii_lower(key.parent), name = ascii_lower(child.name);
      if (is_deferred(key)) continue;
      const auto to = parent_columns(plan.schema, key), from = child_columns(child, key);
      const bool acts = key.on_delete != "NO ACTION" && key.on_delete != "RESTRICT";
      for (std::size_t i = 0; i < steps.size(); ++i) {
        for (std::size_t j = i + 1; j < steps.size(); ++j) {
          const bool cures = (!acts && removes(steps[i], parent, to) && steps[j].writes.touches(name)) ||
                             (adds(steps[i], name, from) && adds(steps[j], parent, to));
          if (cures) {
            throw SqlError("the foreign key from " + child.name + " to " + key.parent +
                               " may be broken by one statement and put right by the next",
                           0);
          }
        }
      }
    }
  }
}

/// The UPDATE of a foreign key's action is OR ABORT in SQLite, and so is all that it sets off.
void require_own_conflict_rule(const ParsedTrigger& trigger, std::size_t index, const TriggerEffects& effects,
                               const Plan& plan) {
  const bool has_clause = std::ranges::any_of(trigger.syntax.steps, [](const TriggerStep& step) {
    const auto* insert = std::get_if<InsertStep>(&step.statement);
    return insert != nullptr &&
           (insert->conflict == ConflictClause::ignore || insert->conflict == ConflictClause::replace);
  });
  if (!has_clause) return;
  for (const Table& parent : plan.schema.tables) {
    for (const TriggerEvent event : {TriggerEvent::update, TriggerEvent::delete_}) {
      if (!effects.of_keys(ascii_lower(parent.name), event).triggers.contains(index)) continue;
      throw SqlError("a foreign key may set it off, where SQLite takes INSERT OR ... for INSERT", 0);
    }
  }
}

bool mentions(std::string_view expression, const std::set<std::string>& columns) {
  try {
    return contains(parse_expression(expression), [&](const Expr& e) {
      return e.kind == ExprKind::name && columns.contains(ascii_lower(e.names.back()));
    });
  } catch (const SqlError&) {
    return true;
  }
}

/// Whether a constraint or a generated column of the table looks at one of the columns.
bool is_constrained(const Table& table, const Schema& schema, const std::set<std::string>& columns) {
  const auto is_set = [&](int column) { return column < 0 || columns.contains(lower_name(table, column)); };
  for (const Column& c : table.columns) {
    const bool own = columns.contains(ascii_lower(c.name));
    if (own && (c.not_null || c.key_position > 0 || c.generated != Generated::no)) return true;
    if (c.generated != Generated::no && mentions(c.generated_sql, columns)) return true;
  }
  for (const Check& check : table.checks) {
    if (mentions(check.expression, columns)) return true;
  }
  for (const Index& index : table.indexes) {
    const bool looks = std::ranges::any_of(index.parts, [&](const IndexPart& p) { return is_set(p.column); });
    if (index.unique && (looks || (index.where && mentions(*index.where, columns)))) return true;
  }
  for (const ForeignKey& key : table.foreign_keys) {
    if (std::ranges::any_of(key.columns, is_set)) return true;
  }
  return std::ranges::any_of(keys_to(schema, table.name), [&](const IncomingKey& incoming) {
    return std::ranges::any_of(parent_columns(schema, *incoming.key),
                               [&](const std::string& c) { return c == "*" || columns.contains(c); });
  });
}

/// Whether it uses a generated column of NEW, which BEFORE triggers do not have, or a query.
bool looks_further(const Expr& e, const Table& table) {
  return contains(e, [&](const Expr& part) {
    if (part.select != nullptr || part.kind == ExprKind::in_table) return true;
    if (part.kind != ExprKind::name) return false;
    const int column = table.find_column(part.names.back());
    return column >= 0 && table.columns[static_cast<std::size_t>(column)].generated != Generated::no;
  });
}

}  // namespace

void require_same_outcome(const std::vector<ParsedTrigger>& triggers, std::size_t index, const TriggerEffects& effects,
                          const Plan& plan) {
  const ParsedTrigger& trigger = triggers[index];
  const Effects own = effects.of(index);
  if (trigger.syntax.timing == TriggerTiming::before) {
    const bool touches_rows = trigger.syntax.event != TriggerEvent::insert;
    if (touches_rows && (own.writes.touches(trigger.table) || own.own_writes.touches(trigger.table))) {
      throw SqlError("it writes " + trigger.syntax.table + ", whose row PostgreSQL is about to change itself", 0);
    }
    const Effects keys = effects.of_keys(trigger.table, trigger.syntax.event);
    if (keys.writes.meets(own.reads) || keys.writes.meets(own.writes) || own.writes.meets(keys.reads)) {
      throw SqlError("foreign keys change the same rows, in PostgreSQL when the statement ends", 0);
    }
  }
  if (trigger.syntax.timing == TriggerTiming::after) {
    require_foreign_rows(trigger, own);
    require_apart(triggers, trigger, own, effects);
    require_no_action_on_itself(trigger, plan);
    (void)place_of(trigger, own, effects, plan);
  }
  require_actions_done(trigger, plan);
  require_keys_in_order(trigger, index, effects, plan);
  require_own_conflict_rule(trigger, index, effects, plan);
}

TriggerPlace place_of(const ParsedTrigger& trigger, const Effects& own, const TriggerEffects& effects,
                      const Plan& plan) {
  bool first = false;
  const Table* table = plan.schema.find_table(trigger.table);
  if (table == nullptr) return TriggerPlace::anywhere;
  for (const ForeignKey& key : table->foreign_keys) {
    if (own.writes.touches(ascii_lower(key.parent)) && !is_deferred(key)) first = true;
  }
  const Effects keys = effects.of_keys(trigger.table, trigger.syntax.event);
  bool last = keys.writes.meets(own.reads) || keys.writes.meets(own.writes) || own.writes.meets(keys.reads);
  for (const IncomingKey& incoming : keys_to(plan.schema, trigger.table)) {
    if (trigger.syntax.event == TriggerEvent::insert) continue;
    const std::string& action =
        trigger.syntax.event == TriggerEvent::delete_ ? incoming.key->on_delete : incoming.key->on_update;
    if (!own.writes.touches(ascii_lower(incoming.child->name)) || is_deferred(*incoming.key)) continue;
    if (action == "NO ACTION") first = true;
    if (action == "RESTRICT") last = true;
  }
  if (first && last) {
    throw SqlError("it would have to fire both before and after the foreign keys of " + trigger.syntax.table, 0);
  }
  return first ? TriggerPlace::before_keys : last ? TriggerPlace::after_keys : TriggerPlace::anywhere;
}

bool may_set_before(const std::vector<ParsedTrigger>& triggers, std::size_t index, const Plan& plan) {
  const ParsedTrigger& trigger = triggers[index];
  const CreateTrigger& syntax = trigger.syntax;
  if (syntax.timing != TriggerTiming::after || syntax.event != TriggerEvent::update || syntax.steps.size() != 1)
    return false;
  const auto* step = std::get_if<UpdateStep>(&syntax.steps.front().statement);
  const Table* table = plan.schema.find_table(trigger.table);
  const TablePlan* planned = table == nullptr ? nullptr : plan.find_table(table->name);
  if (step == nullptr || planned == nullptr || step->conflict != ConflictClause::none) return false;
  const auto own = own_row(*step, syntax, *planned, *table);
  if (!own || own->by_old || !own->conditions.empty()) return false;
  const bool alone = std::ranges::count_if(triggers, [&](const ParsedTrigger& other) {
                       return other.table == trigger.table && other.syntax.event == TriggerEvent::update;
                     }) == 1;
  if (!alone || (syntax.when && looks_further(*syntax.when, *table))) return false;
  std::set<std::string> columns;
  for (const ColumnAssignment& a : step->set) {
    if (a.columns.size() != 1 || !columns.insert(ascii_lower(a.columns.front())).second) return false;
    if (looks_further(a.value, *table)) return false;
  }
  return !is_constrained(*table, plan.schema, columns);
}

}  // namespace lite2pg
