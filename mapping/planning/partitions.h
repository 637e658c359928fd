// Range partitions by month of tables for which the mapping file names a column.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/choice/mapping_file.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Marks the tables that are partitioned. Which months there are, only the rows tell (export/survey/month_scan.h).
/// Throws Error(usage) for a column that is not there or becomes no date or time stamp.
void plan_partitions(const MappingFile& mapping, Plan& plan);

/// After the objects were planned: keys of a partitioned table hold the partition column too; a UNIQUE without it, and
/// foreign keys that point to the table, are not carried (https://www.postgresql.org/docs/15/ddl-partitioning.html
/// section 5.11.2.3).
void settle_partitioned_keys(Plan& plan);

/// CREATE TABLE ... PARTITION OF: one for each month, and a default one; or one for each remainder of the tenant's
/// hash.
[[nodiscard]] std::vector<std::string> create_partitions_sql(const TablePlan& table, std::string_view schema);

}  // namespace lite2pg
