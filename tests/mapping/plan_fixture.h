// Small schemas with rows, surveyed and planned without any database.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/choice/census_form.h"
#include "mapping/plan/plan.h"
#include "mapping/planning/make_plan.h"

namespace lite2pg::test {

inline Value text(std::string_view v) { return Value::text(v); }
inline Value blob(std::string_view v) { return Value::blob(v); }
inline Value integer(std::int64_t v) { return Value::of(v); }
inline Value real(double v) { return Value::of(v); }
inline Value null() { return Value::null(); }

inline Column make_column(std::string name, std::string declared, int key_position = 0) {
  Column column;
  column.name = std::move(name);
  column.declared_type = std::move(declared);
  column.key_position = key_position;
  return column;
}

/// A schema and the census of its rows under a mapping.
class PlanFixture {
 public:
  explicit PlanFixture(std::string mapping = {}) : mapping_(std::move(mapping)), form_(mapping_) {}

  Table& add_table(std::string name, std::vector<Column> columns) {
    Table& table = schema.tables.emplace_back();
    table.name = std::move(name);
    table.columns = std::move(columns);
    census.push_back(form_.blank(table));
    return table;
  }

  void add_row(std::string_view table, std::vector<Value> values) {
    for (TableCensus& c : census) {
      if (c.table != table) continue;
      ++c.rows;
      for (std::size_t i = 0; i < values.size(); ++i) c.columns[i].add(values[i], static_cast<std::int64_t>(c.rows));
    }
  }

  [[nodiscard]] Plan plan(const PlanOptions& options = {}) const {
    return make_plan(schema, census, options, mapping_);
  }

  Schema schema;
  std::vector<TableCensus> census;

 private:
  std::string mapping_;
  CensusForm form_;
};

inline PlanOptions with_policy(MisfitPolicy policy) {
  PlanOptions options;
  options.on_misfit = policy;
  return options;
}

/// The plan of a table t with one column c.
inline Plan plan_column(std::string declared, const std::vector<Value>& values, const PlanOptions& options = {},
                        std::string mapping = {}) {
  PlanFixture fixture(std::move(mapping));
  fixture.add_table("t", {make_column("c", std::move(declared))});
  for (const Value& v : values) fixture.add_row("t", {v});
  return fixture.plan(options);
}

inline const ColumnPlan& column_of(const Plan& plan) { return plan.tables.at(0).columns.at(0); }

}  // namespace lite2pg::test
