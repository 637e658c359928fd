// Writes the decoded rows of one table into the new file.
#pragma once

#include <string_view>
#include <vector>

#include "sync/back/misfit_list.h"
#include "sync/back/rejected_rows.h"
#include "sync/back/row_stream.h"
#include "sync/back/value_rule.h"
#include "sync/sqlite/insert_statement.h"

namespace lite2pg {

/// What all tables share.
struct RowSink {
  NewDatabase& db;
  BackMisfit policy;
  StoredForm stored = {};
  MisfitList misfits = {};
  RejectedRows& rejected;
  std::vector<std::string> notes = {};  ///< What was widened, a line a column.
};

class BackRowWriter {
 public:
  /// All must outlive it. Throws Error(source).
  BackRowWriter(const WrittenTable& table, RowSink& sink);

  /// Throws Error(source), Error(interrupted).
  void write(const RowBlock& block);
  /// After the last block.
  void end();
  [[nodiscard]] std::uint64_t written() const noexcept { return written_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

 private:
  void write_row(RowDecoder& rows);
  void refuse(const std::vector<RejectedRows::Fault>& faults);
  [[nodiscard]] std::string key() const;

  const WrittenTable& table_;
  RowSink& sink_;
  InsertStatement insert_;
  std::vector<ValueRule> rules_;
  std::vector<Value> values_;
  std::vector<RejectedRows::Fault> faults_;
  std::uint64_t written_ = 0, rejected_ = 0;
};

}  // namespace lite2pg
