#include "mapping/objects/trigger_footprint.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/walk.h"
#include "mapping/sql/triggers/own_row.h"

namespace lite2pg {
namespace {

constexpr int deepest_view = 20;

/// What a statement or expression mentions: tables, and names that may be columns of any of them.
class Mentions {
 public:
  explicit Mentions(const Plan& plan) : plan_(plan) {}

  void see(const Expr& e) { walk(e, visitor()); }
  void see(const Select& select) { walk(select, visitor()); }
  void see(const FromItem& item) { walk(item, visitor()); }
  void add_table(const std::string& name) { add_relation(name, 0); }

  void into(ColumnsByTable& reads) const {
    for (const std::string& name : tables_) {
      const std::string key = ascii_lower(name);
      reads.add(key, "");
      const Table* table = plan_.schema.find_table(name);
      if (all_ || table == nullptr) reads.add(key, "*");
      if (table == nullptr) continue;
      for (const std::string& word : names_) {
        Expr e;
        e.kind = ExprKind::name;
        e.names = {word};
        const auto column = column_of(e, *table);
        if (column && *column >= 0) reads.add(key, ascii_lower(table->columns[static_cast<std::size_t>(*column)].name));
      }
    }
    for (const std::string& name : wholes_) reads.add(ascii_lower(name), "*");
  }

 private:
  Visitor visitor() {
    return {.expression =
                [this](const Expr& e) {
                  if (e.kind == ExprKind::name && !is_row_name(e)) names_.insert(ascii_lower(e.names.back()));
                  if (e.kind == ExprKind::in_table) add_relation(e.names.back(), 0), wholes_.insert(e.names.back());
                  if (e.kind != ExprKind::exists || e.select->cores.size() != 1) return;
                  for (const ResultColumn& c : e.select->cores.front().columns) unread_.insert(&c);
                },
            .item =
                [this](const FromItem& item) {
                  all_ = all_ || item.natural;
                  for (const std::string& name : item.using_columns) names_.insert(ascii_lower(name));
                  if (!item.table.empty() && !item.is_function) add_relation(item.table, 0);
                },
            .star = [this](const ResultColumn& c) { all_ = all_ || !unread_.contains(&c); }};
  }

  void add_relation(const std::string& name, int depth) {
    if (depth > deepest_view) return;
    const auto& views = plan_.schema.views;
    const auto view = std::ranges::find_if(views, [&](const View& v) { return equals_ignoring_case(v.name, name); });
    if (view == views.end()) {
      tables_.insert(name);
      if (depth > 0) wholes_.insert(name);
      return;
    }
    if (!seen_views_.insert(ascii_lower(name)).second) return;
    try {
      const CreateView parsed = parse_create_view(view->sql);
      walk(parsed.select, {.expression = {},
                           .item =
                               [&](const FromItem& item) {
                                 if (!item.table.empty()) add_relation(item.table, depth + 1);
                               },
                           .star = {}});
    } catch (const SqlError&) {  // Such a view is not carried, nor is what reads it.
    }
  }

  const Plan& plan_;
  std::set<std::string> tables_, wholes_, names_, seen_views_;
  std::set<const ResultColumn*> unread_;  ///< The stars of EXISTS (SELECT * ...).
  bool all_ = false;
};

std::set<std::string> columns_set(const std::vector<ColumnAssignment>& set) {
  std::set<std::string> columns;
  for (const ColumnAssignment& a : set) {
    for (const std::string& name : a.columns) columns.insert(ascii_lower(name));
  }
  return columns;
}

class Measure {
 public:
  Measure(const ParsedTrigger& trigger, const Plan& plan) : trigger_(trigger), plan_(plan) {}

