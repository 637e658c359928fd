// Tables of the target whose rows, or some of them, stand on other servers (postgres_fdw). COPY sends such rows one by
// one before PostgreSQL 16, and each waits for its answer; INSERT ... SELECT sends as many at once as batch_size says
// (https://www.postgresql.org/docs/15/postgres-fdw.html section F.38.1.4).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

struct ForeignParts {
  std::set<std::string> tables;       ///< Of the plan, by target name.
  std::vector<std::string> slow;      ///< Servers, quoted, that get one row at a time.
  std::vector<std::string> remedies;  ///< A statement for each of them.
};

[[nodiscard]] ForeignParts foreign_parts(Session& session, const Plan& plan, const std::string& schema);

/// What to do about slow servers, for people; empty when there are none.
[[nodiscard]] std::string batch_advice(const ForeignParts& parts);

/// Rows are laid out in a temporary table first: what makes it, the table as the rows are sent to it, and what brings
/// them to where they belong and ends it.
[[nodiscard]] std::string lay_out_sql(const TablePlan& table, const std::string& schema);
[[nodiscard]] TablePlan laid_out(const TablePlan& table);
[[nodiscard]] std::vector<std::string> bring_laid_out_sql(const TablePlan& table, const std::string& schema);

}  // namespace lite2pg
