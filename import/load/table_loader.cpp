#include "import/load/table_loader.h"

#include <chrono>
#include <cstdlib>

#include "common/console/log.h"
#include "common/interrupt.h"
#include "common/rate_limit.h"
#include "import/ledger/rejected_row.h"
#include "import/load/step.h"
#include "import/postgres/refused_tuples.h"
#include "mapping/plan/ddl.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t send_at = std::size_t{1} << 20;         ///< Bytes in the buffer at which it is sent.
constexpr std::size_t rejected_limit = std::size_t{4} << 20;  ///< Bytes of rejected rows held until they are written.

const Table& source_table(const LoadContext& context, const TablePlan& plan) {
  const Table* table = context.source.schema().find_table(plan.source);
  if (table != nullptr) return *table;
  throw Error(ExitCode::source, "the source has no table '" + plan.source + "' any more");
}

const OrphanRows* orphans_of(const LoadContext& context, const TablePlan& plan) {
  if (context.orphans == nullptr) return nullptr;
  const auto found = context.orphans->find(plan.source);
  return found == context.orphans->end() ? nullptr : &found->second;
}

std::string names_of(const Table& table, const std::vector<int>& columns) {
  std::string names;
  for (const int c : columns) names += (names.empty() ? "" : ", ") + table.columns[static_cast<std::size_t>(c)].name;
  return names;
}

TargetError named(const TargetError& error, const std::string& place) {
  if (place.empty()) return error;
  if (error.stalled()) return TargetError::stall(place + ": " + error.what());
  return {place + ": " + error.what(), error.sqlstate(), error.hint()};
}

}  // namespace

TableLoader::TableLoader(const LoadContext& context, const LoadJob& job, FieldBuffer& buffer)
    : context_(context),
      job_(job),
      plan_(context.plan.tables[job.table]),
      table_(source_table(context, plan_)),
      orphans_(orphans_of(context, plan_)),
      writer_(plan_),
      buffer_(buffer),
      copy_sql_(copy_in_sql(plan_, context.run.staging_schema, job.whole() && can_freeze(context.server))) {
  record_.table = plan_.target;
  record_.slice = job.label;
}

TableRecord TableLoader::load(BulkConnection& connection, Reader& reader, const StopFlag& stop) {
  const auto started = Clock::now();
  context_.progress.working_on(plan_.source);
  connection.begin_copy_in(emptying(), copy_sql_);
  const auto roll_back = [&] { connection.execute("ROLLBACK"); };
  const auto begin_again = [&] {
    roll_back();
    connection.begin(emptying());
  };
  send(connection, reader, stop, {begin_again, roll_back, copy_in_sql(plan_, context_.run.staging_schema, false)});
  time(started);
  finish(connection);
  return record_;
}

TableRecord TableLoader::copy_within(BulkConnection& connection, Reader& reader, const StopFlag& stop,
                                     std::string copy_sql, const RowSearch& search) {
  const auto started = Clock::now();
  copy_sql_ = std::move(copy_sql);
  place_ = "table '" + plan_.source + "'";
  context_.progress.working_on(plan_.source);
  try {
    connection.copy_in_begin(copy_sql_);
  } catch (const TargetError& e) {
    throw named(e, place_);
  }
  send(connection, reader, stop, search);
  check_count();
  flush_rejected(connection);
  time(started);
  return record_;
}

