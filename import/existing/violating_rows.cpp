#include "import/existing/violating_rows.h"

#include <algorithm>
#include <array>

#include "common/text.h"
#include "common/text_table.h"
#include "import/ledger/ledger.h"
#include "mapping/choice/mapping_file.h"
#include "mapping/choice/toml.h"

namespace lite2pg {
namespace {

/// A round asks for every constraint once; rows of one key that are many come over several.
constexpr int most_rounds = 40;

/// By what must not wait for the others: a row that is refused in any case is no reason to refuse one with its key.
constexpr std::array order = {ConstraintKind::check, ConstraintKind::foreign_key, ConstraintKind::primary_key,
                              ConstraintKind::unique};

std::string source_of(const Plan& plan, const std::string& target) {
  return std::ranges::find(plan.tables, target, &TablePlan::target)->source;
}

/// Adds the rows of the first kind that has any; how many are new.
std::size_t add_rows(const Plan& plan, const std::vector<Violations>& violations, OrphansByTable& aside) {
  std::size_t added = 0;
  for (const ConstraintKind kind : order) {
    for (const Violations& v : violations) {
      if (v.kind != kind) continue;
      const std::string reason =
          std::string(violation_words) + std::string(name_of(v.kind)) + (v.name.empty() ? "" : " " + v.name);
      for (const std::string& place : v.places)
        added += aside[source_of(plan, v.table)].add_violating(place, v.columns, reason) ? 1 : 0;
    }
    if (added > 0) break;
  }
  return added;
}

}  // namespace

std::set<std::string> rejecting_tables(const Plan& plan) {
  const MappingFile mapping = MappingFile::parse(plan.mapping);
  std::set<std::string> tables;
  for (const TablePlan& table : plan.tables)
    if (mapping.table_rule(table.source).reject_violating) tables.insert(table.target);
  return tables;
}

ConstraintAnswers set_violating_aside(const ConstraintQuestion& question, const std::set<std::string>& tables,
                                      OrphansByTable& aside) {
  for (int round = 0;; ++round) {
    ConstraintAnswers answers = ask_constraints(question, aside, tables);
    if (round == most_rounds || add_rows(question.plan, answers.violations, aside) == 0) return answers;
  }
}

std::vector<MisfitReport> violating_rows(const Plan& plan, const OrphansByTable& aside) {
  std::vector<MisfitReport> reports;
  const std::set<std::string> rejecting = rejecting_tables(plan);
  for (const TablePlan& table : plan.tables) {
    if (rejecting.contains(table.target)) continue;
    const auto rows = aside.find(table.source);
    if (rows == aside.end() || rows->second.violating() == 0) continue;
    const Remedy remedy{mapping_section(table.source),
                        {"on_violation = \"reject\"  # rows that violate constraints of the target are set aside in "
                         "lite2pg.rejected_row"}};
    reports.push_back(
        {table.source, "(whole row)", "", "", rows->second.first_violation(), rows->second.violating(), {remedy}});
  }
  return reports;
}

std::string violating_text(const OrphansByTable& aside) {
  TextTable table({{"table"}, {"rows", Align::right}});
  for (const auto& [name, rows] : aside)
    if (rows.violating() > 0) table.add_row({name, with_thousands(rows.violating())});
  if (table.empty()) return {};
  return "Rows that are set aside because they violate constraints of the target (on_violation):\n\n" + table.str() +
         "\n";
}

}  // namespace lite2pg
