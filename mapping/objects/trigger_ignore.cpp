#include "mapping/objects/trigger_ignore.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/walk.h"

namespace lite2pg {
namespace {

bool ignores_rows(const CreateTrigger& syntax) {
  bool found = false;
  Visitor visitor;
  visitor.expression = [&found](const Expr& e) { found |= e.kind == ExprKind::raise && e.text == "IGNORE"; };
  walk(syntax, visitor);
  return found;
}

/// Whether the trigger fires for the statement that the key's action is in the child.
bool fires_for_action(const CreateTrigger& syntax, const Table& child, const ForeignKey& key) {
  const auto sets = [](const std::string& action) { return action == "SET NULL" || action == "SET DEFAULT"; };
  if (syntax.event == TriggerEvent::delete_) return key.on_delete == "CASCADE";
  if (syntax.event != TriggerEvent::update) return false;
  if (!sets(key.on_delete) && !sets(key.on_update) && key.on_update != "CASCADE") return false;
  const std::set<std::string> set = child_columns(child, key);
  return syntax.columns.empty() ||
         std::ranges::any_of(syntax.columns, [&](const std::string& c) { return set.contains(ascii_lower(c)); });
}

}  // namespace

void require_actions_done(const ParsedTrigger& trigger, const Plan& plan) {
  const Table* child = plan.schema.find_table(trigger.table);
  if (child == nullptr || !ignores_rows(trigger.syntax)) return;
  for (const ForeignKey& key : child->foreign_keys) {
    if (!fires_for_action(trigger.syntax, *child, key)) continue;
    throw SqlError("its RAISE(IGNORE) may leave out what the foreign key to " + key.parent +
                       " does, where SQLite refuses the statement and PostgreSQL keeps a row that points nowhere",
                   0);
  }
}

}  // namespace lite2pg
