#include "verify/schema/sequence_check.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "mapping/target/quote.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

__extension__ using Wide = __int128;

/// A column that draws numbers from a sequence.
struct Numbered {
  std::string table;            ///< Of the source; of a sequence for no column: its own name.
  std::string name;             ///< Target name of the table.
  std::string column;           ///< Target name; empty: only the remembered number counts.
  std::string target;           ///< The table, quoted and qualified.
  std::string sequence;         ///< The same of the sequence.
  std::int64_t remembered = 0;  ///< The largest number that the source ever gave out.
};

/// So many tables are asked about in one message: each is locked, with all its indexes, until the answer is there.
constexpr std::size_t chunk = 32;

/// Number of the column, sequence, and the numbers in use. One statement: what it reads of a sequence is never older
/// than the rows it sees, so inserts meanwhile do no harm.
std::string position_sql(std::span<const Numbered> columns) {
  std::string sql;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Numbered& n = columns[i];
    const std::string column = quote_identifier(n.column);
    const auto extreme = [&](const char* function) {
      if (n.column.empty()) return std::string("0::pg_catalog.int8");
      return "(SELECT coalesce(pg_catalog." + std::string(function) + "(" + column + "), 0)::pg_catalog.int8 FROM " +
             n.target + ")";
    };
    sql += std::string(i == 0 ? "" : "\nUNION ALL ") + "SELECT " + std::to_string(i) +
           ", s.last_value, s.is_called, q.seqincrement, q.seqmin, q.seqmax, q.seqcycle, " + extreme("min") + ", " +
           extreme("max") + " FROM " + n.sequence +
           " s, pg_catalog.pg_sequence q WHERE q.seqrelid = " + quote_literal(n.sequence) + "::pg_catalog.regclass";
  }
  return sql;
}

SequencePosition position_of(const Fields& f, const Numbered& column) {
  const auto number = [&](std::size_t i) { return std::stoll(f[i].value()); };
  return {.last_value = number(1),
          .is_called = f[2] == "t",
          .increment = number(3),
          .min = number(4),
          .max = number(5),
          .cycle = f[6] == "t",
          .smallest_used = number(7),
          .largest_used = std::max<std::int64_t>(number(8), column.remembered)};
}

/// The data holds the greatest number there is (SQLite then looks for a free one): no sequence stands above it, so that
/// one at its end is as it should be, and people are told.
bool is_used_up(const SequencePosition& p) {
  return p.increment > 0 && p.largest_used == std::numeric_limits<std::int64_t>::max();
}

class SequenceCheck {
 public:
  SequenceCheck(Session& session, SequenceFindings& findings) : session_(session), findings_(findings) {}

  /// All in one message; one by one when one of them may not be looked at.
  void check(std::span<const Numbered> columns) try {
    const ReadOnly guard(session_);
    for (const Fields& f : session_.query(position_sql(columns))) {
      const Numbered& column = columns[std::stoull(f[0].value())];
      const SequencePosition position = position_of(f, column);
      add(column, judge(position), is_used_up(position) ? Weight::told : Weight::failure);
    }
  } catch (const TargetError& e) {
    // As in the comparison of the schema: whoever lost the server has not looked.
    if (e.sqlstate().empty() || e.stalled() || e.transient()) throw;
    if (columns.size() > 1) {
      for (const Numbered& n : columns) check({&n, 1});
    } else {
      findings_.not_compared.push_back({columns[0].table, columns[0].column,
                                        "sequence " + columns[0].sequence + ": " + e.what(), Unproven::sequences});
    }
  }

 private:
  void add(const Numbered& column, const SequenceVerdict& verdict, Weight weight) {
    ++findings_.checked;
    if (verdict.fault == SequenceVerdict::Fault::none) return;
    findings_.differences.push_back(
        {.aspect = Aspect::sequence,
         .fault = verdict.fault == SequenceVerdict::Fault::repeats ? SchemaFault::repeats : SchemaFault::exhausted,
         .table = column.name,
         .name = column.column,
         .planned = verdict.wanted,
         .actual = verdict.found,
         .weight = verdict.fault == SequenceVerdict::Fault::exhausted ? weight : Weight::failure});
  }

  Session& session_;
  SequenceFindings& findings_;
};

bool is_integer(const TargetColumn& column) {
  constexpr std::array<std::string_view, 4> integers = {"int2", "int4", "int8", "numeric"};
  return !column.is_array && std::ranges::find(integers, column.base) != integers.end();
}

std::int64_t remembered(const TablePlan& table, const TargetColumn& column) {
  const auto planned = std::ranges::find(table.columns, column.name, &ColumnPlan::target);
  return planned != table.columns.end() && planned->identity ? table.sequence.value_or(0) : 0;
}

std::vector<Numbered> numbered_columns(const Plan& plan, const TargetCatalog& catalog) {
  std::vector<Numbered> columns;
  for (const TablePlan& table : plan.tables) {
    const TargetTable* target = catalog.find_table(table.target);
    // Nothing is read through a view.
    if (target == nullptr || (target->kind != 'r' && target->kind != 'p')) continue;
    for (const TargetColumn& c : target->columns) {
      if (c.sequence.empty() || !is_integer(c)) continue;
      columns.push_back({table.source, table.target, c.name, qualified(catalog.schema, target->name), c.sequence,
                         remembered(table, c)});
    }
  }
  for (const SequencePlan& s : plan.sequences) {
    const bool by_column = !s.column.empty();
    columns.push_back({by_column ? s.table : s.sequence, by_column ? s.table : s.sequence, s.column,
                       by_column ? qualified(catalog.schema, s.table) : "", s.sequence, s.above});
  }
  return columns;
}

}  // namespace

SequenceVerdict judge(const SequencePosition& p) {
  using Fault = SequenceVerdict::Fault;
  const Wide next = Wide{p.last_value} + (p.is_called ? p.increment : 0);
  const bool up = p.increment > 0;
  const bool at_end = up ? next > p.max : next < p.min;
  const std::string bound = up ? "next number above " + std::to_string(p.largest_used)
                               : "next number below " + std::to_string(p.smallest_used);
  if (at_end) {
    const std::string limit = up ? "MAXVALUE " + std::to_string(p.max) : "MINVALUE " + std::to_string(p.min);
    return {p.cycle ? Fault::repeats : Fault::exhausted, bound,
            limit + " is reached" + (p.cycle ? ", it begins again" : "")};
  }
  if (up ? next <= p.largest_used : next >= p.smallest_used) {
    return {Fault::repeats, bound, "next number " + std::to_string(static_cast<std::int64_t>(next))};
  }
  if (p.cycle) return {Fault::repeats, "NO CYCLE", "it begins again after " + std::to_string(up ? p.max : p.min)};
  return {};
}

SequenceFindings check_sequences(Session& session, const Plan& plan, const TargetCatalog& catalog) {
  const std::vector<Numbered> columns = numbered_columns(plan, catalog);
  SequenceFindings findings;
  SequenceCheck check(session, findings);
  for (std::span<const Numbered> rest = columns; !rest.empty(); rest = rest.subspan(std::min(chunk, rest.size()))) {
    check.check(rest.first(std::min(chunk, rest.size())));
  }
  return findings;
}

}  // namespace lite2pg
