#include "verify/sequence_check.h"

#include <algorithm>

#include "mapping/ddl.h"

namespace lite2pg {
namespace {

/// The sequence behind a column, quoted and qualified; empty when there is none.
std::string sequence_of(Session& session, const std::string& table, const std::string& column) {
  const auto rows = session.query("SELECT pg_get_serial_sequence($1, $2)", {table, column});
  return rows.at(0).at(0).value_or("");
}

/// What nextval() would give.
std::int64_t next_of(Session& session, const std::string& sequence) {
  const auto rows = session.query(
      "SELECT CASE WHEN is_called THEN last_value + "
      "(SELECT seqincrement FROM pg_sequence WHERE seqrelid = $1::regclass) "
      "ELSE last_value END FROM " +
          sequence,
      {sequence});
  return std::stoll(rows.at(0).at(0).value());
}

std::int64_t largest_of(Session& session, const std::string& table, const std::string& column) {
  const auto rows = session.query("SELECT coalesce(max(" + quote_identifier(column) + "), 0) FROM " + table);
  return std::stoll(rows.at(0).at(0).value());
}

class SequenceCheck {
 public:
  SequenceCheck(Session& session, const TargetCatalog& catalog, VerifyResult& result)
      : session_(session), catalog_(catalog), result_(result) {}

  void check(const TablePlan& table) {
    const auto column = std::ranges::find_if(table.columns, &ColumnPlan::identity);
    if (column == table.columns.end() || catalog_.find_table(table.target) == nullptr) return;
    try {
      check(table, column->target);
    } catch (const TargetError& e) {
      if (e.sqlstate().empty()) throw;
      result_.left_out.push_back({table.source, column->source, "sequence: " + std::string(e.what())});
    }
  }

 private:
  void check(const TablePlan& table, const std::string& column) {
    const std::string name = qualified(catalog_.schema, table.target);
    const std::string sequence = sequence_of(session_, name, column);
    if (sequence.empty()) return;  // That the identity is missing is a difference already.
    const std::int64_t next = next_of(session_, sequence);
    const std::int64_t largest = std::max(largest_of(session_, name, column), table.sequence.value_or(0));
    ++result_.schema.objects;
    if (next > largest) return;
    result_.schema.differences.push_back(
        {ObjectKind::identity, table.target, column, "next number above " + std::to_string(largest),
         "next number " + std::to_string(next), "the sequence would give out a number again", false});
  }

  Session& session_;
  const TargetCatalog& catalog_;
  VerifyResult& result_;
};

}  // namespace

void check_sequences(Session& session, const Plan& plan, const TargetCatalog& catalog, VerifyResult& result) {
  SequenceCheck check(session, catalog, result);
  for (const TablePlan& table : plan.tables) check.check(table);
}

}  // namespace lite2pg
