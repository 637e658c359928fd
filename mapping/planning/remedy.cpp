// What is said about values that do not fit, and the mapping-file lines that resolve them.
#include <algorithm>

#include "common/text.h"
#include "mapping/plan/names.h"
#include "mapping/planning/planning.h"

namespace lite2pg {
namespace {

ColumnChoice widened(const ColumnDraft& column) {
  ColumnRule rule = column.rule;
  rule.type.reset();
  rule.on_misfit = MisfitPolicy::widen;
  return choose_type(*column.census, rule);
}

bool only_empties(const ColumnDraft& column) {
  Reading reading = column.rule.reading;
  reading.empty_as_null = true;
  return !column.choice.fit.misfits.empty() && column.census->text_empty.count > 0 &&
         fit_to(*column.census, column.choice.fit.type, reading).holds();
}

bool bad_bytes(const ColumnDraft& column) {
  return std::ranges::any_of(column.choice.fit.misfits, [](const ColumnMisfit& m) {
    return m.misfit == Misfit::nul_byte || m.misfit == Misfit::invalid_utf8;
  });
}

/// Documents that jsonb has no place for.
bool is_kept_as_json(const ColumnDraft& column) {
  TargetType json;
  json.family = TargetType::Family::json;
  return column.choice.fit.type.family == TargetType::Family::jsonb && column.choice.fit.holds() &&
         fit_to(*column.census, json, column.rule.reading).holds();
}

std::vector<std::string> choices(const ColumnDraft& column) {
  std::vector<std::string> lines;
  const auto offer = [&](const std::string& key, const std::string& comment) {
    lines.push_back(key + "  # " + comment);
  };
  if (!column.nulls.empty()) offer("on_misfit = \"widen\"", "NULLs stay; a PRIMARY KEY becomes UNIQUE");
  if (only_empties(column)) offer("empty_as_null = true", "lossy: empty text becomes NULL");
  if (is_kept_as_json(column)) {
    offer("type = \"json\"", "exact: each document as it stands");
    offer("repeated_keys = \"last\"", "lossy: of equal keys in an object the last one counts");
  }
  const ColumnChoice wide = widened(column);
  const bool wider = wide.fit.holds() && !(wide.fit.type == column.choice.fit.type);
  if (wider) offer("type = " + toml_string(to_sql(wide.fit.type)), std::string(name_of(wide.fit.fidelity)));
  if (bad_bytes(column)) {
    offer("bad_text = \"strip\"", "lossy: NUL and invalid bytes are left out; or \"replace\"");
    offer("encoding = \"windows1252\"", "lossy: bytes that are not UTF-8 are read as this; or \"latin1\"");
  }
  lines.emplace_back(reject_choice);
  if (column.nulls.empty()) offer("null_on_misfit = true", "lossy: such values become NULL");
  return lines;
}

}  // namespace

std::string hint_for(const TableDraft& table, const ColumnDraft& column) {
  const ColumnCensus& c = *column.census;
  const TargetType& type = column.choice.fit.type;
  const TargetType wished = candidates_for(c.type(), c).front();
  if (column.choice.given || !column.choice.fit.holds() || type == wished) return {};
  const std::string section = mapping_section(table.source->name, column.source->name) + "\n";
  const bool only_numbers = c.count(StorageClass::text) + c.count(StorageClass::blob) == 0;
  if (is_temporal(wished) && only_numbers && !is_temporal(type)) {
    return "stays " + to_sql(type) +
           ", because its numbers are not whole microseconds under exactly one reading; to name one:\n" + section +
           "type = \"timestamptz\"\nformat = \"epoch_s\"  # or epoch_ms, epoch_us, julian, cocoa, webkit";
  }
  Reading reading = column.rule.reading;
  reading.mixed = reading.respell = false;
  if (reading.empty_as_null || c.text_empty.count == 0) return {};
  reading.empty_as_null = true;
  if (!fit_to(c, wished, reading).exact()) return {};
  return "is " + to_sql(type) + " because of empty text; as NULL it would be " + to_sql(wished) + ":\n" + section +
         "empty_as_null = true";
}

std::vector<MisfitReport> report_misfits(const TableDraft& table, const ColumnDraft& column) {
  std::vector<MisfitReport> reports;
  const bool numbered = table.source->kind == TableKind::rowid;
  std::vector<ColumnMisfit> misfits = column.choice.fit.misfits;
  misfits.insert(misfits.end(), column.nulls.begin(), column.nulls.end());
  for (const ColumnMisfit& m : misfits) {
    MisfitReport& report = reports.emplace_back();
    report.table = table.source->name;
    report.column = column.source->name;
    report.reason = m.reason;
    report.count = m.count;
    report.suspected = m.suspected;
    if (numbered && m.first_row) report.rowid = "rowid " + std::to_string(*m.first_row);
  }
  if (reports.empty()) return reports;
  reports.front().remedy = {{mapping_section(table.source->name, column.source->name), choices(column)}};
  return reports;
}

}  // namespace lite2pg
