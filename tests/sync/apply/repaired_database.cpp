#include "tests/sync/apply/repaired_database.h"

#include "common/console/logging.h"
#include "common/console/progress.h"

namespace lite2pg::test {

RepairResult RepairedDatabase::repair(const std::function<void(RepairSettings&)>& change) const {
  RepairSettings settings;
  settings.source = source();
  settings.target = target().uri();
  settings.scope = RepairScope::all;
  settings.max_changes = {.percent = true, .amount = 100};
  settings.common.jobs = 2;
  if (change) change(settings);
  Progress progress(std::make_shared<Console>(), ProgressMode::never);
  RunMonitor monitor({.task = "repair",
                      .source = settings.source,
                      .target = settings.target,
                      .schema = settings.schema,
                      .hook_dir = {},
                      .trace = {}});
  return lite2pg::repair(settings, monitor, progress);
}

UndoResult RepairedDatabase::undo(const std::string& id) const {
  UndoSettings settings;
  settings.target = target().uri();
  settings.repair = id;
  return lite2pg::undo(settings);
}

std::vector<std::string> RepairedDatabase::content(bool xmin, const std::string& schema) const {
  std::vector<std::string> lines;
  for (const auto& table : psql("SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = "
                                "c.relnamespace WHERE c.relkind = 'r' AND n.nspname = '" +
                                schema + "' ORDER BY 1")) {
    const std::string columns = xmin ? "t.xmin::text || ' ' || (t.*)::text" : "(t.*)::text";
    for (const auto& row : psql("SELECT " + columns + " FROM " + *table[0] + " t ORDER BY 1")) {
      lines.push_back(*table[0] + " " + row[0].value_or("NULL"));
    }
  }
  return lines;
}

std::vector<std::string> lines_of(const std::vector<MadeChange>& changes) {
  std::vector<std::string> lines;
  for (const MadeChange& c : changes) {
    std::string line = c.kind + " " + c.table + " " + c.key;
    for (std::size_t i = 0; i < c.columns.size(); ++i) line += (i == 0 ? " (" : ", ") + c.columns[i];
    lines.push_back(line + (c.columns.empty() ? "" : ")"));
  }
  return lines;
}

std::vector<std::string> lines_of(const SkippedRows& skipped) {
  std::vector<std::string> lines;
  for (const auto& [group, rows] : skipped.groups()) {
    for (const std::string& key : rows.keys) {
      lines.push_back(group.kind + " " + group.table + " " + key + ": " + group.reason);
    }
  }
  return lines;
}

}  // namespace lite2pg::test
