#include "sync/apply/executor.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "import/postgres/refused_tuples.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr std::size_t most_single_changes = 20'000;

std::uint64_t number_of(const std::optional<std::string>& field) {
  return std::strtoull(field.value_or("0").c_str(), nullptr, 10);
}

/// Integrity, values out of range, and what only DEFAULT can set: faults of rows.
bool is_fault_of_rows(const TargetError& e) { return is_of_data(e) || e.sqlstate() == "428C9"; }

class Executor {
 public:
  Executor(DataConnection& connection, const std::vector<AppliedTable>& tables)
      : connection_(connection), tables_(tables) {}

  std::vector<RefusedChange> run() {
    if (attempt({apply_sql(tables_, "")})) return {};
    if (last_sqlstate_ == "23505" || last_sqlstate_ == "23P01") {
      for (const Parking how : {Parking::null, Parking::low, Parking::high}) {
        if (attempt(with_parking(how))) return {};
      }
      if (attempt_replacing()) return {};
    }
    return one_by_one();
  }

 private:
  std::vector<std::string> with_parking(Parking how) const {
    std::vector<std::string> statements;
    for (const AppliedTable& t : tables_) {
      if (std::string sql = park_sql(t, how); !sql.empty()) statements.push_back(std::move(sql));
    }
    statements.push_back(apply_sql(tables_, ""));
    return statements;
  }

  /// All of the statements, or none when a row is at fault.
  bool attempt(const std::vector<std::string>& statements) {
    connection_.execute("SAVEPOINT lite2pg_changes");
    try {
      connection_.execute("SET CONSTRAINTS ALL DEFERRED");
      for (const std::string& sql : statements) connection_.execute(sql);
      connection_.execute("SET CONSTRAINTS ALL IMMEDIATE");
    } catch (const TargetError& e) {
      if (!is_fault_of_rows(e)) throw;
      last_sqlstate_ = e.sqlstate();
      last_error_ = e.what();
      connection_.execute("ROLLBACK TO SAVEPOINT lite2pg_changes");
      return false;
    }
    connection_.execute("RELEASE SAVEPOINT lite2pg_changes");
    return true;
  }

  /// Rows that nothing refers to may be deleted and come back.
  bool attempt_replacing() {
    std::vector<std::string> statements;
    for (const AppliedTable& t : tables_) {
      statements.push_back(replace_sql(t));
      for (const Reference& r : t.facts.references) {
        statements.push_back("UPDATE " + t.changes() + " SET kind = 'u' WHERE kind = 'r' AND id IN (" +
                             blocked_sql(t, r, nullptr) + ")");
      }
    }
    statements.push_back(apply_sql(tables_, ""));
    return attempt(statements);
  }

  struct Single {
    const AppliedTable* table;
    std::uint64_t id;
    std::string error;
  };

  /// Again and again while any succeeds: one may wait for another.
  std::vector<RefusedChange> one_by_one() {
    std::vector<Single> open = singles();
    if (open.size() > most_single_changes) throw TargetError(last_error_, last_sqlstate_, "nothing was changed");
    for (std::size_t before = open.size() + 1; !open.empty() && open.size() < before;) {
      before = open.size();
      std::erase_if(open, [this](Single& s) { return attempt_one(s); });
    }
    std::vector<RefusedChange> refusals;
    for (const Single& s : open) {
      refusals.push_back({s.table->number, s.id, s.error});
      connection_.execute(drop_changes_sql(*s.table, {s.id}));
    }
    return refusals;
  }

  [[nodiscard]] std::vector<Single> singles() {
    std::vector<Single> all;
    for (const AppliedTable& t : tables_) {
      for (const auto& row : connection_.query("SELECT id FROM " + t.changes() + " ORDER BY id")) {
        all.push_back({&t, number_of(row[0]), {}});
      }
    }
    return all;
  }

