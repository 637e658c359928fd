#include "export/survey/misfit_scan.h"

#include <algorithm>
#include <map>

#include "common/interrupt.h"
#include "export/survey/slice_work.h"
#include "mapping/choice/stand_in.h"
#include "mapping/choice/trial.h"
#include "mapping/choice/value_check.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

constexpr std::uint64_t rows_between_looks = 8192;

/// What was refused for one reason.
struct Refused {
  std::uint64_t count = 0;
  std::vector<MisfitRow> rows;  ///< The first ones.
};
/// By position in the table's list of columns and by reason.
using Findings = std::map<std::pair<std::size_t, Misfit>, Refused>;

/// A way to read a column, with what it asks of values.
struct Attempt {
  explicit Attempt(const ColumnPlan& c) : column(&c), check(c), stand_in(c) {}

  const ColumnPlan* column;
  ValueCheck check;
  ColumnStandIn stand_in;

  [[nodiscard]] Misfit refusal(const Value& source, FieldBuffer& scratch) const {
    const Value v = stand_in.is_needed() ? stand_in.of(source) : source;
    if (v.is_null()) return column->takes_null() ? Misfit::none : Misfit::not_null;
    scratch.clear();
    const Encoded e = encode(column->codec, v, scratch);
    if (e.misfit == Misfit::none && !e.null && check.is_needed()) return check.check(scratch.view());
    return e.misfit == Misfit::none && e.null && !column->takes_null() ? Misfit::not_null : e.misfit;
  }
  [[nodiscard]] const Value& value(Row row) const { return row[static_cast<std::size_t>(column->source_index)]; }
};

/// A table with misfits and its columns to look at.
struct Suspect {
  const Table* table = nullptr;
  std::vector<Attempt> columns;             ///< As planned.
  std::vector<Attempt> candidates;          ///< Of all columns' trials.
  std::vector<Findings> slices;             ///< Of `columns`.
  std::vector<std::vector<char>> refusing;  ///< A slice each: which candidates refused a value.
};

bool names(const Plan& plan, const TablePlan& table, const ColumnPlan& column) {
  return std::any_of(plan.misfits.begin(), plan.misfits.end(),
                     [&](const MisfitReport& m) { return m.table == table.source && m.column == column.source; });
}

std::vector<Suspect> suspects_of(const Schema& schema, const Plan& plan) {
  std::vector<Suspect> suspects;
  for (const TablePlan& planned : plan.tables) {
    Suspect s;
    s.table = schema.find_table(planned.source);
    for (const ColumnPlan& c : planned.columns) {
      if (c.source_index < 0 || !names(plan, planned, c)) continue;
      s.columns.emplace_back(c);
    }
    for (const ColumnTrial& trial : plan.trials)
      if (trial.table == planned.source)
        for (const Candidate& candidate : trial.candidates) s.candidates.emplace_back(candidate.column);
    if (s.table != nullptr && !s.columns.empty()) suspects.push_back(std::move(s));
  }
  return suspects;
}

/// What a slice showed.
struct SliceFindings {
  Findings refused;
  std::vector<char> refusing;
};

SliceFindings look_through(const Suspect& suspect, RowCursor& cursor, const StopFlag& stop) {
  SliceFindings found{{}, std::vector<char>(suspect.candidates.size())};
  FieldBuffer scratch;
  Row row;
  for (std::uint64_t n = 1; cursor.next(row); ++n) {
    for (std::size_t i = 0; i < suspect.columns.size(); ++i) {
      const Value& v = suspect.columns[i].value(row);
      const Misfit m = suspect.columns[i].refusal(v, scratch);
      if (m == Misfit::none) continue;
      Refused& r = found.refused[{i, m}];
      ++r.count;
      if (r.rows.size() < misfit_rows_listed) r.rows.push_back({cursor.locate(), show(v)});
    }
    for (std::size_t i = 0; i < suspect.candidates.size(); ++i) {
      if (found.refusing[i] != 0) continue;
      const Attempt& candidate = suspect.candidates[i];
      if (candidate.refusal(candidate.value(row), scratch) != Misfit::none) found.refusing[i] = 1;
    }
    if (n % rows_between_looks != 0) continue;
    throw_if_interrupted();
    if (stop.stopped()) break;
  }
  return found;
}

