#include "import/existing/tables.h"

#include <algorithm>

#include "common/interrupt.h"
#include "import/load/monitor.h"
#include "import/load/table_loader.h"
#include "import/postgres/schema_objects.h"
#include "mapping/plan/ddl.h"

namespace lite2pg {

std::string ExistingTables::name_of(const TablePlan& table) const { return qualified(schema_, table.target); }

std::string ExistingTables::list() const {
  std::vector<std::string> names;
  for (const TablePlan& table : context_.plan.tables) names.push_back(name_of(table));
  std::ranges::sort(names);
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

void ExistingTables::execute(const std::string& what, const std::string& table, const std::string& sql) {
  throw_if_interrupted();
  const RunMonitor::Work work(context_.monitor, what, table);
  try {
    connection_.execute(sql);
  } catch (const TargetError& e) {
    if (e.stalled()) throw TargetError::stall(what + ": " + e.what());
    throw;
  }
}

void ExistingTables::begin(const std::function<Session&()>& asked) {
  connection_.begin({});
  if (context_.plan.tables.empty()) return;
  try {
    execute("locking the tables", "", "LOCK TABLE " + list() + " IN ACCESS EXCLUSIVE MODE");
  } catch (const TargetError& e) {
    if (!is_lock_timeout(e)) throw;
    std::vector<std::string> names;
    for (const TablePlan& table : context_.plan.tables) names.push_back(table.target);
    throw lock_error(asked(), schema_, names, "end what uses them, or wait longer with --lock-timeout SECONDS");
  }
}

void ExistingTables::truncate() {
  if (!context_.plan.tables.empty()) execute("TRUNCATE", "", "TRUNCATE " + list());
}

TableRecord ExistingTables::copy(std::size_t table, bool freeze) {
  const LoadJob job{table, {}, "", {}};
  TableLoader loader(context_, job, buffer_);
  return loader.copy_within(connection_, reader(), stop_, copy_in_sql(context_.plan.tables[table], schema_, freeze));
}

Reader& ExistingTables::reader() {
  if (!reader_) reader_ = context_.source.reader();
  return *reader_;
}

}  // namespace lite2pg
