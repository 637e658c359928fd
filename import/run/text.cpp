#include "import/run/text.h"

#include <map>

#include "common/text.h"
#include "common/text_table.h"

namespace lite2pg {
namespace {

std::string speed(std::uint64_t bytes, double seconds) {
  if (seconds <= 0) return "";
  return human_bytes(static_cast<std::uint64_t>(static_cast<double>(bytes) / seconds)) + "/s";
}

std::string count_or_blank(std::uint64_t n) { return n == 0 ? "" : with_thousands(n); }

/// The slices of a table as one record.
std::map<std::string, TableRecord> by_table(const std::vector<TableRecord>& records) {
  std::map<std::string, std::vector<TableRecord>> slices;
  for (const TableRecord& r : records) slices[r.table].push_back(r);
  std::map<std::string, TableRecord> tables;
  for (const auto& [name, list] : slices) tables.emplace(name, sum_of(list));
  return tables;
}

}  // namespace

std::string misfit_text(const std::vector<MisfitReport>& misfits) {
  if (misfits.empty()) return {};
  TextTable table({{"table"}, {"column"}, {"values", Align::right}, {"first"}, {"value"}, {"reason"}});
  for (const MisfitReport& m : misfits)
    table.add_row({m.table, m.column, with_thousands(m.count), m.rowid, m.value, m.reason});
  const std::string remedies = text_of(remedies_of(misfits));
  std::string text = "Values that their column's type cannot hold exactly:\n\n" + table.str();
  if (!remedies.empty()) text += "\nLines for a mapping file (--mapping FILE) that settle them:\n\n" + remedies;
  return text;
}

std::string orphan_text(const std::vector<Orphans>& orphans) {
  if (orphans.empty()) return {};
  TextTable table({{"table"}, {"refers to"}, {"rows", Align::right}, {"for example"}});
  for (const Orphans& o : orphans) {
    std::string examples = o.problem;
    for (const std::string& e : o.examples) examples += (examples.empty() ? "" : ", ") + e;
    table.add_row({o.table, o.parent, with_thousands(o.count), examples});
  }
  return "Rows that refer to a row which does not exist:\n\n" + table.str();
}

std::string aside_text(const OrphansByTable& orphans) {
  if (orphans.empty()) return {};
  TextTable table({{"table"}, {"rows", Align::right}});
  for (const auto& [name, rows] : orphans) table.add_row({name, with_thousands(rows.size())});
  return "Rows that are set aside (--orphans=set-aside):\n\n" + table.str() + "\n";
}

std::string refusal_text(const Plan& plan, const std::vector<Refusal>& refusals) {
  if (refusals.empty()) return {};
  TextTable table({{"table"}, {"object"}, {"what PostgreSQL says"}});
  for (const Refusal& r : refusals) {
    const bool known = r.object != Step::no_object;
    const std::string object =
        known ? std::string(name_of(plan.objects[r.object].kind)) + " " + plan.objects[r.object].name : "rows";
    table.add_row({r.table, object, r.message});
  }
  return "PostgreSQL refused:\n\n" + table.str();
}

std::string object_text(const Plan& plan) {
  TextTable table({{"object"}, {"table"}, {"status"}, {"reason"}});
  for (const ObjectPlan& o : plan.objects) {
    if (o.status == ObjectStatus::carried) continue;
    const std::string status = o.status == ObjectStatus::changed ? "changed" : "not carried";
    table.add_row({std::string(name_of(o.kind)) + " " + o.name, o.table, status, o.reason});
  }
  return table.empty() ? "" : "Not carried as they are:\n\n" + table.str();
}

std::string closing_table(const Plan& plan, const std::vector<TableRecord>& tables, double seconds) {
  const auto records = by_table(tables);
  TextTable table({{"table"},
                   {"rows", Align::right},
                   {"rejected", Align::right},
                   {"size", Align::right},
                   {"time", Align::right},
                   {"speed", Align::right}});
  TableRecord total;
  for (const TablePlan& t : plan.tables) {
    const auto found = records.find(t.target);
    if (found == records.end()) continue;
    const TableRecord& r = found->second;
    table.add_row({t.target, with_thousands(r.rows), count_or_blank(r.rejected), human_bytes(r.bytes),
                   r.seconds > 0 ? human_seconds(r.seconds) : "", speed(r.bytes, r.seconds)});
    total.rows += r.rows;
    total.rejected += r.rejected;
    total.bytes += r.bytes;
  }
  table.add_rule();
  table.add_row({std::to_string(records.size()) + (records.size() == 1 ? " table" : " tables"),
                 with_thousands(total.rows), count_or_blank(total.rejected), human_bytes(total.bytes),
                 human_seconds(seconds), speed(total.bytes, seconds)});
  return table.str();
}

}  // namespace lite2pg
