// The plan for people: what --dry-run prints.
#include "mapping/documents/describe_plan.h"

#include <algorithm>
#include <array>

#include "common/text.h"
#include "common/text_table.h"
#include "common/utf8.h"
#include "mapping/documents/application_notes.h"
#include "mapping/plan/names.h"
#include "mapping/plan/plan.h"

namespace lite2pg {
namespace {

/// Names come from the file and may hold anything: one line of valid UTF-8.
std::string printable(std::string_view text) {
  std::string result(text);
  const bool valid = is_valid_utf8(text);
  for (char& c : result) {
    const auto u = static_cast<unsigned char>(c);
    if (u < 0x20 || u == 0x7F || (!valid && u >= 0x80)) c = '?';
  }
  return result;
}

std::string counted(std::size_t n, const std::string& one) {
  return with_thousands(n) + " " + one + (n == 1 ? "" : "s");
}

std::string type_cell(const ColumnPlan& c) {
  std::string text = c.type;
  if (c.identity) text += " identity";
  if (c.generated) text += " generated";
  if (c.not_null) text += " not null";
  return text;
}

std::string name_cell(const ColumnPlan& c) {
  const std::string source = printable(c.source);
  return c.target == c.source || c.source.empty() ? printable(c.target) : source + " -> " + printable(c.target);
}

std::string describe_table(const TablePlan& table) {
  std::string text = "Table " + printable(table.source);
  if (table.target != table.source) text += " -> " + printable(table.target);
  text += ": " + counted(table.rows, "row") + ", " + human_bytes(table.bytes) + "\n";
  TextTable columns({{"column"}, {"declared"}, {"PostgreSQL"}, {"fidelity"}, {"found"}});
  for (const ColumnPlan& c : table.columns) {
    columns.add_row({name_cell(c), c.declared_type.empty() ? "-" : printable(c.declared_type), type_cell(c),
                     std::string(name_of(c.fidelity)), printable(c.evidence)});
  }
  return text + columns.str() + "\n";
}

std::string describe_objects(const Plan& plan) {
  if (plan.objects.empty()) return {};
  std::array<std::size_t, 3> counts{};
  TextTable list({{"object"}, {"name"}, {"table"}, {"becomes"}, {"reason"}});
  for (const ObjectPlan& o : plan.objects) {
    ++counts[static_cast<std::size_t>(o.status)];
    if (o.status == ObjectStatus::carried && o.reason.empty()) continue;
    list.add_row({std::string(name_of(o.kind)), printable(o.name), printable(o.table), std::string(name_of(o.status)),
                  printable(o.reason)});
  }
  std::string text = "Objects: " + with_thousands(counts[0]) + " carried, " + with_thousands(counts[1]) + " changed, " +
                     with_thousands(counts[2]) + " not carried\n";
  if (!list.empty()) text += list.str();
  return text + "\n";
}

/// A text of several lines, each of them printable.
std::string block(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    result += "  " + printable(text.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return result;
}

/// The PL/pgSQL of those that are carried, and a sketch of those that are not.
std::string describe_triggers(const Plan& plan) {
  std::string text;
  for (const ObjectPlan& o : plan.objects) {
    if (o.kind != ObjectKind::trigger || (o.sql.empty() && o.sketch.empty())) continue;
    text += "Trigger " + printable(o.name) + " on " + printable(o.table) +
            (o.sql.empty() ? ", not carried. SQLite has\n" + block(o.original) + "  to begin with:\n" + block(o.sketch)
                           : ":\n");
    for (const std::string& sql : o.sql) text += block(sql + ";");
    text += "\n";
  }
  return text;
}

std::string describe_notes(const Plan& plan) {
  std::string text;
  for (const std::string& note : application_notes(plan)) text += "- " + note + "\n";
  return text.empty() ? text : "What your application will notice (docs/schema.md):\n" + text + "\n";
}

std::string describe_misfits(const Plan& plan) {
  if (plan.misfits.empty()) return {};
  std::string text = "Values that do not fit (--on-misfit=fail refuses them):\n";
  TextTable list({{"table"}, {"column"}, {"values", Align::right}, {"first"}, {"value"}, {"reason"}});
  for (const MisfitReport& m : plan.misfits) {
    list.add_row({printable(m.table), printable(m.column), m.count == 0 ? "some" : with_thousands(m.count), m.rowid,
                  printable(m.value), printable(m.reason)});
  }
  return text + list.str() + "\n";
}

/// Behind all else, so that what follows the heading can be pasted as it stands.
std::string describe_remedies(const Plan& plan) {
  const std::string text = text_of(remedies_of(plan.misfits));
  return text.empty() ? text : "\nLines for a mapping file (--mapping FILE) that settle them:\n\n" + text;
}

std::string describe_warnings(const Plan& plan) {
  std::string text;
  for (const std::string& warning : plan.warnings) text += "warning: " + warning + "\n";
  return text.empty() ? text : text + "\n";
}

std::string describe_total(const Plan& plan) {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::array<std::size_t, 3> fidelities{};
  for (const TablePlan& t : plan.tables) {
    rows += t.rows;
    bytes += t.bytes;
    for (const ColumnPlan& c : t.columns) ++fidelities[static_cast<std::size_t>(c.fidelity)];
  }
  return counted(plan.tables.size(), "table") + ", " + counted(rows, "row") + ", " + human_bytes(bytes) +
         "; columns: " + with_thousands(fidelities[0]) + " exact, " + with_thousands(fidelities[1]) + " equivalent, " +
         with_thousands(fidelities[2]) + " lossy\nplan " + hash_of(plan) + "\n";
}

}  // namespace

std::string describe(const Plan& plan) {
  std::string text;
  if (plan.options.existing) text = "Into the tables that stand in the target: their types decide.\n\n";
  for (const std::string& where : plan.options.where) text += "Only rows by " + printable(where) + "\n";
  if (!plan.options.where.empty()) text += "\n";
  for (const TablePlan& table : plan.tables) text += describe_table(table);
  return text + (plan.options.existing ? "" : describe_objects(plan) + describe_triggers(plan)) + describe_notes(plan) +
         describe_misfits(plan) + describe_warnings(plan) + describe_total(plan) + describe_remedies(plan);
}

}  // namespace lite2pg
