#include "mapping/planning/partitions.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "common/error.h"
#include "common/text.h"
#include "mapping/objects/object_planner.h"
#include "mapping/target/identifier.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool is_instant(const ColumnPlan& column) {
  return column.codec.id() == CodecId::date || column.codec.id() == CodecId::timestamp ||
         column.codec.id() == CodecId::timestamptz;
}

/// "2024-12" -> "2025-01"
std::string month_after(const std::string& month) {
  const int count = std::stoi(month.substr(0, 4)) * 12 + std::stoi(month.substr(5)) - 1 + 1;
  std::array<char, 16> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d-%02d", count / 12, count % 12 + 1);
  return text.data();
}

std::string bound(const std::string& month, bool zoned) {
  return quote_literal(month + (zoned ? "-01 00:00:00+00" : "-01"));
}

/// "usage_events_2024_03", cut where PostgreSQL would cut it.
std::string partition_name(const std::string& table, std::string suffix) {
  std::ranges::replace(suffix, '-', '_');
  suffix.insert(0, 1, '_');
  return table.substr(0, std::min(table.size(), longest_identifier - suffix.size())) + suffix;
}

const ColumnPlan& partition_column(const TablePlan& table) {
  return *std::ranges::find(table.columns, table.partition_by, &ColumnPlan::target);
}

/// CREATE UNIQUE INDEX "name" ON ...: the statement that the planner wrote first.
bool makes_unique_index(const ObjectPlan& object) {
  return !object.sql.empty() && object.sql.front().starts_with("CREATE UNIQUE INDEX");
}

void settle(const TablePlan& table, ObjectPlan& object) {
  if (!makes_unique_index(object)) return;
  std::string& sql = object.sql.front();
  const std::string column = quote_identifier(table.partition_by);
  const std::size_t end = sql.rfind(')');
  const bool has_column = sql.find(column) != std::string::npos;
  const bool key = object.kind == ObjectKind::primary_key && end != std::string::npos;
  if (!has_column && !key) {
    return leave_out(object, "a UNIQUE of a partitioned table must hold the column by which it is partitioned");
  }
  // An index of a partitioned table cannot be attached as a constraint.
  object.sql.resize(1);
  if (!has_column) sql.insert(end, ", " + column);
  object.status = ObjectStatus::changed;
  object.reason = has_column ? "a unique index: the table is partitioned"
                             : "a unique index with " + table.partition_by + ": the table is partitioned by it";
}

std::vector<std::string> create_tenant_partitions_sql(const TablePlan& table, std::string_view schema) {
  const auto qualify = [&](const std::string& name) {
    return schema.empty() ? quote_identifier(name) : qualified(schema, name);
  };
  const std::string parts = std::to_string(table.tenant_partitions);
  std::vector<std::string> statements;
  for (unsigned i = 0; i < table.tenant_partitions; ++i) {
    const std::string number = std::to_string(i);
    statements.push_back("CREATE TABLE " + qualify(partition_name(table.target, "p" + number)) + " PARTITION OF " +
                         qualify(table.target) + " FOR VALUES WITH (MODULUS " + parts + ", REMAINDER " + number + ")");
  }
  return statements;
}

}  // namespace

void plan_partitions(const MappingFile& mapping, Plan& plan) {
  for (TablePlan& table : plan.tables) {
    const std::string wish = mapping.table_rule(table.source).partition_by;
    if (wish.empty()) continue;
    const auto column =
        std::ranges::find_if(table.columns, [&](const ColumnPlan& c) { return equals_ignoring_case(c.source, wish); });
    const std::string what = "the mapping file partitions table '" + table.source + "' by '" + wish + "', ";
    if (column == table.columns.end()) throw Error(ExitCode::usage, what + "which is no column of it");
    if (!is_instant(*column)) {
      throw Error(ExitCode::usage, what + "which becomes " + column->type,
                  "it must become date, timestamp or timestamptz: see `type` and `format`");
    }
    table.partition_by = column->target;
  }
}

void settle_partitioned_keys(Plan& plan) {
  for (const TablePlan& table : plan.tables) {
    if (table.partition_by.empty()) continue;
    for (ObjectPlan& object : plan.objects) {
      if (object.kind == ObjectKind::foreign_key && object.target_parent == table.target) {
        leave_out(object, "table " + table.target + " is partitioned: its key alone is not unique there");
      } else if (object.table == table.source) {
        settle(table, object);
      }
    }
  }
}

std::vector<std::string> create_partitions_sql(const TablePlan& table, std::string_view schema) {
  if (table.tenant_partitions > 0) return create_tenant_partitions_sql(table, schema);
  if (table.partition_by.empty()) return {};
  const bool zoned = partition_column(table).codec.id() == CodecId::timestamptz;
  const auto qualify = [&](const std::string& name) {
    return schema.empty() ? quote_identifier(name) : qualified(schema, name);
  };
  const auto create = [&](const std::string& suffix) {
    return "CREATE TABLE " + qualify(partition_name(table.target, suffix)) + " PARTITION OF " + qualify(table.target);
  };
  std::vector<std::string> statements;
  for (const std::string& month : table.months) {
    statements.push_back(create(month) + " FOR VALUES FROM (" + bound(month, zoned) + ") TO (" +
                         bound(month_after(month), zoned) + ")");
  }
  statements.push_back(create("default") + " DEFAULT");
  return statements;
}

}  // namespace lite2pg
