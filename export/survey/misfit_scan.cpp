#include "export/survey/misfit_scan.h"

#include <algorithm>
#include <map>

#include "common/interrupt.h"
#include "export/survey/slice_work.h"
#include "mapping/choice/value_check.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

constexpr std::uint64_t batch = 8192;

/// What was refused for one reason.
struct Refused {
  std::uint64_t count = 0;
  std::string row, value;  ///< Of the first one.
};
/// By position in the table's list of columns and by reason.
using Findings = std::map<std::pair<std::size_t, Misfit>, Refused>;

/// A table with misfits and its columns to look at.
struct Suspect {
  const Table* table = nullptr;
  std::vector<const ColumnPlan*> columns;
  std::vector<ValueCheck> checks;  ///< One a column.
  std::vector<Findings> slices;
};

bool names(const Plan& plan, const TablePlan& table, const ColumnPlan& column) {
  return std::any_of(plan.misfits.begin(), plan.misfits.end(),
                     [&](const MisfitReport& m) { return m.table == table.source && m.column == column.source; });
}

std::vector<Suspect> suspects_of(const Schema& schema, const Plan& plan) {
  std::vector<Suspect> suspects;
  for (const TablePlan& planned : plan.tables) {
    Suspect s{schema.find_table(planned.source), {}, {}, {}};
    for (const ColumnPlan& c : planned.columns) {
      if (c.source_index < 0 || !names(plan, planned, c)) continue;
      s.columns.push_back(&c);
      s.checks.emplace_back(c);
    }
    if (s.table != nullptr && !s.columns.empty()) suspects.push_back(std::move(s));
  }
  return suspects;
}

Misfit refusal(const ColumnPlan& column, const ValueCheck& check, const Value& v, FieldBuffer& scratch) {
  if (v.is_null()) return column.not_null ? Misfit::not_null : Misfit::none;
  scratch.clear();
  const Encoded e = encode(column.codec, v, scratch);
  if (e.misfit == Misfit::none && !e.null && check.is_needed()) return check.check(scratch.view());
  return e.misfit == Misfit::none && e.null && column.not_null ? Misfit::not_null : e.misfit;
}

Findings look_through(const Suspect& suspect, RowCursor& cursor, const StopFlag& stop) {
  Findings found;
  FieldBuffer scratch;
  Row row;
  for (std::uint64_t n = 1; cursor.next(row); ++n) {
    for (std::size_t i = 0; i < suspect.columns.size(); ++i) {
      const Value& v = row[static_cast<std::size_t>(suspect.columns[i]->source_index)];
      const Misfit m = refusal(*suspect.columns[i], suspect.checks[i], v, scratch);
      if (m == Misfit::none) continue;
      Refused& r = found[{i, m}];
      if (r.count++ == 0) r = {1, cursor.locate(), show(v)};
    }
    if (n % batch != 0) continue;
    throw_if_interrupted();
    if (stop.stopped()) break;
  }
  return found;
}

/// Slices come in key order, so that the first example is the first of the table.
Findings join(const std::vector<Findings>& slices) {
  Findings all;
  for (const Findings& slice : slices)
    for (const auto& [what, r] : slice) {
      Refused& sum = all[what];
      if (sum.count == 0) sum = {0, r.row, r.value};
      sum.count += r.count;
    }
  return all;
}

/// Appends what was found of an entry of the plan; the entry itself when nothing was and it was no mere suspicion.
void append_reports(const MisfitReport& planned, const std::vector<Suspect>& suspects, std::vector<MisfitReport>& out) {
  const std::size_t before = out.size();
  for (const Suspect& s : suspects) {
    if (s.table->name != planned.table) continue;
    for (const auto& [what, r] : join(s.slices))
      if (s.columns[what.first]->source == planned.column)
        out.push_back({planned.table, planned.column, r.row, r.value, std::string(describe(what.second)), r.count,
                       planned.remedy});
  }
  if (out.size() == before && !planned.suspected) out.push_back(planned);
}

}  // namespace

std::vector<MisfitReport> list_misfits(RowSource& source, const Plan& plan, unsigned jobs) {
  std::vector<Suspect> suspects = suspects_of(source.schema(), plan);
  std::vector<const Table*> tables;
  for (const Suspect& s : suspects) tables.push_back(s.table);
  const auto work = plan_slices(source, tables, jobs);
  for (const SliceWork& w : work) {
    auto& slices = suspects[w.table].slices;
    slices.resize(std::max(slices.size(), w.slice + 1));
  }
  if (!work.empty())
    scan_slices(source, tables, work, jobs, [&](const SliceWork& w, RowCursor& cursor, const StopFlag& stop) {
      suspects[w.table].slices[w.slice] = look_through(suspects[w.table], cursor, stop);
    });
  std::vector<MisfitReport> reports;
  for (const MisfitReport& planned : plan.misfits) {
    const bool listed = std::any_of(reports.begin(), reports.end(), [&](const MisfitReport& r) {
      return r.table == planned.table && r.column == planned.column;
    });
    if (!listed) append_reports(planned, suspects, reports);
  }
  return reports;
}

}  // namespace lite2pg
