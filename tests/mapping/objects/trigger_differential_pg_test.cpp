// Random triggers on both sides, random statements, all tables compared after each of them. What is not carried is
// dropped from SQLite's side: the report names it. LITE2PG_TRIGGER_SCHEMAS and LITE2PG_SEED choose others
// (scripts/triggers).
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "mapping/target/quote.h"
#include "mapping/target/schema_placeholder.h"
#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"
#include "tests/mapping/random_triggers.h"

namespace lite2pg::trigger_differential_pg_test {
namespace {

using namespace test;

constexpr std::size_t statements_each = 50;

std::uint64_t setting(const char* name, std::uint64_t usual) {
  const char* given = std::getenv(name);
  return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

using Table = std::vector<std::vector<std::string>>;

Table rows_of(const PGresult* result) {
  Table table;
  for (int r = 0; r < PQntuples(result); ++r) {
    auto& row = table.emplace_back();
    for (int c = 0; c < PQnfields(result); ++c) {
      const std::string text = PQgetvalue(result, r, c);
      row.push_back(PQgetisnull(result, r, c) != 0 ? "NULL" : text == "t" ? "1" : text == "f" ? "0" : text);
    }
  }
  std::ranges::sort(table);
  return table;
}

class Postgres {
 public:
  explicit Postgres(const std::string& uri) : connection_(PQconnectdb(uri.c_str()), &PQfinish) {
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
  }

  /// The message of a failed statement; "" for one that was done.
  std::string run(const std::string& sql) {
    const Result result(PQexec(connection_.get(), sql.c_str()), &PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return {};
    const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    return std::string(state == nullptr ? "" : state) + " " + PQresultErrorMessage(result.get());
  }

  /// The rows of each query, all asked for in one message: on a busy machine each answer is waited for.
  std::vector<Table> rows(const std::vector<ComparedTable>& tables) {
    std::string queries;
    for (const ComparedTable& table : tables) queries += table.in_postgres + ";";
    if (PQsendQuery(connection_.get(), queries.c_str()) == 0)
      throw std::runtime_error(PQerrorMessage(connection_.get()));
    std::vector<Table> answers;
    std::string error;
    while (PGresult* next = PQgetResult(connection_.get())) {
      const Result result(next, &PQclear);
      if (PQresultStatus(next) == PGRES_TUPLES_OK)
        answers.push_back(rows_of(next));
      else
        error = PQresultErrorMessage(next);
    }
    if (!error.empty()) throw std::runtime_error(error);
    return answers;
  }

 private:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

/// 4.0 as PostgreSQL writes it.
std::string text_of(const SQLite::Column& c) {
  if (c.isNull()) return "NULL";
  const std::string text = c.getString();
  return c.isFloat() && text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

Table rows_in(SQLite::Database& db, const std::string& sql) {
  SQLite::Statement query(db, sql);
  Table table;
  while (query.executeStep()) {
    auto& row = table.emplace_back();
    for (int c = 0; c < query.getColumnCount(); ++c) row.push_back(text_of(query.getColumn(c)));
  }
  std::ranges::sort(table);
  return table;
}

std::string printed(const Table& table) {
  std::string text;
  for (const auto& row : table) {
    for (const std::string& cell : row) text += cell + "|";
    text += "\n";
  }
  return text;
}

/// How many triggers there were and what became of them, over all schemas.
struct Tally {
  std::size_t schemas = 0, differences = 0, triggers = 0, carried = 0, statements = 0, taken = 0;
  std::map<std::string, std::size_t> reasons;
};

/// Both sides of one case.
class Sides {
 public:
  Sides(const TriggerCase& one, Postgres& postgres, const std::string& schema, Tally& tally)
      : case_(one), postgres_(postgres), path_(folder_ / "source.db") {
    SQLite::Database(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("PRAGMA synchronous = off; BEGIN; " + one.script + "COMMIT");
    const Plan plan = plan_of_file(path_);
    const std::string load = "CREATE SCHEMA " + schema + "; SET search_path = " + schema + "; " +
                             load_statements(plan, insert_statements(plan, path_));
    if (const std::string message = postgres_.run(load); !message.empty()) throw std::runtime_error(message);
    sqlite_ = std::make_unique<SQLite::Database>(path_, SQLite::OPEN_READWRITE);
    for (const ObjectPlan& o : plan.objects) {
      if (o.kind == ObjectKind::trigger) make(o, schema, tally);
    }
    sqlite_->exec("PRAGMA foreign_keys = on; PRAGMA synchronous = off; PRAGMA journal_mode = memory");
    // Both go through rows by their key: without an index on what a trigger's condition asks for, PostgreSQL goes by
    // where they lie. The cost of a scan that is switched off would have each query compiled.
    postgres_.run("CREATE INDEX ON " + schema + ".item (owner, id)");
    postgres_.run("SET search_path = " + schema +
                  "; SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off");
  }

  [[nodiscard]] const std::string& made() const noexcept { return made_; }

  /// "" when both sides did the same.
  std::string step(const std::string& sql, Tally& tally) {
    if (no_upserts_ && sql.find("ON CONFLICT") != std::string::npos) return {};  // The report says so.
    const std::string in_sqlite = run_in_sqlite(sql);
    if (in_sqlite.find("because it is a view") != std::string::npos) return {};
    const std::string in_postgres = postgres_.run(sql);
    ++tally.statements;
    tally.taken += in_sqlite.empty() ? 1 : 0;
    if (in_sqlite.empty() != in_postgres.empty()) {
      return "SQLite: " + (in_sqlite.empty() ? "done" : in_sqlite) +
             "\nPostgreSQL: " + (in_postgres.empty() ? "done" : in_postgres);
    }
    if (!in_postgres.empty() && !in_postgres.starts_with("23") && !in_postgres.starts_with("428C9")) return in_postgres;
    const std::vector<Table> answers = postgres_.rows(case_.tables);
    for (std::size_t t = 0; t < case_.tables.size(); ++t) {
      const ComparedTable& table = case_.tables[t];
      const Table left = rows_in(*sqlite_, table.in_sqlite), &right = answers.at(t);
      if (left != right) return table.name + " in SQLite:\n" + printed(left) + "in PostgreSQL:\n" + printed(right);
    }
    return {};
  }

 private:
  std::string run_in_sqlite(const std::string& sql) {
    try {
      sqlite_->exec(sql);
      return {};
    } catch (const SQLite::Exception& e) {
      return e.what();
    }
  }

  void make(const ObjectPlan& o, const std::string& schema, Tally& tally) {
    ++tally.triggers;
    if (o.status == ObjectStatus::not_carried) {
      sqlite_->exec("DROP TRIGGER " + o.name);
      made_ += o.name + ": " + o.reason + "\n";
      ++tally.reasons[o.reason.substr(0, o.reason.find(", at byte"))];
      return;
    }
    ++tally.carried;
    no_upserts_ = no_upserts_ || o.reason.find("ON CONFLICT DO UPDATE") != std::string::npos;
    for (const std::string& sql : o.sql) {
      const std::string here = with_schema(sql, schema);
      made_ += here + "\n";
      if (const std::string message = postgres_.run(here); !message.empty()) throw std::runtime_error(message + here);
    }
  }

  const TriggerCase& case_;
  Postgres& postgres_;
  TempDir folder_;
  std::string path_;
  std::unique_ptr<SQLite::Database> sqlite_;
  std::string made_;
  bool no_upserts_ = false;
};

/// For who waits for thousands of schemas.
void tell(const Tally& tally, std::uint64_t count) {
  constexpr std::size_t now_and_then = 25;
  if (std::getenv("LITE2PG_PROGRESS") == nullptr || tally.schemas % now_and_then != 0) return;
  std::cerr << "  " << tally.schemas << " of " << count << " schemas, " << tally.differences << " differences\n";
}

/// Whether all went well.
bool compare(std::uint64_t seed, Postgres& postgres, Tally& tally) {
  const TriggerCase one = random_trigger_case(seed, statements_each);
  const std::string schema = "s" + std::to_string(seed);
  std::string done;
  bool same = true;
  try {
    Sides sides(one, postgres, schema, tally);
    for (const std::string& sql : one.statements) {
      done += sql + ";\n";
      const std::string difference = sides.step(sql, tally);
      if (difference.empty()) continue;
      ADD_FAILURE() << "seed " << seed << "\n" << one.script << sides.made() << "after\n" << done << difference;
      same = false;
      break;
    }
  } catch (const std::runtime_error& e) {
    ADD_FAILURE() << "seed " << seed << "\n" << one.script << e.what();
    same = false;
  }
  ++tally.schemas;
  tally.differences += same ? 0 : 1;
  postgres.run("SET search_path = pg_catalog; DROP SCHEMA " + schema + " CASCADE");
  return same;
}

TEST(TriggerDifferential, DoTheSameAfterEachStatement) {
  const std::uint64_t first = setting("LITE2PG_SEED", 1), count = setting("LITE2PG_TRIGGER_SCHEMAS", 15);
  const TempDatabase database;
  Postgres postgres(database.uri());
  Tally tally;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    if (!compare(seed, postgres, tally) && std::getenv("LITE2PG_KEEP_GOING") == nullptr) break;
    tell(tally, count);
  }
  std::cout << tally.schemas << " schemas, " << tally.differences << " differences, " << tally.carried << " of "
            << tally.triggers << " triggers carried, " << tally.taken << " of " << tally.statements
            << " statements taken\n";
  if (std::getenv("LITE2PG_REASONS") != nullptr) {
    for (const auto& [reason, times] : tally.reasons) std::cout << times << "  " << reason << "\n";
  }
}

}  // namespace
}  // namespace lite2pg::trigger_differential_pg_test