/// Slices come in key order, so that the first examples are the first of the table.
Findings join(const std::vector<Findings>& slices) {
  Findings all;
  for (const Findings& slice : slices)
    for (const auto& [what, r] : slice) {
      Refused& sum = all[what];
      const std::size_t room = std::min(misfit_rows_listed - sum.rows.size(), r.rows.size());
      sum.rows.insert(sum.rows.end(), r.rows.begin(), r.rows.begin() + static_cast<std::ptrdiff_t>(room));
      sum.count += r.count;
    }
  return all;
}

/// Appends what was found of an entry of the plan; the entry itself when nothing was and it was no mere suspicion.
void append_reports(const MisfitReport& planned, const std::vector<Suspect>& suspects, std::vector<ListedMisfit>& out) {
  const std::size_t before = out.size();
  for (const Suspect& s : suspects) {
    if (s.table->name != planned.table) continue;
    for (const auto& [what, r] : join(s.slices))
      if (s.columns[what.first].column->source == planned.column)
        out.push_back({{planned.table, planned.column, r.rows.front().rowid, r.rows.front().value,
                        std::string(describe(what.second)), r.count, planned.remedy},
                       r.rows});
  }
  if (out.size() == before && !planned.suspected) out.push_back({planned, {}});
}

/// Which candidates of a trial took every value.
std::vector<bool> outcome_of(const ColumnTrial& trial, const std::vector<Suspect>& suspects) {
  std::vector<bool> holds(trial.candidates.size(), true);
  for (const Suspect& s : suspects) {
    for (std::size_t i = 0; i < s.candidates.size(); ++i) {
      const auto tried =
          std::ranges::find(trial.candidates, s.candidates[i].column, [](const Candidate& c) { return &c.column; });
      if (tried == trial.candidates.end()) continue;
      for (const std::vector<char>& slice : s.refusing)
        if (slice[i] != 0) holds[static_cast<std::size_t>(tried - trial.candidates.begin())] = false;
    }
  }
  return holds;
}

/// The lines that were found to help, on the first report of each column.
void add_remedies(const Plan& plan, const std::vector<Suspect>& suspects, std::vector<ListedMisfit>& reports) {
  for (const ColumnTrial& trial : plan.trials) {
    const auto report = std::ranges::find_if(
        reports, [&](const ListedMisfit& r) { return r.group.table == trial.table && r.group.column == trial.column; });
    if (report != reports.end()) report->group.remedy = {remedy_of(trial, outcome_of(trial, suspects))};
  }
}

}  // namespace

std::vector<ListedMisfit> list_misfit_rows(RowSource& source, const Plan& plan, unsigned jobs) {
  std::vector<Suspect> suspects = suspects_of(source.schema(), plan);
  std::vector<const Table*> tables;
  for (const Suspect& s : suspects) tables.push_back(s.table);
  const auto work = plan_slices(source, tables, jobs);
  for (const SliceWork& w : work) {
    Suspect& s = suspects[w.table];
    s.slices.resize(std::max(s.slices.size(), w.slice + 1));
    s.refusing.resize(s.slices.size());
  }
  if (!work.empty())
    scan_slices(source, tables, work, jobs, [&](const SliceWork& w, RowCursor& cursor, const StopFlag& stop) {
      SliceFindings found = look_through(suspects[w.table], cursor, stop);
      suspects[w.table].slices[w.slice] = std::move(found.refused);
      suspects[w.table].refusing[w.slice] = std::move(found.refusing);
    });
  std::vector<ListedMisfit> reports;
  for (const MisfitReport& planned : plan.misfits) {
    const bool listed = std::any_of(reports.begin(), reports.end(), [&](const ListedMisfit& r) {
      return r.group.table == planned.table && r.group.column == planned.column;
    });
    if (!listed) append_reports(planned, suspects, reports);
  }
  add_remedies(plan, suspects, reports);
  return reports;
}

std::vector<MisfitReport> list_misfits(RowSource& source, const Plan& plan, unsigned jobs) {
  std::vector<MisfitReport> reports;
  for (ListedMisfit& m : list_misfit_rows(source, plan, jobs)) reports.push_back(std::move(m.group));
  return reports;
}

}  // namespace lite2pg
