#include "verify/schema/sequence_check.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <span>

#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// An identity column of the plan that the target has.
struct Identity {
  const TablePlan* table;
  const ColumnPlan* column;
  std::string target;         ///< The table, quoted and qualified.
  std::string sequence = {};  ///< The same of the sequence behind it; empty when there is none.
};

/// So many tables are asked about in one message.
constexpr std::size_t chunk = 200;

std::string union_of(std::span<const Identity> identities, const std::function<std::string(const Identity&)>& select) {
  std::string sql;
  for (const Identity& i : identities) sql += (sql.empty() ? "SELECT " : "\nUNION ALL SELECT ") + select(i);
  return sql;
}

/// What nextval() would give, and the largest number in use.
std::string numbers_of(const Identity& i) {
  return "(SELECT CASE WHEN is_called THEN last_value + (SELECT seqincrement FROM pg_sequence WHERE seqrelid = " +
         quote_literal(i.sequence) + "::regclass) ELSE last_value END FROM " + i.sequence + "), (SELECT coalesce(max(" +
         quote_identifier(i.column->target) + "), 0) FROM " + i.target + ")";
}

class SequenceCheck {
 public:
  SequenceCheck(Session& session, SchemaOutcome& outcome, std::vector<NotCompared>& left_out)
      : session_(session), outcome_(outcome), left_out_(left_out) {}

  /// All in two messages; one by one when one of them may not be looked at.
  void check(std::span<Identity> identities) try {
    find_sequences(identities);
    compare(identities);
  } catch (const TargetError& e) {
    if (e.sqlstate().empty()) throw;
    if (identities.size() > 1) {
      for (Identity& i : identities) check({&i, 1});
    } else {
      left_out_.push_back(
          {identities[0].table->source, identities[0].column->source, "sequence: " + std::string(e.what())});
    }
  }

 private:
  void find_sequences(std::span<Identity> identities) {
    const auto rows = session_.query(union_of(identities, [](const Identity& i) {
      return "pg_get_serial_sequence(" + quote_literal(i.target) + ", " + quote_literal(i.column->target) + ")";
    }));
    for (std::size_t i = 0; i < identities.size(); ++i) identities[i].sequence = rows.at(i).at(0).value_or("");
  }

  void compare(std::span<const Identity> identities) {
    std::vector<Identity> with_sequence;  // That an identity is missing is a difference already.
    std::ranges::copy_if(identities, std::back_inserter(with_sequence),
                         [](const Identity& i) { return !i.sequence.empty(); });
    if (with_sequence.empty()) return;
    // One statement: what it reads of a sequence is never older than the rows it sees, so inserts meanwhile do no harm.
    const auto rows = session_.query(union_of(with_sequence, numbers_of));
    for (std::size_t i = 0; i < with_sequence.size(); ++i) {
      compare(with_sequence[i], std::stoll(rows.at(i).at(0).value()), std::stoll(rows.at(i).at(1).value()));
    }
  }

  void compare(const Identity& identity, std::int64_t next, std::int64_t in_use) {
    const std::int64_t largest = std::max(in_use, identity.table->sequence.value_or(0));
    ++outcome_.objects;
    if (next > largest) return;
    outcome_.differences.push_back({ObjectKind::identity, identity.table->target, identity.column->target,
                                    "next number above " + std::to_string(largest),
                                    "next number " + std::to_string(next), "the sequence would give out a number again",
                                    false});
  }

  Session& session_;
  SchemaOutcome& outcome_;
  std::vector<NotCompared>& left_out_;
};

std::vector<Identity> identities_of(const Plan& plan, const TargetCatalog& catalog) {
  std::vector<Identity> identities;
  for (const TablePlan& table : plan.tables) {
    const auto column = std::ranges::find_if(table.columns, &ColumnPlan::identity);
    if (column == table.columns.end() || catalog.find_table(table.target) == nullptr) continue;
    identities.push_back({&table, &*column, qualified(catalog.schema, table.target)});
  }
  return identities;
}

}  // namespace

void check_sequences(Session& session, const Plan& plan, const TargetCatalog& catalog, SchemaOutcome& outcome,
                     std::vector<NotCompared>& left_out) {
  std::vector<Identity> identities = identities_of(plan, catalog);
  SequenceCheck check(session, outcome, left_out);
  for (std::span<Identity> rest = identities; !rest.empty(); rest = rest.subspan(std::min(chunk, rest.size()))) {
    check.check(rest.first(std::min(chunk, rest.size())));
  }
}

}  // namespace lite2pg
