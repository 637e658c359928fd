#include "sync/delta/table_step.h"

#include <algorithm>
#include <limits>

#include "import/ledger/writer.h"
#include "import/live/hidden_rowid.h"
#include "import/live/ordered_key.h"
#include "import/live/record_leaves.h"
#include "import/postgres/search_path.h"
#include "mapping/plan/ddl.h"
#include "mapping/planning/enum_types.h"
#include "mapping/planning/partitions.h"
#include "mapping/target/quote.h"
#include "sync/delta/delta_sql.h"
#include "sync/delta/source_rows.h"

namespace lite2pg {
namespace {

constexpr std::uint64_t all_rows = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t ranges_a_statement = 1000;
/// From here on it is worth asking whether a table had better be loaded anew.
constexpr std::uint64_t many_rows = 20'000;

const Table& source_table(const StepContext& c, const TablePlan& table) {
  const Table* found = c.source.schema().find_table(table.source);
  if (found != nullptr) return *found;
  throw Error(ExitCode::source, "the source has no table '" + table.source + "' any more");
}

/// As it stands in staging.
TablePlan staged(const StepContext& c, const TablePlan& table) {
  return c.numbered ? staged_plan(source_table(c, table), table) : table;
}

std::string of_table(const RunRecord& run, const TablePlan& table) {
  return " WHERE run = " + quote_literal(run.id) + " AND table_name = " + quote_literal(table.target);
}

/// What the ledger says of the table's rows, and by which transaction they came.
void record_rows(const StepContext& c, const TablePlan& table, std::uint64_t rows) {
  const std::string where = of_table(c.run, table);
  c.session.execute(
      "UPDATE lite2pg.run_table SET rows = CASE WHEN slice = (SELECT pg_catalog.min(slice) FROM "
      "lite2pg.run_table" +
      where + ") THEN " + std::to_string(rows) + " ELSE 0 END" + where);
  c.session.execute("INSERT INTO lite2pg.run_table (run, table_name, slice, rows, bytes, seconds, xid) VALUES (" +
                    quote_literal(c.run.id) + ", " + quote_literal(table.target) +
                    ", 'round ' || pg_catalog.pg_current_xact_id()::text, 0, 0, 0, "
                    "pg_catalog.pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING");
}

/// In a freeze the helper tables of all tables stand side by side.
std::string suffix_of(const StepContext& c, const TablePlan& table) {
  return c.freezes ? "_" + std::to_string(&table - c.plan.tables.data()) : "";
}

/// The rows of one table in its changed ranges.
class RangeStep {
 public:
  RangeStep(const StepContext& context, const TablePlan& table, LeafChanges&& changes, const RangeKey& key)
      : c_(context),
        table_(staged(context, table)),
        source_(source_table(context, table)),
        digest_(digest_plan(table)),
        changes_(std::move(changes)),
        intervals_(intervals_of(changes_)),
        sql_(context.run.staging_schema, table_, key, suffix_of(context, table), context.freezes),
        connection_(context.session) {}

  TableStep run() {
    TableStep step;
    step.leaves = changes_.leaves;
    step.leaves_changed = changes_.come.size();
    connection_.execute_all(sql_.create());
    send_ranges();
    send_rows();
    connection_.execute_all(sql_.index_rows());
    const RowTotal before = c_.freezes ? in_ranges() : RowTotal();
    apply(step);
    if (c_.freezes) step.equal = before == total_of(changes_.gone) && in_ranges() == total_of(changes_.come);
    connection_.execute_all(sql_.drop());
    change_leaves(connection_, c_.run.id, table_.target, changes_.gone, changes_.come);
    record_rows(c_, table_, changes_.rows);
    if (c_.freezes) {
      step.come = sql_.rows();
      step.gone = sql_.gone();
    }
    return step;
  }

 private:
  static RowTotal total_of(const std::vector<LeafRecord>& leaves) {
    RowTotal total;
    for (const LeafRecord& leaf : leaves) {
      total.rows += leaf.rows;
      total.sum += leaf.sum;
    }
    return total;
  }
  RowTotal in_ranges() {
    return target_total(connection_, digest_, c_.run.staging_schema, sql_.within_ranges(), c_.seed);
  }

  void send_ranges() {
    for (std::size_t at = 0; at < intervals_.size(); at += ranges_a_statement) {
      std::string rows;
      for (std::size_t i = at; i < std::min(intervals_.size(), at + ranges_a_statement); ++i)
        rows += (rows.empty() ? "" : ", ") +
                range_row(values_of_key(intervals_[i].first), values_of_key(intervals_[i].last));
      connection_.execute(sql_.add_ranges(rows));
    }
  }

  void send_rows() {
    const auto reader = RowsWithNumbers(c_.source).reader();
    connection_.copy_in_begin(sql_.copy_rows());
    try {
      SourceRows rows(table_, digest_, c_.seed, connection_);
      for (const KeyInterval& interval : intervals_) send(rows, *reader, interval);
      rows.flush();
    } catch (...) {
      connection_.copy_in_abort();
      throw;
    }
    (void)connection_.copy_in_end();
  }

  /// Between the bounds of an interval stand no rows but those of the leaves that came, so that counting them is
  /// enough.
  void send(SourceRows& rows, Reader& reader, const KeyInterval& interval) {
    if (interval.rows == 0) return;
    const auto cursor = reader.scan(source_, {values_of_key(changes_.come[interval.from].first), {}, interval.rows});
    for (std::size_t i = interval.from; i < interval.until; ++i) {
      LeafRecord& leaf = changes_.come[i];
      rows.sums().clear();
      if (rows.send(*cursor, leaf.rows) != leaf.rows) throw LeavesSurprise(source_.name);
      leaf.sum = rows.sums().sum();
    }
  }

