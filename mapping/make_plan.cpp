// Decides everything: from schema, census, options and mapping file to the plan.
#include <algorithm>
#include <map>

#include "common/error.h"
#include "common/text.h"
#include "mapping/identifier.h"
#include "mapping/plan.h"
#include "mapping/plan_names.h"
#include "mapping/planning.h"

namespace lite2pg {
namespace {

bool holds_rows(const Table& table) noexcept {
  return table.kind == TableKind::rowid || table.kind == TableKind::without_rowid;
}

class PlanMaker {
 public:
  PlanMaker(const Schema& schema, std::vector<TableCensus> census, const PlanOptions& options, std::string_view mapping)
      : mapping_(MappingFile::parse(mapping)) {
    plan_.schema = schema;
    plan_.census = std::move(census);
    plan_.mapping = mapping;
    plan_.options = mapping_.apply(options);
  }

  Plan make() {
    plan_.warnings = mapping_.check(plan_.schema);
    draft_tables();
    name_tables();
    for (TableDraft& table : drafts_) name_columns(table);
    choose_types();
    unify_foreign_keys(drafts_, plan_.warnings);
    for (TableDraft& table : drafts_) write_table(table);
    // plan_objects(plan_);
    skip_objects();
    return std::move(plan_);
  }

 private:
  void draft_tables() {
    for (const Table& table : plan_.schema.tables) {
      const auto census = std::ranges::find(plan_.census, table.name, &TableCensus::table);
      if (!holds_rows(table) || !is_selected(table.name, plan_.options.tables, plan_.options.exclude)) continue;
      if (census == plan_.census.end()) continue;  // Left out when the archive was written.
      if (census->columns.size() != table.columns.size()) {
        throw Error(ExitCode::archive, "the census of table '" + table.name + "' is not of this schema");
      }
      if (mapping_.table_rule(table.name).skip) {
        plan_.warnings.push_back("table " + table.name + " is left out: the mapping file skips it");
        continue;
      }
      draft_columns(drafts_.emplace_back(TableDraft{&table, &*census, {}, {}}));
    }
  }

