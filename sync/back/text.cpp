#include "sync/back/text.h"

#include "common/text.h"
#include "common/text_table.h"

namespace lite2pg {
namespace {

std::string plural(std::uint64_t n, const std::string& word) {
  return with_thousands(n) + " " + word + (n == 1 ? "" : "s");
}

}  // namespace

std::string back_text(const Report& report, const std::string& out, const std::string& origin, const std::string& but) {
  TextTable table({{"table"}, {"rows", Align::right}, {"verdict"}});
  std::uint64_t rows = 0;
  for (const ReportTable& t : report.tables) {
    table.add_row({t.source, with_thousands(t.rows_source.value_or(0)), std::string(name_of(t.verdict))});
    rows += t.rows_source.value_or(0);
  }
  std::string text = report.tables.empty() ? "" : table.str() + "\n";
  for (const ObjectPlan& o : report.objects) {
    if (o.status != ObjectStatus::carried) text += std::string(name_of(o.kind)) + " " + o.name + ": " + o.reason + "\n";
  }
  for (const std::string& warning : report.warnings) text += "note: " + warning + "\n";
  return text + out + ": made from " + origin + ", " + plural(report.tables.size(), "table") + ", " +
         plural(rows, "row") + "; SQLite finds it sound, and it holds what the target held when this began" +
         (but.empty() ? "" : ", " + but) + "\n";
}

}  // namespace lite2pg
