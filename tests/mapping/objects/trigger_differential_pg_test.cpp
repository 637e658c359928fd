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

namespace lite2pg {
namespace {

using namespace test;

constexpr std::size_t statements_each = 50;

std::uint64_t setting(const char* name, std::uint64_t usual) {
  const char* given = std::getenv(name);
  return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

using Table = std::vector<std::vector<std::string>>;

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

  Table rows(const std::string& sql) {
    const Result result(PQexec(connection_.get(), sql.c_str()), &PQclear);
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) throw std::runtime_error(PQresultErrorMessage(result.get()));
    Table table;
    for (int r = 0; r < PQntuples(result.get()); ++r) {
      auto& row = table.emplace_back();
      for (int c = 0; c < PQnfields(result.get()); ++c) {
        const std::string text = PQgetvalue(result.get(), r, c);
        row.push_back(PQgetisnull(result.get(), r, c) != 0 ? "NULL" : text == "t" ? "1" : text == "f" ? "0" : text);
      }
    }
    std::ranges::sort(table);
    return table;
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
  std::size_t triggers = 0, carried = 0, statements = 0, taken = 0;
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
    // Both go through rows by their key.
    postgres_.run("SET search_path = " + schema + "; SET enable_seqscan = off; SET enable_bitmapscan = off");
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
    for (const ComparedTable& table : case_.tables) {
      const Table left = rows_in(*sqlite_, table.in_sqlite), right = postgres_.rows(table.in_postgres);
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

/// Whether all went well.
bool compare(std::uint64_t seed, Postgres& postgres, Tally& tally) {
  const TriggerCase one = random_trigger_case(seed, statements_each);
  const std::string schema = "s" + std::to_string(seed);
  std::string done;
  try {
    Sides sides(one, postgres, schema, tally);
    for (const std::string& sql : one.statements) {
      done += sql + ";\n";
      const std::string difference = sides.step(sql, tally);
      if (difference.empty()) continue;
      ADD_FAILURE() << "seed " << seed << "\n" << one.script << sides.made() << "after\n" << done << difference;
      break;
    }
  } catch (const std::runtime_error& e) {
    ADD_FAILURE() << "seed " << seed << "\n" << one.script << e.what();
  }
  postgres.run("SET search_path = pg_catalog; DROP SCHEMA " + schema + " CASCADE");
  return !testing::Test::HasFailure();
}

TEST(TriggerDifferential, DoTheSameAfterEachStatement) {
  const std::uint64_t first = setting("LITE2PG_SEED", 1), count = setting("LITE2PG_TRIGGER_SCHEMAS", 40);
  const TempDatabase database;
  Postgres postgres(database.uri());
  Tally tally;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    if (!compare(seed, postgres, tally) && std::getenv("LITE2PG_KEEP_GOING") == nullptr) break;
  }
  std::cout << tally.carried << " of " << tally.triggers << " triggers carried, " << tally.taken << " of "
            << tally.statements << " statements taken\n";
  if (std::getenv("LITE2PG_REASONS") != nullptr) {
    for (const auto& [reason, times] : tally.reasons) std::cout << times << "  " << reason << "\n";
  }
}

}  // namespace
}  // namespace lite2pg
