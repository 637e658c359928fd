#include "verify/comparison/comparison.h"

#include <algorithm>

#include "common/options/selection.h"
#include "common/text.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/source/selectable.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

class Builder {
 public:
  Builder(const SourceSide& source, const TargetCatalog& catalog, const ReadAccess& access)
      : source_(source), catalog_(catalog), access_(access) {}

  void add(const TablePlan& planned) {
    ComparedTable table;
    table.schema = catalog_.schema;
    table.target = catalog_.find_table(planned.target);
    if (source_.rows != nullptr) table.source = source_.rows->schema().find_table(planned.source);
    if (table.target == nullptr) return miss(planned.source, "", "the target has no table '" + planned.target + "'");
    if (const std::string_view other = other_kind(*table.target); !other.empty()) {
      return miss(planned.source, "",
                  "the target has a " + std::string(other) + " in place of table '" + planned.target +
                      "': no row is read through it");
    }
    if (!is_open(planned, *table.target)) return;
    if (source_.rows != nullptr && table.source == nullptr) {
      return leave_out(planned.source, "", "the source has no such table any more");
    }
    table.plan = planned;
    table.plan.target = table.target->name;
    table.whole = !access_.closed.contains(table.target->name);
    choose_columns(table);
    if (table.plan.columns.empty()) {
      return leave_out(planned.source, "", "none of its columns can be compared", unproven_without(planned));
    }
    if (table.source != nullptr) return add_scanned(std::move(table));
    add_recorded(std::move(table));
  }

  void leave_out(const std::string& table, const std::string& column, const std::string& reason,
                 Unproven what = Unproven::rows) {
    comparison_.left_out.push_back({table, column, reason, what});
  }
  Comparison take() { return std::move(comparison_); }

 private:
  void miss(const std::string& table, const std::string& column, const std::string& reason) {
    comparison_.missing.push_back({table, column, reason});
  }

  /// What stands there instead of a table; empty for a table. Reading it would run what its owner wrote.
  [[nodiscard]] static std::string_view other_kind(const TargetTable& table) {
    return table.kind == 'v'   ? "view"
           : table.kind == 'm' ? "materialized view"
           : table.kind == 'f' ? "foreign table"
                               : "";
  }

  /// Whether the role may read any of it; says so when not.
  bool is_open(const TablePlan& planned, const TargetTable& target) {
    if (access_.row_secured.contains(target.name)) {
      leave_out(planned.source, "",
                "row security hides rows from role '" + access_.role +
                    "': connect as the table's owner, or as a role with BYPASSRLS");
      return false;
    }
    if (!access_.closed.contains(target.name)) return true;
    const bool any = std::ranges::any_of(access_.columns, [&](const auto& c) { return c.first == target.name; });
    if (!any) leave_out(planned.source, "", "permission denied for table " + target.name + ": " + grant(target.name));
    return any;
  }

  [[nodiscard]] std::string grant(const std::string& table) const {
    return "GRANT SELECT ON " + qualified(catalog_.schema, table) + " TO " + quote_identifier(access_.role);
  }

  /// Nothing is unproven that the mapping gave up on purpose.
  [[nodiscard]] static Unproven unproven_without(const TablePlan& table) {
    const auto given_up = [](const ColumnPlan& c) { return c.source_index < 0 || c.fidelity == Fidelity::lossy; };
    return std::ranges::all_of(table.columns, given_up) ? Unproven::nothing : Unproven::rows;
  }

  /// Keeps the columns that both sides have, and the key if it is whole among them.
  void choose_columns(ComparedTable& table) {
    std::vector<ColumnPlan> kept;
    std::vector<int> position(table.plan.columns.size(), -1);
    for (std::size_t i = 0; i < table.plan.columns.size(); ++i) {
      ColumnPlan& column = table.plan.columns[i];
      if (column.source_index < 0 || !take_column(table, column)) continue;
      position[i] = static_cast<int>(kept.size());
      kept.push_back(std::move(column));
    }
    for (int& k : table.plan.key) k = position[static_cast<std::size_t>(k)];
    if (std::ranges::find(table.plan.key, -1) != table.plan.key.end()) table.plan.key.clear();
    table.plan.columns = std::move(kept);
  }