  bool attempt_one(Single& s) {
    if (attempt({apply_sql({*s.table}, "c.id = " + std::to_string(s.id))})) return true;
    s.error = last_error_;
    return false;
  }

  DataConnection& connection_;
  const std::vector<AppliedTable>& tables_;
  std::string last_sqlstate_, last_error_;
};

/// False: another repair has it.
bool take_turn(DataConnection& connection, const Target& target, bool dry_run) {
  constexpr std::string_view lock_not_available = "55P03";
  constexpr const char* try_lock =
      "SELECT CASE WHEN pg_catalog.pg_try_advisory_xact_lock(5497601349) THEN 0 ELSE 1 END";
  if (target.can(Capability::advisory_locks)) return connection.query_value(try_lock) == "0";
  if (dry_run) return true;  // there may be no ledger
  try {
    connection.execute("LOCK TABLE lite2pg.repair IN SHARE UPDATE EXCLUSIVE MODE NOWAIT");
    return true;
  } catch (const TargetError& e) {
    if (e.sqlstate() != lock_not_available) throw;
    return false;
  }
}

}  // namespace

std::vector<RefusedChange> drop_blocked(DataConnection& connection, const std::vector<AppliedTable>& tables) {
  std::vector<RefusedChange> refusals;
  // A row that stays may be what another one's deletion waited for.
  for (bool again = true; std::exchange(again, false);) {
    for (const AppliedTable& t : tables) {
      for (const Reference& r : t.facts.references) {
        std::vector<std::uint64_t> ids;
        for (const auto& row : connection.query(blocked_sql(t, r, find_child(tables, r)))) {
          ids.push_back(number_of(row[0]));
          refusals.push_back(
              {t.number, ids.back(), "rows of " + r.child_name + " refer to it that are no part of this"});
        }
        if (ids.empty()) continue;
        connection.execute(drop_changes_sql(t, ids));
        again = true;
      }
    }
  }
  return refusals;
}

std::vector<RefusedChange> drop_taken(DataConnection& connection, const std::vector<AppliedTable>& tables) {
  std::vector<RefusedChange> refusals;
  for (const AppliedTable& t : tables) {
    const std::string sql = taken_sql(t);
    std::vector<std::uint64_t> ids;
    if (sql.empty()) continue;
    for (const auto& row : connection.query(sql)) {
      ids.push_back(number_of(row[0]));
      refusals.push_back({t.number, ids.back(), "its key was inserted meanwhile"});
    }
    if (!ids.empty()) connection.execute(drop_changes_sql(t, ids));
  }
  return refusals;
}

std::vector<RefusedChange> make_changes(DataConnection& connection, const std::vector<AppliedTable>& tables) {
  return Executor(connection, tables).run();
}

void require_alone(DataConnection& connection, const Target& target, bool dry_run) {
  if (take_turn(connection, target, dry_run)) return;
  throw Error(ExitCode::target, "another repair of this database is at work", "wait until it has ended");
}

void require_right_to_triggers(const std::vector<AppliedTable>& tables) {
  for (const AppliedTable& t : tables) {
    if (t.facts.triggers.empty() || t.facts.owned) continue;
    throw Error(ExitCode::refused,
                "table " + t.facts.name + " has trigger " + quote_identifier(t.facts.triggers.front().name) +
                    ", which would fire for repaired rows; only the table's owner can keep it from that",
                "connect as role " + quote_identifier(t.facts.owner));
  }
}

void switch_triggers_off(DataConnection& connection, const std::vector<AppliedTable>& tables) {
  for (const AppliedTable& t : tables) {
    for (const TriggerFacts& g : t.facts.triggers) connection.execute(g.disable_sql);
  }
}

void switch_triggers_on(DataConnection& connection, const std::vector<AppliedTable>& tables) {
  for (const AppliedTable& t : tables) {
    for (const TriggerFacts& g : t.facts.triggers) connection.execute(g.enable_sql);
  }
}

}  // namespace lite2pg
