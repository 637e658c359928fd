#include "import/live/record_leaves.h"

#include "common/console/log.h"

namespace lite2pg {
namespace {

void record(DataConnection& connection, std::string_view run, PageSource& source, const TablePlan& table,
            std::uint64_t seed, LeafForm form) {
  const TablePlan digest = digest_plan(table);
  store_leaves(connection, run, table.target, [&](const std::function<void(const LeafRecord&)>& put) {
    each_leaf_record(source, *source.schema().find_table(table.source), digest, seed, form,
                     [&](LeafRecord&& leaf) { put(leaf); });
  });
}

}  // namespace

void record_leaves(DataConnection& connection, std::string_view run, PageSource& source, const TablePlan& table,
                   std::uint64_t seed) {
  const LeafForm form = leaf_form(source, *source.schema().find_table(table.source));
  if (form == LeafForm::whole) return record(connection, run, source, table, seed, form);
  connection.execute("SAVEPOINT leaves");
  try {
    record(connection, run, source, table, seed, form);
  } catch (const LeavesSurprise& e) {
    log_debug("{}", e.what());
    connection.execute("ROLLBACK TO SAVEPOINT leaves");
    record(connection, run, source, table, seed, LeafForm::whole);
  }
  connection.execute("RELEASE SAVEPOINT leaves");
}

}  // namespace lite2pg