  bool take_column(const ComparedTable& table, ColumnPlan& column) {
    const TargetColumn* actual = table.target->find_column(column.target);
    if (actual == nullptr) {
      miss(table.plan.source, column.source, "the target's table has no column '" + column.target + "'");
      return false;
    }
    column.target = actual->name;
    if (!table.whole && !access_.columns.contains({table.target->name, actual->name})) {
      leave_out(table.plan.source, column.source, "permission denied for the column: " + grant(table.target->name));
      return false;
    }
    // What the mapping gave up on purpose can be compared where the codec knows what became of it.
    if (column.fidelity == Fidelity::lossy && is_spelling_exact(column.codec)) {
      leave_out(table.plan.source, column.source, "lossy by the mapping: " + column.evidence, Unproven::nothing);
      return false;
    }
    if (table.source == nullptr) return true;
    const int index = table.source->find_column(column.source);
    if (index < 0) leave_out(table.plan.source, column.source, "the source has no such column any more");
    column.source_index = index;
    return index >= 0;
  }

  void add_scanned(ComparedTable table) {
    table.source_rows = source_.rows->estimated_rows(*table.source);
    table.source_bytes = source_.rows->estimated_bytes(*table.source);
    table.bits = TableDigest::bits_for(table.source_rows);
    comparison_.tables.push_back(std::move(table));
  }

  /// The columns, their order and the key are those the digest was made with.
  void add_recorded(ComparedTable table) {
    const RecordedTable* recorded = source_.digests->find(table.plan.source, table.plan.target);
    if (recorded == nullptr) return leave_out(table.plan.source, "", "not among the recorded digests");
    std::vector<ColumnPlan> columns;
    for (const DigestColumn& d : recorded->columns) {
      const auto found = std::ranges::find_if(
          table.plan.columns, [&](const ColumnPlan& c) { return equals_ignoring_case(c.source, d.source); });
      if (found == table.plan.columns.end()) {
        return leave_out(table.plan.source, d.source, "the recorded digest covers it, but it cannot be read here");
      }
      const bool comparable =
          found->codec == d.codec || (is_spelling_exact(found->codec) && is_spelling_exact(d.codec));
      if (!comparable) {
        return leave_out(
            table.plan.source, d.source,
            "it was recorded as " + to_string(d.codec) + ", the target has it as " + to_string(found->codec));
      }
      columns.push_back(*found);
    }
    table.plan.columns = std::move(columns);
    table.plan.key = recorded->key;
    table.recorded = recorded->digest;
    table.bits = recorded->digest.bits();
    table.source_rows = recorded->digest.rows();
    comparison_.tables.push_back(std::move(table));
  }

  const SourceSide& source_;
  const TargetCatalog& catalog_;
  const ReadAccess& access_;
  Comparison comparison_;
};

/// Tables of the source that the plan says nothing about.
void name_unplanned(const Plan& plan, const Schema& schema, Builder& builder) {
  for (const Table& t : schema.tables) {
    if (plan.find_table(t.name) != nullptr) continue;
    // What the plan knew and left out is its decision; what came into the source since is not.
    const bool known = !t.holds_rows() || plan.schema.tables.empty() || plan.schema.find_table(t.name) != nullptr;
    builder.leave_out(t.name, "", t.holds_rows() ? "not part of the plan" : "a virtual table or a part of one",
                      known ? Unproven::nothing : Unproven::rows);
  }
}

}  // namespace

Comparison make_comparison(const Plan& plan, const SourceSide& source, const TargetCatalog& catalog,
                           const ReadAccess& access, const std::vector<std::string>& tables,
                           const std::vector<std::string>& exclude) {
  Builder builder(source, catalog, access);
  std::vector<std::string> names = selectable_names(plan.schema);
  for (const TablePlan& planned : plan.tables) {
    if (plan.schema.find_table(planned.source) == nullptr) names.push_back(planned.source);
  }
  require_matches(names, tables, exclude);
  for (const TablePlan& planned : plan.tables) {
    if (is_selected(planned.source, tables, exclude)) {
      builder.add(planned);
    } else {
      builder.leave_out(planned.source, "", "left out by --tables or --exclude", Unproven::nothing);
    }
  }
  if (source.rows != nullptr) name_unplanned(plan, source.rows->schema(), builder);
  return builder.take();
}

}  // namespace lite2pg
