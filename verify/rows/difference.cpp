#include "verify/rows/difference.h"

#include <algorithm>
#include <map>
#include <span>

#include "verify/causes/cause.h"
#include "verify/rows/pairs.h"
#include "verify/rows/readable_value.h"
#include "verify/rows/text.h"
#include "verify/rows/value_pair.h"

namespace lite2pg {
namespace {

using Fields = std::vector<RowDecoder::Field>;

constexpr std::string_view too_long = "(a row too long to show)";

class Namer {
 public:
  Namer(const TablePlan& table, const std::vector<LeftRow>& left, const RowCollector& collector,
        const NamingRules& rules)
      : table_(table), collector_(collector), rules_(rules), pairs_(table, left) {
    named_.places.changed.resize(table.columns.size());
  }

  void name_group(std::span<const LeftRow> group) {
    std::vector<Surplus> missing, extra;
    for (const LeftRow& row : group) {
      if (row.source > row.target) missing.push_back({&row, row.source - row.target});
      if (row.target > row.source) extra.push_back({&row, row.target - row.source});
    }
    if (!table_.key.empty()) name_changed_rows(missing, extra);
    for (const Surplus& m : missing) name_missing(*m.row, m.times);
    for (const Surplus& e : extra) name_extra(*e.row, e.times);
  }

  NamedDifferences take() {
    explain_moved_rows();
    return std::move(named_);
  }

 private:
  struct Surplus {
    const LeftRow* row;
    std::uint64_t times;
  };

  /// Takes pairs of one key off both lists.
  void name_changed_rows(std::vector<Surplus>& missing, std::vector<Surplus>& extra) {
    while (!missing.empty() && !extra.empty()) {
      Surplus& m = missing.back();
      Surplus& e = extra.back();
      const std::uint64_t times = std::min(m.times, e.times);
      name_changed(*m.row, *e.row, times);
      if ((m.times -= times) == 0) missing.pop_back();
      if ((e.times -= times) == 0) extra.pop_back();
    }
  }

  [[nodiscard]] bool is_drift(const LeftRow& target) const {
    return rules_.is_import && !rules_.is_import(target.xmin);
  }

  void add(Difference difference, std::uint64_t times) {
    named_.total += times;
    if (difference.drift) named_.drift += times;
    if (difference.kind == DifferenceKind::missing) named_.places.missing += times;
    if (difference.kind == DifferenceKind::extra) named_.places.extra += times;
    if (named_.listed.size() < rules_.limit) named_.listed.push_back(std::move(difference));
  }
  [[nodiscard]] bool listing() const { return named_.listed.size() < rules_.limit; }

  void name_changed(const LeftRow& source, const LeftRow& target, std::uint64_t times) {
    const bool drift = is_drift(target);
    if (source.encoding.empty() || target.encoding.empty()) {
      return add({DifferenceKind::changed, std::string(too_long), "", "", "", "", drift}, times);
    }
    const Fields a = fields_of(source.encoding), b = fields_of(target.encoding);
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (same(a[i], b[i])) continue;
      named_.places.changed[i] += times;
      add(listing() ? changed_column(i, a, b, drift) : Difference{DifferenceKind::changed, "", "", "", "", "", drift},
          times);
    }
  }

  Difference changed_column(std::size_t i, const Fields& a, const Fields& b, bool drift) const {
    const ColumnPlan& column = table_.columns[i];
    Difference d{DifferenceKind::changed, key_text(table_, a), column.source, "", "", "", drift};
    if (b[i].foreign) {
      d.source = field_text(column.codec, a[i]);
      d.target = field_text(column.codec, b[i]);
      d.cause = "no value that the column's type in SQLite could hold";
      return d;
    }
    std::string scratch_a, scratch_b;
    const Value source = readable(column.codec, a[i].value, scratch_a);
    const Value target = readable(column.codec, b[i].value, scratch_b);
    ValuePair values = show_pair(source, target);
    d.source = std::move(values.source);
    d.target = std::move(values.target);
    d.cause = probable_cause(source, target);
    return d;
  }

