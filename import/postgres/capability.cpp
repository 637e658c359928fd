#include "import/postgres/capability.h"

#include <nlohmann/json.hpp>

namespace lite2pg {
namespace {

using Statements = std::vector<std::string>;

constexpr std::array<CapabilityTraits, capability_count> traits_table = {{
    {Capability::advisory_locks, "advisory locks", "one process at a time leads a run; who works for it is known",
     "a run's lock is the lock of a row of the ledger, taking turns that of a table", false, false,
     [](const ProbePlace&) {
       return Statements{"SELECT pg_catalog.pg_try_advisory_xact_lock(1279873108, 0)"};  // beside run_lock.cpp's
     }},
    {Capability::truncate, "TRUNCATE in a transaction", "tables are emptied before they are loaded",
     "tables are emptied by DELETE", true, false,
     [](const ProbePlace& p) { return Statements{"TRUNCATE " + p.schema + ".lite2pg_probe"}; }},
    {Capability::freeze, "COPY FREEZE", "rows need no VACUUM after the load", "COPY without FREEZE", true, true,
     [](const ProbePlace& p) { return Statements{"COPY " + p.schema + ".lite2pg_probe FROM STDIN (FREEZE)"}; }},
    {Capability::set_schema, "SET SCHEMA", "what was staged is published by a move",
     "publishing makes the tables anew and copies the rows, in one transaction", true, false,
     [](const ProbePlace& p) {
       return Statements{"ALTER TABLE " + p.schema + ".lite2pg_probe_2 SET SCHEMA " + p.other_schema};
     }},
    {Capability::snapshots, "exported snapshots", "several connections read one state of the target",
     "one connection reads all of the target", false, false,
     [](const ProbePlace&) { return Statements{"SELECT pg_catalog.pg_export_snapshot()"}; }},
    {Capability::page_ranges, "ctid", "a table is read in ranges of its pages", "a table is read as a whole", false,
     false,
     [](const ProbePlace& p) {
       return Statements{"SELECT ctid FROM " + p.relation + " WHERE ctid >= '(0,0)' AND ctid < '(1,0)' LIMIT 1"};
     }},
    {Capability::row_writers, "xmin", "rows of a load are told from those that were written later",
     "every row counts as one that may have been written later", false, false,
     [](const ProbePlace& p) {
       Statements probe = {"SELECT xmin FROM " + p.relation + " LIMIT 1"};
       if (p.writes) probe.emplace_back("SELECT pg_catalog.pg_current_xact_id()");
       return probe;
     }},
    {Capability::temporary_tables, "temporary tables", "what a repair is to change is laid out beside the tables",
     "it is laid out in a schema of its own, which the same transaction drops", false, false,
     [](const ProbePlace&) {
       return Statements{"CREATE TEMPORARY TABLE lite2pg_probe_3 (a pg_catalog.int4) ON COMMIT DROP"};
     }},
}};

}  // namespace

const std::array<CapabilityTraits, capability_count>& capability_table() noexcept { return traits_table; }
const CapabilityTraits& traits_of(Capability c) noexcept { return traits_table[static_cast<std::size_t>(c)]; }

void Capabilities::refuse(Capability c, std::string why) {
  all_[index(c)] = {true, why.empty() ? "refused" : std::move(why)};
}

nlohmann::ordered_json to_json(const Capabilities& found) {
  auto list = nlohmann::ordered_json::array();
  for (const CapabilityTraits& row : traits_table) {
    if (!found.is_probed(row.capability)) continue;
    nlohmann::ordered_json item = {{"name", row.name}, {"for", row.used_for}, {"used", found.has(row.capability)}};
    if (!found.has(row.capability)) {
      item["reason"] = found.why(row.capability);
      item["instead"] = row.instead;
    }
    list.push_back(std::move(item));
  }
  return list;
}

std::string refusals_line(const Capabilities& found) {
  std::string line;
  for (const CapabilityTraits& row : traits_table) {
    if (found.has(row.capability)) continue;
    line += (line.empty() ? "" : "; ") + std::string(row.name) + " (" + std::string(row.instead) + ")";
  }
  return line.empty() ? "" : "slower than it might be, since the server refuses " + line;
}

}  // namespace lite2pg
