// Which tables and columns are in scope, and what they are called in PostgreSQL.
#include <algorithm>
#include <map>

#include "common/error.h"
#include "common/text.h"
#include "mapping/objects/rtree_table.h"
#include "mapping/planning/planning.h"
#include "mapping/target/identifier.h"

namespace lite2pg {
namespace {

class Drafter {
 public:
  Drafter(const MappingFile& mapping, Plan& plan) : mapping_(mapping), plan_(plan) {}

  std::vector<TableDraft> draft() {
    for (const Table& table : plan_.schema.tables) {
      if (table.holds_rows() && is_selected(table.name, plan_.options.tables, plan_.options.exclude)) add_table(table);
    }
    name_tables();
    for (TableDraft& table : drafts_) name_columns(table);
    return std::move(drafts_);
  }

 private:
  void leave_out(const std::string& what) {
    plan_.warnings.push_back(what + " is left out: the mapping file skips it");
  }

  void add_table(const Table& table) {
    const auto census = std::ranges::find(plan_.census, table.name, &TableCensus::table);
    if (census == plan_.census.end()) return;  // Left out when the archive was written.
    if (census->columns.size() != table.columns.size()) {
      throw Error(ExitCode::archive, "the census of table '" + table.name + "' is not of this schema");
    }
    if (mapping_.table_rule(table.name).skip) return leave_out("table " + table.name);
    TableDraft draft{&table, &*census, {}, {}};
    for (std::size_t i = 0; i < table.columns.size(); ++i) add_column(draft, i);
    if (draft.columns.empty()) {
      throw Error(ExitCode::usage, "the mapping file skips every column of table '" + table.name + "'",
                  "skip the table instead");
    }
    drafts_.push_back(std::move(draft));
  }

  void refuse_unreadable(const Table& table, const Column& column) {
    MisfitReport& report = plan_.misfits.emplace_back();
    report.table = table.name;
    report.column = column.name;
    report.value = "AS (" + column.generated_sql + ")";
    report.reason = "SQLite cannot compute it without its application: " + column.unreadable;
    report.remedy = {{mapping_section(table.name, column.name), {"skip = true  # the column is left out"}}};
  }

  void add_column(TableDraft& table, std::size_t i) {
    const Column& column = table.source->columns[i];
    ColumnRule rule = mapping_.column_rule(table.source->name, column, plan_.options);
    if (rule.skip) return leave_out("column " + table.source->name + "." + column.name);
    if (!column.unreadable.empty()) return refuse_unreadable(*table.source, column);
    if (!rule.type && !plan_.options.existing) rule.type = rtree_column_type(*table.source, static_cast<int>(i));
    table.columns.push_back({static_cast<int>(i), &column, &table.census->columns[i], std::move(rule), {}, {}, {}});
  }

  /// A name that somebody asked for must be had; the others give way.
  std::string claim(NameRegistry& names, const std::string& source, const std::string& wish, const std::string& what) {
    const GivenName given = names.claim(wish.empty() ? styled(source, plan_.options.identifiers) : wish);
    if (given.changed() && !wish.empty()) {
      throw Error(ExitCode::usage, "the mapping file names " + what + " \"" + wish + "\": " + given.why);
    }
    if (given.changed()) {
      plan_.warnings.push_back(what + " is named \"" + given.name + "\" in PostgreSQL: " + given.why);
    }
    return given.name;
  }

  /// All tables of the schema claim their names, so that a table's name does not depend on which others are selected.
  void name_tables() {
    NameRegistry names(NameRegistry::Kind::relation);
    std::map<std::string_view, std::string> given;
    for (const bool wished : {true, false}) {
      for (const Table& table : plan_.schema.tables) {
        const std::string wish = mapping_.table_rule(table.name).target;
        if (!table.holds_rows() || wish.empty() == wished) continue;
        given[table.name] = claim(names, table.name, wish, "table \"" + table.name + "\"");
      }
    }
    for (TableDraft& table : drafts_) table.target = given[table.source->name];
  }

  void name_columns(TableDraft& table) {
    NameRegistry names(NameRegistry::Kind::column);
    for (const bool wished : {true, false}) {
      for (ColumnDraft& c : table.columns) {
        if (c.rule.target.empty() == wished) continue;
        const std::string what = "column \"" + table.source->name + "\".\"" + c.source->name + "\"";
        c.target = claim(names, c.source->name, c.rule.target, what);
      }
    }
  }

  const MappingFile& mapping_;
  Plan& plan_;
  std::vector<TableDraft> drafts_;
};

}  // namespace

std::vector<TableDraft> draft_tables(const MappingFile& mapping, Plan& plan) { return Drafter(mapping, plan).draft(); }

}  // namespace lite2pg
