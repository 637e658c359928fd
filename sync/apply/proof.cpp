#include "sync/apply/proof.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "verify/sides/placed_row.h"

namespace lite2pg {
namespace {

/// Hands hash, xmin and place of each row that the condition lets through to `take`.
template <typename Function>
void read_rows(DataConnection& connection, const ComparedTable& table, const std::string& condition, std::uint64_t seed,
               Function&& take) {
  WireRowReader reader(table.plan, count_of(SystemColumns::place));
  RowHasher hasher(seed, table.plan.key);
  (void)connection.copy_out(copy_rows_sql(table, condition, SystemColumns::place), [&](std::string_view tuple) {
    reader.read(tuple, hasher.encoder());
    take(hasher.hash(), xmin_of(reader), place_of(reader));
  });
}

std::string written_places(const AppliedTable& table) {
  const std::string from =
      " FROM " + table.written() + " w WHERE w.number = " + std::to_string(table.number) + " AND w.place IS NOT NULL";
  return "ctid = ANY (ARRAY(SELECT w.place" + from + ")) AND (tableoid, ctid) IN (SELECT w.tbl, w.place" + from + ")";
}

[[noreturn]] void refuse(const TableChanges& changes) {
  throw Error(
      ExitCode::refused,
      "table '" + changes.table->plan.target + "': rows did not become what the source says; all of it was rolled back",
      "a rule, or a trigger of another table, may change what is written there");
}

}  // namespace

std::vector<RefusedChange> drop_moved(DataConnection& connection, const AppliedTable& table,
                                      const TableChanges& changes, std::uint64_t seed) {
  std::map<RowPlace, const Change*> open;
  for (const Change& c : changes.changes) {
    if (c.kind != ChangeKind::insert) open.emplace(c.place, &c);
  }
  if (open.empty()) return {};
  connection.execute(lock_sql(table));
  read_rows(connection, *changes.table, at_places(table), seed,
            [&](const RowHash& hash, std::uint32_t xmin, const RowPlace& place) {
              const auto found = open.find(place);
              if (found == open.end() || found->second->xmin != xmin || found->second->target != hash) return;
              open.erase(found);
            });
  std::vector<RefusedChange> moved;
  std::vector<std::uint64_t> ids;
  for (const auto& [place, change] : open) {
    moved.push_back({table.number, change->id, "it was changed or deleted meanwhile"});
    ids.push_back(change->id);
  }
  if (!ids.empty()) connection.execute(drop_changes_sql(table, ids));
  return moved;
}

void prove_written(DataConnection& connection, const AppliedTable& table, const TableChanges& changes,
                   std::uint64_t seed, std::set<std::uint32_t>& xids) {
  std::map<RowHash, std::int64_t> expected;
  std::uint64_t deletes = 0;
  for (const Change& c : changes.changes) {
    c.kind == ChangeKind::remove ? static_cast<void>(++deletes) : static_cast<void>(++expected[c.source]);
  }
  read_rows(connection, *changes.table, written_places(table), seed,
            [&](const RowHash& hash, std::uint32_t xmin, const RowPlace& /*place*/) {
              --expected[hash];
              xids.insert(xmin);
            });
  const std::string deleted = connection.query_value("SELECT pg_catalog.count(*) FROM " + table.written() +
                                                     " WHERE kind = 'd' AND number = " + std::to_string(table.number));
  const bool right = std::ranges::all_of(expected, [](const auto& e) { return e.second == 0; });
  if (!right || std::strtoull(deleted.c_str(), nullptr, 10) != deletes) refuse(changes);
}

}  // namespace lite2pg