  void name_missing(const LeftRow& row, std::uint64_t times) {
    // Nothing in PostgreSQL tells a deleted row from a lost one.
    const bool drift = static_cast<bool>(rules_.is_import);
    if (!listing()) return add({DifferenceKind::missing, "", "", "", "", "", drift}, times);
    remember(row, moved_from_);
    add({DifferenceKind::missing, key_of(row), "", text_of(row), "", missing_cause(row), drift}, times);
  }
  void name_extra(const LeftRow& row, std::uint64_t times) {
    if (!listing()) return add({DifferenceKind::extra, "", "", "", "", "", is_drift(row)}, times);
    remember(row, moved_to_);
    add({DifferenceKind::extra, key_of(row), "", "", text_of(row), extra_cause(row), is_drift(row)}, times);
  }

  /// By the row without its key: which listed differences it is.
  using RowsByRest = std::map<std::string, std::vector<std::size_t>>;

  void remember(const LeftRow& row, RowsByRest& rows) const {
    if (table_.key.empty() || table_.key.size() == table_.columns.size() || row.encoding.empty()) return;
    const Fields fields = fields_of(row.encoding);
    RowEncoder rest;
    rest.clear();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (std::ranges::find(table_.key, static_cast<int>(i)) == table_.key.end()) rest.add(fields[i].value);
    }
    rows[std::string(rest.view())].push_back(named_.listed.size());
  }

  /// A row that is missing under one key and extra under another was given another key.
  void explain_moved_rows() {
    for (const auto& [rest, from] : moved_from_) {
      const auto to = moved_to_.find(rest);
      if (to == moved_to_.end() || from.size() != 1 || to->second.size() != 1) continue;
      Difference& missing = named_.listed[from.front()];
      Difference& extra = named_.listed[to->second.front()];
      missing.cause = extra.cause = "the key was changed: " + missing.key + " became " + extra.key;
    }
  }

  [[nodiscard]] std::string key_of(const LeftRow& row) const {
    return row.encoding.empty() ? std::string(too_long) : key_text(table_, fields_of(row.encoding));
  }
  [[nodiscard]] std::string text_of(const LeftRow& row) const {
    return row.encoding.empty() ? std::string(too_long) : row_text(table_, fields_of(row.encoding));
  }

  [[nodiscard]] static std::string counts(const LeftRow& row) {
    return std::to_string(row.source) + " times in the source, " + std::to_string(row.target) + " in the target";
  }
  [[nodiscard]] std::string missing_cause(const LeftRow& row) const {
    if (row.source > 1) return counts(row);
    return other_row_cause(row);
  }
  [[nodiscard]] std::string extra_cause(const LeftRow& row) const {
    if (row.target > 1) return counts(row);
    return other_row_cause(row);
  }
  [[nodiscard]] std::string other_row_cause(const LeftRow& row) const {
    if (table_.key.empty()) return pairs_.cause(row);
    return collector_.has_equal_row(row.hash.key) ? "another row has the same key" : "";
  }

  const TablePlan& table_;
  const RowCollector& collector_;
  const NamingRules& rules_;
  NamedDifferences named_;
  RowPairs pairs_;
  RowsByRest moved_from_, moved_to_;
};

}  // namespace

NamedDifferences name_differences(const TablePlan& table, const std::vector<LeftRow>& left,
                                  const RowCollector& collector, const NamingRules& rules) {
  Namer namer(table, left, collector, rules);
  for (std::size_t begin = 0, end = 0; begin < left.size(); begin = end) {
    while (end < left.size() && left[end].hash.key == left[begin].hash.key) ++end;
    namer.name_group(std::span(left).subspan(begin, end - begin));
  }
  return namer.take();
}

}  // namespace lite2pg
