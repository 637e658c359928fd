#include "mapping/objects/trigger_effects.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"

namespace lite2pg {
namespace {

constexpr std::size_t most_reached = 200;

bool overlap(const std::set<std::string>& a, const std::set<std::string>& b) {
  return a.contains("*") || b.contains("*") || std::ranges::any_of(a, [&](const auto& c) { return b.contains(c); });
}

std::set<std::string> lower(const std::vector<std::string>& names) {
  std::set<std::string> result;
  for (const std::string& name : names) result.insert(ascii_lower(name));
  return result;
}

bool fires(const ParsedTrigger& trigger, const WriteEvent& event) {
  if (trigger.table != event.table || trigger.syntax.event != event.event) return false;
  return trigger.syntax.columns.empty() || overlap(lower(trigger.syntax.columns), event.columns);
}

}  // namespace

std::vector<IncomingKey> keys_to(const Schema& schema, std::string_view table) {
  std::vector<IncomingKey> keys;
  for (const Table& child : schema.tables) {
    for (const ForeignKey& key : child.foreign_keys) {
      if (equals_ignoring_case(key.parent, table)) keys.push_back({&child, &key});
    }
  }
  return keys;
}

std::set<std::string> parent_columns(const Schema& schema, const ForeignKey& key) {
  if (!key.parent_columns.empty()) return lower(key.parent_columns);
  std::set<std::string> columns;
  const Table* parent = schema.find_table(key.parent);
  if (parent == nullptr) return {"*"};
  for (const int c : parent->key_columns())
    columns.insert(ascii_lower(parent->columns[static_cast<std::size_t>(c)].name));
  return columns;
}

std::set<std::string> child_columns(const Table& child, const ForeignKey& key) {
  std::set<std::string> columns;
  for (const int c : key.columns) columns.insert(ascii_lower(child.columns[static_cast<std::size_t>(c)].name));
  return columns;
}

TriggerEffects::TriggerEffects(const std::vector<ParsedTrigger>& triggers, const Plan& plan)
    : triggers_(triggers), plan_(plan) {}

Effects TriggerEffects::of(std::size_t trigger) const { return gather(triggers_[trigger].whole); }

Effects TriggerEffects::of_step(std::size_t trigger, std::size_t step) const {
  return gather(triggers_[trigger].steps[step]);
}

Effects TriggerEffects::of_keys(const std::string& table, TriggerEvent event) const {
  Effects effects;
  std::vector<Reached> next;
  std::set<std::string> actions;
  follow_keys({table, event, {"*"}}, effects, next, actions);
  finish(effects, std::move(next), actions);
  return effects;
}

Effects TriggerEffects::gather(const Footprint& start) const {
  Effects effects;
  std::vector<Reached> next;
  std::set<std::string> actions;
  enter(start, true, effects, next, actions);
  finish(effects, std::move(next), actions);
  return effects;
}

void TriggerEffects::enter(const Footprint& footprint, bool own_row, Effects& effects, std::vector<Reached>& next,
                           std::set<std::string>& actions) const {
  effects.reads.add(footprint.reads);
  effects.writes.add(footprint.writes);
  (own_row ? effects.own_writes : effects.writes).add(footprint.own_writes);
  for (const WriteEvent& event : footprint.events) follow(event, own_row && event.own_row, effects, next, actions);
}

void TriggerEffects::finish(Effects& effects, std::vector<Reached> next, std::set<std::string>& actions) const {
  std::set<Reached> seen;
  while (!next.empty()) {
    const Reached reached = next.back();
    next.pop_back();
    if (!seen.insert(reached).second) continue;
    if (seen.size() > most_reached) throw SqlError("more triggers set each other off than can be followed", 0);
    effects.triggers.insert(reached.trigger);
    enter(triggers_[reached.trigger].whole, reached.own_row, effects, next, actions);
  }
}

void TriggerEffects::follow(const WriteEvent& event, bool own_row, Effects& effects, std::vector<Reached>& next,
                            std::set<std::string>& actions) const {
  for (std::size_t t = 0; t < triggers_.size(); ++t) {
    if (fires(triggers_[t], event)) next.push_back({t, own_row});
  }
  follow_keys(event, effects, next, actions);
  if (!event.replaces) return;
  WriteEvent gone{event.table, TriggerEvent::delete_};
  follow_keys(gone, effects, next, actions);
}

/// ON DELETE and ON UPDATE of the keys that point to the table.
void TriggerEffects::follow_keys(const WriteEvent& event, Effects& effects, std::vector<Reached>& next,
                                 std::set<std::string>& actions) const {
  if (event.event == TriggerEvent::insert) return;
  const bool gone = event.event == TriggerEvent::delete_;
  for (const IncomingKey& incoming : keys_to(plan_.schema, event.table)) {
    const std::string& action = gone ? incoming.key->on_delete : incoming.key->on_update;
    if (action == "NO ACTION" || action == "RESTRICT") continue;
    if (!gone && !overlap(event.columns, parent_columns(plan_.schema, *incoming.key))) continue;
    const std::string child = ascii_lower(incoming.child->name);
    const bool deletes = gone && action == "CASCADE";
    if (!actions.insert(child + "\n" + std::to_string(incoming.key->id) + (deletes ? "d" : "u")).second) continue;
    WriteEvent done{child, deletes ? TriggerEvent::delete_ : TriggerEvent::update};
    if (!deletes) done.columns = child_columns(*incoming.child, *incoming.key);
    effects.writes.add(child, deletes ? "*" : "");
    for (const std::string& column : done.columns) effects.writes.add(child, column);
    follow(done, false, effects, next, actions);
  }
}

}  // namespace lite2pg
