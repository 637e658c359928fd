#include "sync/delta/settle.h"

#include <algorithm>

#include "import/catalog/schema_objects.h"
#include "import/ledger/audit.h"
#include "import/ledger/recorded_shape.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// Others may have constraints of their own in the schema.
bool is_of(const Plan& plan, const std::string& schema, const std::string& sql) {
  return std::ranges::any_of(plan.tables, [&](const TablePlan& table) {
    return sql.starts_with("ALTER TABLE " + qualified(schema, table.target) + " ");
  });
}

/// Class 23: integrity constraint violation.
bool is_violation(const TargetError& e) { return e.sqlstate().starts_with("23"); }

}  // namespace

std::vector<std::string> settle(Session& session, const RunRecord& run, const Plan& plan) {
  std::vector<std::string> warnings;
  for (const std::string& sql : validate_statements(session, run.target_schema)) {
    if (!is_of(plan, run.target_schema, sql)) continue;
    try {
      session.execute(sql);
    } catch (const TargetError& e) {
      if (!is_violation(e)) throw;
      warnings.push_back("foreign key not validated; once its rows are settled: " + sql);
    }
  }
  for (const TablePlan& table : plan.tables) session.execute("ANALYZE " + qualified(run.target_schema, table.target));
  Transaction transaction(session);
  add_event(session, run.id, "settled", "{}");
  record_shape(session, run.id, plan, run.target_schema);
  transaction.commit();
  return warnings;
}

bool is_settled(Session& session, const RunRecord& run) {
  return !session.query("SELECT FROM lite2pg.event WHERE run = $1 AND kind = 'settled' LIMIT 1", {run.id}).empty();
}

}  // namespace lite2pg