  void draft_columns(TableDraft& table) {
    for (std::size_t i = 0; i < table.source->columns.size(); ++i) {
      const Column& column = table.source->columns[i];
      ColumnRule rule = mapping_.column_rule(table.source->name, column, plan_.options);
      if (rule.skip) {
        plan_.warnings.push_back("column " + table.source->name + "." + column.name +
                                 " is left out: the mapping file skips it");
        continue;
      }
      table.columns.push_back({static_cast<int>(i), &column, &table.census->columns[i], std::move(rule), {}, {}, {}});
    }
    if (table.columns.empty()) {
      throw Error(ExitCode::usage, "the mapping file skips every column of table '" + table.source->name + "'",
                  "skip the table instead");
    }
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
        if (!holds_rows(table) || wish.empty() == wished) continue;
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

  void choose_types() {
    for (TableDraft& table : drafts_) {
      for (ColumnDraft& c : table.columns) {
        c.choice = choose_type(*c.census, c.rule);
        refuse_nulls(table, c);
      }
    }
  }

  [[nodiscard]] static bool wishes_not_null(const ColumnDraft& c) {
    return c.source->not_null || c.source->key_position > 0;
  }

  /// SQLite allows NULL in most primary keys; PostgreSQL does not.
  static void refuse_nulls(const TableDraft& table, ColumnDraft& c) {
    const auto null = static_cast<std::size_t>(StorageClass::null);
    if (!wishes_not_null(c)) return;
    const bool in_key = c.source->key_position > 0;
    const std::string where = in_key ? "in a PRIMARY KEY column" : "in a NOT NULL column";
    if (c.census->counts[null] > 0 && table.source->rowid_alias != c.source_index) {
      c.nulls.push_back({Misfit::not_null, "NULL " + where, c.census->counts[null], c.census->first_row[null]});
    }
    if (c.rule.reading.empty_as_null && c.census->text_empty.count > 0) {
      c.nulls.push_back({Misfit::not_null, "empty text, to become NULL, " + where, c.census->text_empty.count,
                         c.census->text_empty.first_row});
    }
  }

  void write_table(const TableDraft& draft) {
    TablePlan& table = plan_.tables.emplace_back();
    table.source = draft.source->name;
    table.target = draft.target;
    table.rows = draft.census->rows;
    for (const ColumnDraft& c : draft.columns) {
      table.columns.push_back(write_column(draft, c));
      table.bytes +=
          c.census->total_bytes + 8 * (c.census->count(StorageClass::integer) + c.census->count(StorageClass::real));
    }
    table.key = digest_key(draft, table);
    set_sequence(draft, table);
  }

  ColumnPlan write_column(const TableDraft& table, const ColumnDraft& c) {
    const Fit& fit = c.choice.fit;
    ColumnPlan column;
    column.source = c.source->name;
    column.target = c.target;
    column.source_index = c.source_index;
    column.declared_type = c.source->declared_type;
    column.type = to_sql(fit.type);
    column.codec = fit.codec;
    column.fidelity = fit.fidelity;
    column.via_text = fit.type.family == TargetType::Family::by_text;
    column.evidence = describe_values(*c.census);
    if (!c.choice.why.empty()) column.evidence += "; " + c.choice.why;
    if (!fit.caveat.empty()) column.evidence += "; " + fit.caveat;
    column.not_null = wishes_not_null(c) && !(c.rule.on_misfit == MisfitPolicy::widen && !c.nulls.empty());
    apply_policy(table, c, column);
    warn_about(table, c, column);
    return column;
  }

  /// What becomes of the values that do not fit.
  void apply_policy(const TableDraft& table, const ColumnDraft& c, ColumnPlan& column) {
    const bool nulls_stay = !c.nulls.empty() && !column.not_null;
    if (nulls_stay) column.evidence += "; NULLs stay, so that the column is not NOT NULL";
    if (c.rule.null_on_misfit && !column.not_null) {
      column.on_misfit = MisfitAction::set_null;
      if (!c.choice.fit.holds()) column.fidelity = Fidelity::lossy;
      if (!c.choice.fit.holds()) column.evidence += "; values that do not fit become NULL" + count_of(c.choice.fit);
    } else if (c.rule.on_misfit == MisfitPolicy::reject) {
      column.on_misfit = MisfitAction::reject_row;
      if (!c.choice.fit.holds()) column.evidence += "; rows that do not fit are set aside" + count_of(c.choice.fit);
    } else if (!nulls_stay || !c.choice.fit.holds()) {
      for (MisfitReport& report : report_misfits(table, c)) plan_.misfits.push_back(std::move(report));
    }
  }

  static std::string count_of(const Fit& fit) { return " (" + with_thousands(fit.misfit_count()) + ")"; }

  void warn_about(const TableDraft& table, const ColumnDraft& c, const ColumnPlan& column) {
    const std::string name = table.source->name + "." + c.source->name;
    if (!c.choice.fit.caveat.empty()) {
      plan_.warnings.push_back(name + " (" + std::string(name_of(column.fidelity)) + "): " + c.choice.fit.caveat);
    }
    if (const std::string hint = hint_for(table, c); !hint.empty()) plan_.warnings.push_back(name + " " + hint);
  }

  /// Declared as a time, a truth value, a UUID, ... but not so in PostgreSQL, where one line of mapping would do it.
  static std::string hint_for(const TableDraft& table, const ColumnDraft& c) {
    const TargetType& type = c.choice.fit.type;
    const TargetType wished = candidates_for(c.census->type(), *c.census).front();
    if (c.choice.given || !c.choice.fit.holds() || type == wished) return {};
    const std::string section = mapping_section(table.source->name, c.source->name);
    if (is_temporal(wished) && c.census->count(StorageClass::text) == 0 && !is_temporal(type) &&
        c.census->count(StorageClass::blob) == 0) {
      return "stays " + to_sql(type) +
             ", because its numbers may be read in more than one way; to name one: " + section +
             " type = \"timestamptz\", format = \"epoch_s\" (or epoch_ms, epoch_us, julian, cocoa, webkit)";
    }
    Reading reading = c.rule.reading;
    reading.empty_as_null = true;
    reading.mixed = reading.respell = false;
    if (c.census->text_empty.count > 0 && !c.rule.reading.empty_as_null && fit_to(*c.census, wished, reading).exact()) {
      return "is " + to_sql(type) + " because of empty text; as NULL it would be " + to_sql(wished) + ":\n" + section +
             "\nempty_as_null = true";
    }
    return {};
  }

  /// The PRIMARY KEY, else the first UNIQUE over columns that are all NOT NULL.
  static std::vector<int> digest_key(const TableDraft& draft, const TablePlan& table) {
    std::vector<int> key = positions(draft.source->key_columns(), table);
    if (!key.empty()) return key;
    for (const Index& index : draft.source->indexes) {
      if (!index.unique || index.where) continue;
      std::vector<int> columns;
      for (const IndexPart& part : index.parts) columns.push_back(part.column);
      key = positions(columns, table);
      const auto not_null = [&](int i) { return table.columns[static_cast<std::size_t>(i)].not_null; };
      if (!key.empty() && std::ranges::all_of(key, not_null)) return key;
    }
    return {};
  }

  /// Where columns of the source stand in the plan; empty when one is left out or is an expression.
  static std::vector<int> positions(const std::vector<int>& source_columns, const TablePlan& table) {
    std::vector<int> result;
    for (const int source : source_columns) {
      const auto found = std::ranges::find(table.columns, source, &ColumnPlan::source_index);
      if (source < 0 || found == table.columns.end()) return {};
      result.push_back(static_cast<int>(found - table.columns.begin()));
    }
    return result;
  }

  static void set_sequence(const TableDraft& draft, TablePlan& table) {
    const Table& source = *draft.source;
    if (source.rowid_alias < 0) return;
    const ColumnCensus& ids = draft.census->columns[static_cast<std::size_t>(source.rowid_alias)];
    std::int64_t last = source.sequence.value_or(0);
    if (ids.count(StorageClass::integer) > 0) last = std::max(last, ids.integer_max);
    table.sequence = last;
  }

  void skip_objects() {
    for (ObjectPlan& object : plan_.objects) {
      if (object.status == ObjectStatus::not_carried || object.kind == ObjectKind::table) continue;
      if (!mapping_.skips_object(object.table, object.name)) continue;
      object.status = ObjectStatus::not_carried;
      object.reason = "the mapping file skips it";
      object.phase = Phase::none;
      object.sql.clear();
    }
  }

  MappingFile mapping_;
  Plan plan_;
  std::vector<TableDraft> drafts_;
};

}  // namespace

Plan make_plan(const Schema& schema, std::vector<TableCensus> census, const PlanOptions& options,
               std::string_view mapping_toml) {
  return PlanMaker(schema, std::move(census), options, mapping_toml).make();
}

}  // namespace lite2pg