  Footprint of(const InsertStep& step) {
    Mentions mentions(plan_);
    if (step.source) mentions.see(*step.source);
    const std::string table = ascii_lower(step.table);
    const bool plain = step.conflict == ConflictClause::none || step.conflict == ConflictClause::abort;
    WriteEvent insert{table, TriggerEvent::insert};
    insert.replaces = step.conflict == ConflictClause::replace;
    result_.events.push_back(insert);
    for (const UpsertClause& upsert : step.upserts) {
      for (const ColumnAssignment& a : upsert.set) mentions.see(a.value);
      if (upsert.where) mentions.see(*upsert.where);
      if (upsert.updates) result_.events.push_back({table, TriggerEvent::update, columns_set(upsert.set)});
    }
    mentions.into(result_.reads);
    result_.writes.add(table, "*");
    if (!plain || !step.upserts.empty()) result_.reads.add(table, "*");
    return std::move(result_);
  }

  Footprint of(const UpdateStep& step) {
    const std::string table = ascii_lower(step.table);
    const Table* source = plan_.schema.find_table(step.table);
    const TablePlan* planned = source == nullptr ? nullptr : plan_.find_table(source->name);
    const bool own = planned != nullptr && own_row(step, trigger_.syntax, *planned, *source).has_value();
    Mentions mentions(plan_);
    for (const ColumnAssignment& a : step.set) mentions.see(a.value);
    for (const FromItem& item : step.from) mentions.see(item);
    if (step.where) mentions.see(*step.where);
    if (!own) mentions.add_table(step.table);
    mentions.into(result_.reads);
    WriteEvent event{table, TriggerEvent::update, columns_set(step.set)};
    event.own_row = own;
    ColumnsByTable& writes = own ? result_.own_writes : result_.writes;
    for (const std::string& column : event.columns) writes.add(table, column);
    if (source != nullptr) {
      for (const Column& c : source->columns) {
        if (c.generated != Generated::no) writes.add(table, ascii_lower(c.name));
      }
    }
    result_.events.push_back(std::move(event));
    return std::move(result_);
  }

  Footprint of(const DeleteStep& step) {
    Mentions mentions(plan_);
    mentions.add_table(step.table);
    if (step.where) mentions.see(*step.where);
    mentions.into(result_.reads);
    result_.writes.add(ascii_lower(step.table), "*");
    result_.events.push_back({ascii_lower(step.table), TriggerEvent::delete_});
    return std::move(result_);
  }

  Footprint of(const SelectStep& step) {
    Mentions mentions(plan_);
    mentions.see(step.select);
    mentions.into(result_.reads);
    return std::move(result_);
  }

 private:
  const ParsedTrigger& trigger_;
  const Plan& plan_;
  Footprint result_;
};

void add_to(Footprint& whole, const Footprint& part) {
  whole.reads.add(part.reads);
  whole.writes.add(part.writes);
  whole.own_writes.add(part.own_writes);
  whole.events.insert(whole.events.end(), part.events.begin(), part.events.end());
}

bool meet(const std::set<std::string>& a, const std::set<std::string>& b) {
  if (a.contains("*") || b.contains("*")) return !a.empty() && !b.empty();
  return std::ranges::any_of(a, [&](const std::string& column) { return b.contains(column); });
}

}  // namespace

void ColumnsByTable::add(const ColumnsByTable& other) {
  for (const auto& [table, columns] : other.tables_) tables_[table].insert(columns.begin(), columns.end());
}

bool ColumnsByTable::meets(const std::string& table, const std::set<std::string>& columns) const {
  const auto found = tables_.find(table);
  return found != tables_.end() && meet(found->second, columns);
}

bool ColumnsByTable::meets(const ColumnsByTable& other) const {
  return std::ranges::any_of(other.tables_, [&](const auto& entry) { return meets(entry.first, entry.second); });
}

void measure(ParsedTrigger& trigger, const Plan& plan) {
  if (trigger.syntax.when) {
    Mentions mentions(plan);
    mentions.see(*trigger.syntax.when);
    mentions.into(trigger.whole.reads);
  }
  for (const TriggerStep& step : trigger.syntax.steps) {
    trigger.steps.push_back(
        std::visit([&](const auto& statement) { return Measure(trigger, plan).of(statement); }, step.statement));
    add_to(trigger.whole, trigger.steps.back());
  }
}

}  // namespace lite2pg
