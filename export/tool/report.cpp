#include "export/tool/report.h"

#include <algorithm>
#include <cstdio>

#include "common/text.h"
#include "common/text_table.h"

namespace lite2pg {
namespace {

/// Nothing for tables so small that the file is mostly its header.
std::string ratio_text(std::uint64_t raw, std::uint64_t stored) {
  constexpr std::uint64_t smallest = 4096;
  if (raw < smallest || stored == 0) return "";
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", static_cast<double>(raw) / static_cast<double>(stored));
  return text;
}

/// A name in one line: what would break the table is shown as a dot.
std::string shown(const std::string& name) {
  std::string text = name;
  std::ranges::replace_if(
      text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '.');
  return text;
}

std::vector<std::string> cells(const std::string& name, std::uint64_t rows, std::uint64_t raw, std::uint64_t stored) {
  return {name, with_thousands(rows), human_bytes(raw), human_bytes(stored), ratio_text(raw, stored)};
}

}  // namespace

std::string archive_table_text(const Manifest& manifest) {
  TextTable text(
      {{"table"}, {"rows", Align::right}, {"data", Align::right}, {"stored", Align::right}, {"ratio", Align::right}});
  std::uint64_t rows = 0, raw = 0, stored = 0;
  for (const ManifestTable& t : manifest.tables) {
    text.add_row(cells(shown(t.source), t.rows, t.raw_bytes, t.file.bytes));
    rows += t.rows;
    raw += t.raw_bytes;
    stored += t.file.bytes;
  }
  text.add_rule();
  text.add_row(cells("total", rows, raw, stored));
  return text.str();
}

std::string archive_list_text(const Manifest& manifest) {
  TextTable text({{"table"},
                  {"file"},
                  {"rows", Align::right},
                  {"data", Align::right},
                  {"stored", Align::right},
                  {"blocks", Align::right}});
  for (const ManifestTable& t : manifest.tables) {
    text.add_row({shown(t.source), t.file.path, with_thousands(t.rows), human_bytes(t.raw_bytes),
                  human_bytes(t.file.bytes), with_thousands(t.blocks.size())});
  }
  return "source    " + shown(manifest.source_path) + ", " + human_bytes(manifest.source_bytes) + ", " +
         manifest.source_content + "\nexported  " + manifest.created_at + " by lite2pg-export " +
         manifest.tool_version + ", codec " + std::string(name_of(manifest.codec)) + "\narchive   " + manifest.content +
         ", whole and unchanged\n\n" + text.str();
}

ReportTable report_table(const TableResult& result, const Plan& plan) {
  ReportTable table;
  table.source = result.entry.source;
  table.target = result.entry.target;
  table.rows_source = result.entry.rows;
  table.digest_source = result.entry.digest.total();
  table.verdict = Verdict::done;
  table.bytes = result.entry.file.bytes;
  table.seconds = result.seconds;
  if (const TablePlan* planned = plan.find_table(result.entry.source)) table.columns = report_columns(*planned);
  return table;
}

}  // namespace lite2pg
