// Many files of one schema in shared tables: a column that says which file a row is from stands first in the table and
// in every primary key, unique, index and foreign key, so that all of them hold within a file as they did before.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// Puts the column of `plan.options.tenant` first into every table; nothing when there is none. Before the objects are
/// planned. Throws Error(usage) where a table has a column of that name, or is partitioned by month too.
void add_tenant_columns(Plan& plan);

/// Views and triggers read and write whole tables, and so would mix the files: they are named, not carried. After the
/// objects were planned.
void leave_out_what_mixes_tenants(Plan& plan);

/// What ON UPDATE and ON DELETE of a foreign key become.
struct KeyActions {
  std::string sql;   ///< With blanks before; may be empty.
  std::string note;  ///< What is not as it was; empty: nothing.
};

/// SET NULL and SET DEFAULT would set the tenant too. On DELETE they can name the columns to set (PostgreSQL 15 and
/// later, https://www.postgresql.org/docs/15/ddl-constraints.html section 5.4.5); elsewhere the action is left out.
/// `columns`: the child's, quoted, between parentheses, without the tenant.
[[nodiscard]] KeyActions tenant_actions(const TenantOptions& tenant, const ForeignKey& key, const std::string& columns);

}  // namespace lite2pg
