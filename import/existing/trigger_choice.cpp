#include "import/existing/trigger_choice.h"

#include <algorithm>
#include <map>

#include "common/patterns.h"
#include "common/text.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool is_wished(const std::vector<std::string>& patterns, const std::string& table) {
  return std::ranges::any_of(patterns, [&](const std::string& pattern) { return glob_match(pattern, table); });
}

void check_wishes(const std::vector<std::string>& patterns, const Plan& plan) {
  std::vector<std::string> names;
  for (const TablePlan& t : plan.tables) names.push_back(t.target);
  const auto unmatched = first_unmatched(patterns, names);
  if (!unmatched) return;
  throw Error(ExitCode::usage, "--fire-triggers " + unmatched->pattern + ": no such table is loaded",
              unmatched->near.empty() ? "" : "did you mean " + unmatched->near + "?");
}

std::vector<std::string> silent_lines(const std::vector<InsertTrigger>& triggers, const TriggerChoice& choice) {
  std::map<std::string, std::string> names;
  for (const InsertTrigger& t : triggers) {
    if (choice.fires(t.table)) continue;
    std::string& list = names[t.table];
    list += (list.empty() ? "" : ", ") + t.name;
  }
  std::vector<std::string> lines;
  for (const auto& [table, list] : names) lines.push_back(table + ": " + list);
  return lines;
}

std::string place(const FillingTrigger& f) { return "column " + f.column + " of table " + f.filled_table; }

std::string who(const FillingTrigger& f) {
  return "trigger " + f.trigger + (f.table == f.filled_table ? "" : " of table " + f.table);
}

std::string left_line(const FillingTrigger& f) {
  const std::string line = place(f) + " stays as it is without " + who(f) + ", which fills it";
  if (f.statement.empty()) return line;
  return line + "; afterwards this does, as its function says: " + f.statement;
}

}  // namespace

std::vector<std::string> fired_tables(const Plan& plan, const TriggerWishes& wishes) {
  check_wishes(wishes.fire, plan);
  std::vector<std::string> fired;
  for (const TablePlan& table : plan.tables)
    if (is_wished(wishes.fire, table.target)) fired.push_back(table.target);
  return fired;
}

bool TriggerChoice::fires(const std::string& table) const { return std::ranges::find(fired, table) != fired.end(); }

TriggerChoice choose_triggers(const std::vector<InsertTrigger>& triggers, const Plan& plan,
                              const TargetCatalog& catalog, const TriggerWishes& wishes) {
  TriggerChoice choice;
  choice.fired = fired_tables(plan, wishes);
  choice.silent = silent_lines(triggers, choice);
  for (FillingTrigger& f : filling_triggers(triggers, plan, catalog)) {
    if (choice.fires(f.table)) continue;
    auto& list = wishes.off ? choice.left : f.how == Filling::by_update ? choice.updates : choice.asked;
    list.push_back(std::move(f));
  }
  return choice;
}

TriggerChoice choose_triggers(Session& session, const Plan& plan, const TargetCatalog& catalog,
                              const TriggerWishes& wishes) {
  return choose_triggers(insert_triggers(session, plan, catalog.schema), plan, catalog, wishes);
}

std::vector<std::string> lines_of(const TriggerChoice& choice) {
  std::vector<std::string> lines;
  for (const std::string& table : choice.silent)
    lines.push_back("triggers that do not fire for the loaded rows, table " + table);
  for (const FillingTrigger& f : choice.updates)
    lines.push_back(place(f) + " is filled by " + who(f) + ": " + f.statement);
  for (const FillingTrigger& f : choice.left) lines.push_back(left_line(f));
  for (const std::string& table : choice.fired)
    lines.push_back("triggers of table " + table + " fire for every loaded row; verify shows what else they change");
  return lines;
}

Error asked_error(const TriggerChoice& choice) {
  std::string what, tables;
  for (const FillingTrigger& f : choice.asked) {
    what += (what.empty() ? "" : "; ") + place(f) + " is filled by " + who(f) + " alone";
    const std::string option = "--fire-triggers " + f.table;
    if (tables.find(option + " ") == tables.npos) tables += option + " ";
  }
  return {ExitCode::refused, what + ", and triggers do not fire for loaded rows",
          tables + "lets them fire; --triggers=off loads without, and names what fills the column afterwards"};
}

std::vector<std::size_t> load_order(const Plan& plan, const std::vector<std::string>& fired) {
  std::vector<std::size_t> order;
  for (const bool last : {false, true})
    for (std::size_t t = 0; t < plan.tables.size(); ++t)
      if ((std::ranges::find(fired, plan.tables[t].target) != fired.end()) == last) order.push_back(t);
  return order;
}

std::string application_path_sql(const std::string& schema) {
  return "SELECT pg_catalog.set_config('search_path', " + quote_literal(quote_identifier(schema) + ", ") +
         " OPERATOR(pg_catalog.||) reset_val, true) FROM pg_catalog.pg_settings "
         "WHERE name OPERATOR(pg_catalog.=) 'search_path'";
}

}  // namespace lite2pg
