#include "mapping/objects/trigger_planner.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/objects/rtree_table.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/walk.h"
#include "mapping/target/quote.h"
#include "mapping/target/schema_placeholder.h"

namespace lite2pg {
namespace {

constexpr std::size_t longest_function = 1'000'000;

std::string in_schema(const std::string& quoted) { return std::string(schema_placeholder) + "." + quoted; }

std::string guard_name(const Trigger& trigger) {
  const std::string hashed = hashed_name(trigger.table + "\n" + trigger.name);
  return "'lite2pg.firing_' || TG_RELID::text || '" + hashed.substr(hashed.size() - 9) + "'";
}

/// Whether a trigger of that name fires where it must, and the name can be had.
bool stands_right(TriggerPlace place, const std::string& name) {
  constexpr std::string_view first_key = "RI_ConstraintTrigger", after_keys = "RI_ConstraintTriggez";
  if (name.size() > longest_identifier) return false;
  return place == TriggerPlace::anywhere || (place == TriggerPlace::before_keys ? name < first_key : name > after_keys);
}

bool holds_placeholder(std::string_view text) { return text.find(schema_placeholder) != std::string_view::npos; }

/// Whether a name or a literal could be taken for the place where the schema's name goes.
bool is_ambiguous(const Plan& plan) {
  for (const TablePlan& table : plan.tables) {
    if (holds_placeholder(table.target)) return true;
    if (std::ranges::any_of(table.columns, [](const ColumnPlan& c) { return holds_placeholder(c.target); }))
      return true;
  }
  return std::ranges::any_of(plan.objects, [](const ObjectPlan& o) { return holds_placeholder(o.target_table); });
}

}  // namespace

TriggerPlanner::TriggerPlanner(ObjectPlanner& owner) : owner_(owner) {}

void TriggerPlanner::plan_all() {
  for (const Trigger& trigger : owner_.plan_.schema.triggers) {
    if (!owner_.in_scope(trigger.table)) continue;
    Draft& draft = drafts_.emplace_back();
    draft.source = &trigger;
    parse(draft);
  }
  for (ParsedTrigger& trigger : parsed_) measure(trigger, owner_.plan_);
  effects_.emplace(parsed_, owner_.plan_);
  const bool ambiguous = is_ambiguous(owner_.plan_);
  for (Draft& draft : drafts_) {
    if (ambiguous && draft.refusal.empty()) draft.refusal = "a name of the schema holds {schema}";
    if (draft.refusal.empty()) translate(draft);
  }
  name_all();
  for (const Draft& draft : drafts_) write(draft);
}

void TriggerPlanner::parse(Draft& draft) {
  try {
    ParsedTrigger parsed{draft.source, parse_create_trigger(draft.source->sql), ascii_lower(draft.source->table)};
    draft.parsed = parsed_.size();
    parsed_.push_back(std::move(parsed));
  } catch (const SqlError& e) {
    draft.refusal = describe(e, draft.source->sql);
  }
  if (owner_.mapping_.skips_object(draft.source->table, draft.source->name)) {
    draft.refusal = "the mapping file skips it";
  } else if (owner_.plan_.options.triggers == TriggerPolicy::report) {
    draft.refusal = "--triggers report";
  } else if (holds_placeholder(draft.source->sql)) {
    draft.refusal = "its text holds {schema}";
  }
}

const ScopeTable& TriggerPlanner::columns_of(const CreateTrigger& trigger) { return find(trigger.table, 0).table; }

void TriggerPlanner::translate(Draft& draft) {
  ParsedTrigger& trigger = parsed_[*draft.parsed];
  const CreateTrigger& syntax = trigger.syntax;
  try {
    TriggerTranslator translator(*this, syntax, rows_of(syntax, columns_of(syntax)), owner_.utf8_);
    if (syntax.timing == TriggerTiming::instead_of && !syntax.columns.empty()) {
      throw SqlError("INSTEAD OF UPDATE OF: PostgreSQL does not tell which columns a statement sets", 0);
    }
    for (const std::string& name : syntax.columns) draft.columns.push_back(column_to_watch(syntax, name));
    if (syntax.timing == TriggerTiming::before && syntax.event == TriggerEvent::insert)
      note_unknown_number(draft, syntax);
    if (syntax.timing == TriggerTiming::before && effects_->of(*draft.parsed).writes.touches(trigger.table)) {
      draft.notes.emplace_back(
          "INSERT ... ON CONFLICT DO UPDATE of a row that it changes is an error in PostgreSQL (21000)");
    }
    draft.sets_before = may_set_before(parsed_, *draft.parsed, owner_.plan_);
    if (!draft.sets_before) {
      require_same_outcome(parsed_, *draft.parsed, *effects_, owner_.plan_);
      draft.guarded = effects_->reaches_itself(*draft.parsed);
      if (syntax.timing == TriggerTiming::after) {
        draft.place = place_of(trigger, effects_->of(*draft.parsed), *effects_, owner_.plan_);
      }
    }
    translate_steps(draft, trigger, translator);
    for (const std::string& note : translator.notes()) draft.notes.push_back(note);
    draft.remarks = translator.remarks();
  } catch (const SqlError& e) {
    draft.refusal = e.position() == 0 ? e.what() : describe(e, draft.source->sql);
  }
}

/// https://sqlite.org/lang_createtrigger.html section 2: NEW.rowid is undefined there unless the row gives it.
void TriggerPlanner::note_unknown_number(Draft& draft, const CreateTrigger& trigger) const {
  const Table* table = owner_.plan_.schema.find_table(trigger.table);
  if (table == nullptr || table->rowid_alias < 0) return;
  bool used = false;
  walk(trigger, {.expression =
                     [&](const Expr& e) {
                       used = used || (is_row_name(e) && column_of(e, *table) == std::optional(table->rowid_alias));
                     },
                 .item = {},
                 .star = {}});
  if (!used) return;
  draft.notes.push_back("NEW." + table->columns[static_cast<std::size_t>(table->rowid_alias)].name +
                        " of a row that gives none is the number it gets; SQLite has -1 there");
}

/// A column behind UPDATE OF.
std::string TriggerPlanner::column_to_watch(const CreateTrigger& trigger, const std::string& name) {
  for (const ScopeColumn& c : columns_of(trigger).columns) {
    if (equals_ignoring_case(c.name, name) && !c.generated) return c.sql;
  }
  throw SqlError("UPDATE OF " + name + ", which no UPDATE sets in PostgreSQL", 0);
}

void TriggerPlanner::translate_steps(Draft& draft, ParsedTrigger& trigger, TriggerTranslator& translator) {
  CreateTrigger& syntax = trigger.syntax;
  if (syntax.when) {
    const bool apart = has_query(*syntax.when) || syntax.timing == TriggerTiming::instead_of;
    (apart ? draft.condition : draft.when) = translator.condition(*syntax.when);
  }
  if (draft.sets_before) {
    const auto& step = std::get<UpdateStep>(syntax.steps.front().statement);
    draft.body = translator.assign_new(step, *owner_.plan_.schema.find_table(syntax.table));
    return;
  }
  const std::string leave =
      draft.guarded ? "PERFORM set_config(" + guard_name(*draft.source) + ", 'off', true);\n" : "";
  translator.skip_row_by(leave + "RETURN NULL;\n");
  for (TriggerStep& step : syntax.steps) {
    draft.body += translator.step(step);
    if (draft.body.size() > longest_function) throw SqlError("its translation is longer than 1 MB", 0);
  }
}

const Relation& TriggerPlanner::find(const std::string& name, std::size_t position) {
  const std::string key = ascii_lower(name);
  if (const auto found = relations_.find(key); found != relations_.end()) return found->second;
  if (const auto view = owner_.views_.find(key); view != owner_.views_.end()) {
    return relations_.emplace(key, Relation{in_schema(view->second.sql), view->second.table}).first->second;
  }
  const Table* source = owner_.plan_.schema.find_table(name);
  const TablePlan* table = source == nullptr ? nullptr : owner_.plan_.find_table(source->name);
  if (table == nullptr) throw SqlError("it uses " + name + ", which is not carried", position);
  refuse_rtree(*source, position);
  Relation relation{in_schema(quote_identifier(table->target)), scope_of(*table, *source)};
  return relations_.emplace(key, std::move(relation)).first->second;
}

bool TriggerPlanner::is_taken(const std::string& name) const { return owner_.relations_.is_taken(name); }

TriggerTable TriggerPlanner::table(const std::string& name, std::size_t position) {
  const Table* source = owner_.plan_.schema.find_table(name);
  TriggerTable result;
  result.plan = source == nullptr ? nullptr : owner_.plan_.find_table(source->name);
  if (result.plan == nullptr) throw SqlError("it writes " + name + ", which is not a table that is carried", position);
  refuse_rtree(*source, position);
  result.source = source;
  result.sql = in_schema(quote_identifier(result.plan->target));
  for (const ColumnSet& key : owner_.keys_[source->name]) result.unique_keys.push_back(key);
  result.has_triggers =
      std::ranges::any_of(parsed_, [&](const ParsedTrigger& t) { return t.table == ascii_lower(source->name); });
  result.referenced = !keys_to(owner_.plan_.schema, source->name).empty();
  return result;
}

std::string TriggerPlanner::target_of(const CreateTrigger& trigger) const {
  const Table* source = owner_.plan_.schema.find_table(trigger.table);
  const TablePlan* table = source == nullptr ? nullptr : owner_.plan_.find_table(source->name);
  if (table != nullptr) return table->target;
  for (const ObjectPlan& o : owner_.plan_.objects) {
    if (o.kind == ObjectKind::view && equals_ignoring_case(o.name, trigger.table)) return o.target_table;
  }
  return trigger.table;
}

/// SQLite fires the trigger that was made last first; PostgreSQL goes by name.
void TriggerPlanner::name_all() {
  std::map<std::string, std::vector<Draft*>> groups;
  for (auto draft = drafts_.rbegin(); draft != drafts_.rend(); ++draft) {
    if (!draft->refusal.empty()) continue;
    const ParsedTrigger& trigger = parsed_[*draft->parsed];
    const TriggerTiming timing = draft->sets_before ? TriggerTiming::before : trigger.syntax.timing;
    groups[trigger.table + "\n" + std::string(name_of(timing)) + std::string(name_of(trigger.syntax.event))].push_back(
        &*draft);
  }
  for (auto& [group, firing] : groups) name_in_order(firing);
}

void TriggerPlanner::name_in_order(std::vector<Draft*>& firing) {
  TriggerPlace reached = TriggerPlace::anywhere;
  for (Draft* draft : firing) {
    if (draft->place == TriggerPlace::before_keys && reached == TriggerPlace::after_keys) {
      draft->refusal = "it would have to fire before the foreign keys, and after a trigger that fires after them";
    } else if (draft->place != TriggerPlace::anywhere) {
      reached = draft->place;
    }
  }
  std::erase_if(firing, [](const Draft* draft) { return !draft->refusal.empty(); });
  const auto last_first = std::ranges::find_if(firing.rbegin(), firing.rend(),
                                               [](const Draft* d) { return d->place == TriggerPlace::before_keys; });
  const auto firsts = static_cast<std::size_t>(firing.rend() - last_first);
  const bool placed = std::ranges::any_of(firing, [](const Draft* d) { return d->place != TriggerPlace::anywhere; });
  std::vector<std::string> names;
  for (const Draft* d : firing) names.push_back(styled(d->source->name, owner_.plan_.options.identifiers));
  bool ordered = std::ranges::is_sorted(names);
  for (std::size_t i = 0; i < firing.size(); ++i) ordered = ordered && stands_right(firing[i]->place, names[i]);
  for (std::size_t i = 0; i < firing.size(); ++i) {
    std::string wish = names[i];
    if (!ordered) {
      const std::string number = std::to_string(i + 1);
      const bool before_keys = i < firsts && placed;  // '0' comes before "RI_ConstraintTrigger", 't' after it.
      wish = (before_keys ? "0" : "t") + std::string(3 - std::min<std::size_t>(2, number.size()), '0') + number + "_" +
             wish;
    }
    const GivenName given = functions_.claim(wish);
    firing[i]->name = given.name;
    if (given.changed()) {
      firing[i]->notes.push_back("named \"" + given.name + "\": " + given.why);
    } else if (given.name != firing[i]->source->name) {
      firing[i]->remarks.insert("named \"" + given.name + "\"" + (ordered ? "" : ", by which PostgreSQL orders them"));
    }
  }
}

std::string TriggerPlanner::function_sql(const Draft& draft, const ParsedTrigger& trigger) const {
  const bool before = draft.sets_before || trigger.syntax.timing != TriggerTiming::after;
  const std::string row = trigger.syntax.event == TriggerEvent::delete_ ? "OLD" : "NEW";
  const std::string keep = before ? row : "NULL";
  const std::string guard = guard_name(*draft.source);
  std::string body = "#variable_conflict use_column\nBEGIN\n";
  if (draft.guarded) {
    body += "  IF current_setting(" + guard + ", true) = 'on' THEN\n    RETURN " + keep + ";\n  END IF;\n";
  }
  if (!draft.condition.empty())
    body += "  IF (" + draft.condition + ") IS NOT TRUE THEN\n    RETURN " + keep + ";\n  END IF;\n";
  if (draft.guarded) body += "  PERFORM set_config(" + guard + ", 'on', true);\n";
  body += draft.body;
  if (draft.guarded) body += "  PERFORM set_config(" + guard + ", 'off', true);\n";
  body += "  RETURN " + keep + ";\nEND\n";
  return "CREATE FUNCTION " + in_schema(quote_identifier(draft.name)) +
         "() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS " + quote_body(body);
}

std::string TriggerPlanner::trigger_sql(const Draft& draft, const ParsedTrigger& trigger) const {
  const CreateTrigger& syntax = trigger.syntax;
  const TriggerTiming timing = draft.sets_before ? TriggerTiming::before : syntax.timing;
  std::string sql = "CREATE TRIGGER " + quote_identifier(draft.name) + " " + std::string(name_of(timing)) + " " +
                    std::string(name_of(syntax.event));
  for (const std::string& column : draft.columns) sql += (&column == draft.columns.data() ? " OF " : ", ") + column;
  sql += " ON " + in_schema(quote_identifier(target_of(syntax))) + " FOR EACH ROW";
  if (!draft.when.empty()) sql += " WHEN (" + draft.when + ")";
  return sql + " EXECUTE FUNCTION " + in_schema(quote_identifier(draft.name)) + "()";
}

void TriggerPlanner::write(const Draft& draft) {
  ObjectPlan& object = owner_.add(ObjectKind::trigger, draft.source->name, draft.source->table);
  object.original = draft.source->sql;
  const CreateTrigger* syntax = draft.parsed ? &parsed_[*draft.parsed].syntax : nullptr;
  if (!draft.refusal.empty()) {
    leave_out(object, draft.refusal);
    object.sketch = trigger_sketch(*draft.source, syntax, syntax == nullptr ? draft.source->table : target_of(*syntax));
    return;
  }
  for (const std::string& note : draft.notes) mark(object, ObjectStatus::changed, note);
  for (const std::string& remark : draft.remarks) mark(object, ObjectStatus::carried, remark);
  object.phase = Phase::publish;
  object.target_table = target_of(*syntax);
  object.target_name = draft.name;
  object.sql = {function_sql(draft, parsed_[*draft.parsed]), trigger_sql(draft, parsed_[*draft.parsed])};
}

void ObjectPlanner::plan_triggers() { TriggerPlanner(*this).plan_all(); }

}  // namespace lite2pg