void TableLoader::time(Clock::time_point started) {
  record_.seconds = std::chrono::duration<double>(Clock::now() - started).count();
  record_.ended = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// What the open COPY asks for. Throws the server's error with the place of the row that it refused.
void TableLoader::send(BulkConnection& connection, Reader& reader, const StopFlag& stop, const RowSearch& search) {
  buffer_.clear();
  try {
    copy_rows(connection, *reader.scan(table_, job_.slice), stop);
  } catch (const TargetError& e) {
    const auto row = find_row(e, connection, reader, search);
    if (!row) throw named(e, place_.empty() ? "" : place_ + place_in_copy(e));
    throw named(row->error, place_ + (place_.empty() ? "" : ", ") + row->where);
  }
}

std::optional<RefusedRow> TableLoader::find_row(const TargetError& error, BulkConnection& connection, Reader& reader,
                                                const RowSearch& search) const {
  if (!can_be_of_a_row(error) || !search.begin) return std::nullopt;
  log_info("table '{}': a row was refused; the rows are sent again to find which", plan_.source);
  try {
    search.begin();
    auto row = find_refused_row(connection, search.copy_sql, {plan_, table_, job_.slice, orphans_}, reader, error);
    search.end();
    return row;
  } catch (const Error& e) {
    // Whatever it is, what broke the COPY is to be told.
    throw_if_interrupted();
    log_debug("the search ended: {}", e.what());
    return std::nullopt;
  }
}

std::vector<std::string> TableLoader::emptying() const {
  if (!job_.whole()) return {};
  const bool truncates = context_.server.can(Capability::truncate);
  return {(truncates ? "TRUNCATE " : "DELETE FROM ") + qualified(context_.run.staging_schema, plan_.target)};
}

void TableLoader::copy_rows(BulkConnection& connection, RowCursor& cursor, const StopFlag& stop) {
  for (Row row; cursor.next(row);) {
    if (orphans_ != nullptr && set_aside_orphan(connection, cursor, row)) [[unlikely]]
      continue;
    const RowMisfit misfit = writer_.write(row, buffer_);
    if (misfit.reason != Misfit::none) [[unlikely]] {
      set_aside_misfit(connection, cursor, row, misfit);
      continue;
    }
    ++record_.rows;
    if (buffer_.size() < send_at) continue;
    throw_if_interrupted();
    if (stop.stopped()) throw TargetError("stopped because another part of the load failed", "57014");
    flush(connection);
  }
  flush(connection);
  copied_rows_ += connection.copy_in_end();
}

void TableLoader::flush(BulkConnection& connection) {
  if (buffer_.size() == 0) return;
  connection.copy_in_send(buffer_.view());
  if (context_.rate != nullptr) context_.rate->spend(buffer_.size());
  record_.bytes += buffer_.size();
  context_.progress.add(record_.rows - counted_rows_, buffer_.size());
  counted_rows_ = record_.rows;
  buffer_.clear();
}

void TableLoader::refuse(const RowCursor& cursor, Row row, RowMisfit misfit) const {
  const ColumnPlan& column = plan_.columns[static_cast<std::size_t>(misfit.column)];
  throw Error(ExitCode::refused,
              "table '" + plan_.source + "', column '" + column.source + "', " + cursor.locate() + ": " +
                  show(row[static_cast<std::size_t>(column.source_index)]) + " does not fit " + column.type + " (" +
                  std::string(describe(misfit.reason)) + ")",
              "--dry-run lists all such values with mapping-file lines; --on-misfit chooses what happens to them");
}

bool TableLoader::set_aside_orphan(BulkConnection& connection, const RowCursor& cursor, Row row) {
  const RowFault* fault = orphans_->find(table_, cursor, row);
  if (fault == nullptr) return false;
  const ForeignKey* key = fault->key;
  set_aside(connection, {cursor.locate(), key == nullptr ? fault->columns : names_of(table_, key->columns),
                         key == nullptr ? fault->reason : orphan_reason(key->parent), row_document(table_, row)});
  return true;
}

void TableLoader::set_aside_misfit(BulkConnection& connection, const RowCursor& cursor, Row row, RowMisfit misfit) {
  const ColumnPlan& column = plan_.columns[static_cast<std::size_t>(misfit.column)];
  if (column.on_misfit != MisfitAction::reject_row) refuse(cursor, row, misfit);
  set_aside(connection,
            {cursor.locate(), column.source, std::string(describe(misfit.reason)), row_document(table_, row)});
}

void TableLoader::set_aside(BulkConnection& connection, RejectedRow row) {
  rejected_.push_back(std::move(row));
  rejected_bytes_ += rejected_.back().document.size() + 200;
  ++record_.rejected;
  if (rejected_bytes_ < rejected_limit) return;
  // The COPY is interrupted for the INSERT, in the same transaction.
  flush(connection);
  copied_rows_ += connection.copy_in_end();
  flush_rejected(connection);
  connection.copy_in_begin(copy_sql_);
}

void TableLoader::flush_rejected(BulkConnection& connection) {
  if (rejected_.empty()) return;
  if (context_.keeps_rejected)
    connection.execute(insert_rejected_sql(context_.run.id, plan_.target, job_.label, rejected_));
  rejected_.clear();
  rejected_bytes_ = 0;
}

void TableLoader::check_count() const {
  if (copied_rows_ == record_.rows) return;
  throw Error(ExitCode::target, "table '" + plan_.source + "': " + std::to_string(record_.rows) +
                                    " rows were sent, the server counted " + std::to_string(copied_rows_));
}

void TableLoader::finish(BulkConnection& connection) {
  check_count();
  flush_rejected(connection);
  std::vector<std::string> statements;
  for (const Step& step : job_.then) append_step(statements, context_.run, step);
  statements.push_back(insert_table_sql(context_.run.id, record_, context_.server.can(Capability::row_writers)));
  statements.emplace_back("COMMIT");
  connection.execute_all(statements);
}

}  // namespace lite2pg