  void apply(TableStep& step) {
    const auto gone = c_.session.query(sql_.delete_gone()).at(0);
    step.updated = count_of(gone, 1);
    step.deleted = count_of(gone, 0) - step.updated;
    step.inserted = count_of(c_.session.query(sql_.insert_come()).at(0), 0) - step.updated;
  }

  const StepContext& c_;
  TablePlan table_;
  const Table& source_;
  TablePlan digest_;
  LeafChanges changes_;
  std::vector<KeyInterval> intervals_;
  DeltaSql sql_;
  DataConnection connection_;
};

std::vector<std::string> make_table_sql(const StepContext& c, const TablePlan& table) {
  Plan alone;
  alone.tables = {table};
  std::vector<std::string> statements = create_types_sql(alone, c.run.staging_schema);
  statements.push_back(create_table_sql(table, c.run.staging_schema));
  for (std::string& sql : create_partitions_sql(table, c.run.staging_schema)) statements.push_back(std::move(sql));
  return statements;
}

std::uint64_t copy_all(const StepContext& c, const TablePlan& planned, DataConnection& connection) {
  const TablePlan table = staged(c, planned), digest = digest_plan(planned);
  const auto reader = RowsWithNumbers(c.source).reader();
  const auto cursor = reader->scan(source_table(c, table), {});
  connection.copy_in_begin(copy_in_sql(table, c.run.staging_schema, true));
  try {
    SourceRows rows(table, digest, c.seed, connection);
    (void)rows.send(*cursor, all_rows);
    rows.flush();
  } catch (...) {
    connection.copy_in_abort();
    throw;
  }
  return connection.copy_in_end();
}

std::vector<std::string> objects_of(const Plan& plan, const TablePlan& table, std::string_view schema) {
  std::vector<std::string> statements;
  for (const ObjectPlan& object : plan.objects) {
    if (object.phase != Phase::after_table || object.table != table.source) continue;
    for (const std::string& sql : object.sql) statements.push_back(in_schema(schema, sql));
  }
  return statements;
}

bool is_proven(const StepContext& c, const TablePlan& table, DataConnection& connection) {
  const LeafTotal source = stored_total(connection, c.run.id, table.target);
  const RowTotal target = target_total(connection, digest_plan(table), c.run.staging_schema, "", c.seed);
  return target == RowTotal{source.rows, source.sum};
}

std::string why_anew(const LeafChanges& changes, const std::optional<RangeKey>& key) {
  if (changes.whole || !key) return "its keys have no order that both sides share";
  const std::uint64_t touched = std::max(changes.rows_come(), changes.rows_gone());
  if (touched > many_rows && touched > changes.rows / 2) return "most of it changed";
  return {};
}

}  // namespace

std::vector<std::string> drop_table_sql(const RunRecord& run, const TablePlan& table) {
  std::vector<std::string> statements = {"DROP TABLE IF EXISTS " + qualified(run.staging_schema, table.target)};
  for (const ColumnPlan& column : table.columns)
    if (!column.labels.empty())
      statements.push_back("DROP TYPE IF EXISTS " + qualified(run.staging_schema, enum_name(column)));
  statements.push_back("DELETE FROM lite2pg.run_leaf" + of_table(run, table));
  statements.push_back("DELETE FROM lite2pg.run_table" + of_table(run, table));
  return statements;
}

TableStep load_anew(const StepContext& c, const TablePlan& table, const TablePlan* before, const std::string& why) {
  TableStep step;
  step.table = table.source;
  step.anew = why;
  DataConnection connection(c.session);
  std::vector<std::string> prepare;
  if (before != nullptr) prepare = drop_table_sql(c.run, *before);
  for (std::string& sql : make_table_sql(c, staged(c, table))) prepare.push_back(std::move(sql));
  connection.execute_all(prepare);
  TableRecord record;
  record.table = table.target;
  record.rows = copy_all(c, table, connection);
  if (const auto objects = objects_of(c.plan, table, c.run.staging_schema); !objects.empty())
    connection.execute_all(objects);
  connection.execute("ANALYZE " + qualified(c.run.staging_schema, table.target));
  record_leaves(connection, c.run.id, c.source, table, c.seed);
  connection.execute(insert_table_sql(c.run.id, record));
  step.inserted = record.rows;
  step.leaves = step.leaves_changed = stored_total(connection, c.run.id, table.target).leaves;
  if (c.freezes) step.equal = is_proven(c, table, connection);
  return step;
}

TableStep step_table(const StepContext& c, const TablePlan& table) {
  DataConnection connection(c.session);
  StoredFeed recorded(connection, c.run.id, table.target);
  return step_table(c, table, find_changes(c.source, source_table(c, table), table, c.seed, recorded));
}

TableStep step_table(const StepContext& c, const TablePlan& table, LeafChanges&& changes) {
  TableStep step;
  step.leaves = changes.leaves;
  if (changes.any()) {
    const auto key = range_key(source_table(c, table), staged(c, table));
    if (const std::string why = why_anew(changes, key); !why.empty()) return load_anew(c, table, &table, why);
    step = RangeStep(c, table, std::move(changes), *key).run();
  }
  step.table = table.source;
  return step;
}

}  // namespace lite2pg
