#include "mapping/objects/tenant.h"

#include <algorithm>

#include "common/error.h"
#include "common/text.h"

namespace lite2pg {
namespace {

ColumnPlan tenant_column(const PlanOptions& options) {
  ColumnPlan column;
  column.target = options.tenant.column;
  column.type = "text";
  column.codec = Codec(CodecId::text);
  column.evidence = "which file the row is from";
  column.not_null = true;
  if (options.text_collation == TextCollation::c) column.collation = "C";
  return column;
}

void require_free(const TablePlan& table, const std::string& name) {
  const auto taken = std::ranges::find_if(
      table.columns, [&](const ColumnPlan& c) { return c.target == name || equals_ignoring_case(c.source, name); });
  if (taken == table.columns.end()) return;
  throw Error(ExitCode::usage, "table '" + table.source + "' has a column '" + taken->source + "' already",
              "--tenant-column NAME gives the column that tells files apart another name");
}

void require_one_partitioning(const TablePlan& table, unsigned partitions) {
  if (partitions == 0 || table.partition_by.empty()) return;
  throw Error(ExitCode::usage,
              "the mapping file partitions table '" + table.source + "' by month, --partition-by-tenant by the tenant",
              "choose one of them");
}

/// The word after SET, in an action that writes; empty: another action.
std::string set_word(const std::string& action) {
  if (equals_ignoring_case(action, "SET NULL")) return "SET NULL";
  if (equals_ignoring_case(action, "SET DEFAULT")) return "SET DEFAULT";
  return {};
}

std::string plain_action(const std::string& event, const std::string& action) {
  for (const char* known : {"CASCADE", "RESTRICT"}) {
    if (equals_ignoring_case(action, known)) return " ON " + event + " " + known;
  }
  return {};
}

}  // namespace

void add_tenant_columns(Plan& plan) {
  const TenantOptions& tenant = plan.options.tenant;
  if (tenant.column.empty()) return;
  for (TablePlan& table : plan.tables) {
    require_free(table, tenant.column);
    require_one_partitioning(table, tenant.partitions);
    table.columns.insert(table.columns.begin(), tenant_column(plan.options));
    for (int& k : table.key) ++k;
    table.tenant = tenant.column;
    table.tenant_partitions = tenant.partitions;
  }
}

void leave_out_what_mixes_tenants(Plan& plan) {
  if (plan.options.tenant.column.empty()) return;
  for (ObjectPlan& object : plan.objects) {
    const bool view = object.kind == ObjectKind::view;
    if ((!view && object.kind != ObjectKind::trigger) || object.phase == Phase::none) continue;
    object.status = ObjectStatus::not_carried;
    object.reason = view ? "it would show the rows of all tenants: write it anew with " + plan.options.tenant.column
                         : "it would act on the rows of all tenants: write it anew with " + plan.options.tenant.column;
    object.phase = Phase::none;
    object.sql.clear();
  }
}

KeyActions tenant_actions(const TenantOptions& tenant, const ForeignKey& key, const std::string& columns) {
  KeyActions actions{plain_action("UPDATE", key.on_update) + plain_action("DELETE", key.on_delete), {}};
  const auto leave = [&](const std::string& event, const std::string& word, const std::string& why) {
    actions.note += (actions.note.empty() ? "" : "; ") + ("ON " + event + " " + word + " is left out: ") + why;
  };
  if (const std::string word = set_word(key.on_update); !word.empty()) {
    leave("UPDATE", word, "it would set " + tenant.column + " too");
  }
  if (const std::string word = set_word(key.on_delete); !word.empty()) {
    if (tenant.set_lists)
      actions.sql += " ON DELETE " + word + " " + columns;
    else
      leave("DELETE", word, "before PostgreSQL 15 it would set " + tenant.column + " too");
  }
  return actions;
}

}  // namespace lite2pg
