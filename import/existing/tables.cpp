#include "import/existing/tables.h"

#include <algorithm>

#include "common/interrupt.h"
#include "import/catalog/capability_probe.h"
#include "import/catalog/schema_objects.h"
#include "import/existing/foreign_parts.h"
#include "import/load/monitor.h"
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

void ExistingTables::look_for_foreign_parts(Session& asked) {
  foreign_ = foreign_parts(asked, context_.plan, schema_).tables;
  if (!foreign_.empty()) probe_capabilities(asked, {Capability::temporary_tables});
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
  if (context_.plan.tables.empty()) return;
  if (context_.server.can(Capability::truncate)) return execute("TRUNCATE", "", "TRUNCATE " + list());
  for (const TablePlan& table : context_.plan.tables) execute("DELETE", table.source, "DELETE FROM " + name_of(table));
}

TableRecord ExistingTables::copy(std::size_t table, bool freeze, RowSearch search) {
  const TablePlan& plan = context_.plan.tables[table];
  const LoadJob job{table, {}, "", {}};
  TableLoader loader(context_, job, buffer_);
  if (!foreign_.contains(plan.target) || !context_.server.can(Capability::temporary_tables)) {
    search.copy_sql = copy_in_sql(plan, schema_, false);
    return loader.copy_within(connection_, reader(), stop_,
                              copy_in_sql(plan, schema_, freeze && can_freeze(context_.server)), search);
  }
  const auto lay_out = [&] { connection_.execute(lay_out_sql(plan, schema_)); };
  lay_out();
  search.copy_sql = copy_in_sql(laid_out(plan), "pg_temp", false);
  if (search.begin) search.begin = [begin = search.begin, lay_out] { begin(), lay_out(); };
  TableRecord loaded = loader.copy_within(connection_, reader(), stop_, search.copy_sql, search);
  for (const std::string& sql : bring_laid_out_sql(plan, schema_))
    execute("sending rows to other servers", plan.source, sql);
  return loaded;
}

Reader& ExistingTables::reader() {
  if (!reader_) reader_ = context_.source.reader();
  return *reader_;
}

}  // namespace lite2pg
