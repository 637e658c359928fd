// Generated expressions over generated rows: what SQLite computes, the translation computes in PostgreSQL.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <map>

#include "common/text.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/functions.h"
#include "mapping/sql/translator/translator.h"
#include "mapping/target/quote.h"
#include "tests/mapping/loaded_database.h"
#include "tests/mapping/random_expressions.h"

namespace lite2pg::expression_differential_pg_test {
namespace {

using namespace test;

/// One expression in both languages.
struct Pair {
  std::string sqlite, postgres;  ///< What to select: PostgreSQL's as text.
  std::string translation;
  ValueKind kind = ValueKind::null;
};

std::string as_selected(const Operand& value) {
  switch (value.kind) {
    case ValueKind::boolean: return "(" + value.sql + ")::integer::text";
    case ValueKind::blob: return "'\\x' || encode(" + value.sql + ", 'hex')";
    default: return "(" + value.sql + ")::text";
  }
}

class Differential {
 public:
  explicit Differential(unsigned seed) : db_(expression_table()), expressions_(seed) {
    const Table& source = *db_.plan().schema.find_table("t");
    scope_.add(scope_of(*db_.plan().find_table("t"), source));
  }

  void collect(std::size_t wanted) {
    for (tried_ = 0; pairs_.size() < wanted && tried_ < 100 * wanted; ++tried_) try_one();
  }

  /// All of them in a few statements. Those at which PostgreSQL fails are tried again row by row.
  void compute() {
    db_.in_postgres(R"(
      CREATE TABLE result (n int, id bigint, v text);
      CREATE FUNCTION compute(n int, expression text) RETURNS void LANGUAGE plpgsql AS $f$
      DECLARE one record;
      BEGIN
        EXECUTE format('INSERT INTO result SELECT %s, id, %s FROM t', n, expression);
      EXCEPTION WHEN others THEN
        FOR one IN SELECT id FROM t LOOP
          BEGIN
            EXECUTE format('INSERT INTO result SELECT %s, id, %s FROM t WHERE id = %s', n, expression, one.id);
          EXCEPTION WHEN others THEN
            INSERT INTO result VALUES (n, one.id, 'ERROR ' || SQLSTATE || ' ' || SQLERRM);
          END;
        END LOOP;
      END $f$)");
    std::string sql = "SET client_min_messages = error;\n";
    for (std::size_t n = 0; n < pairs_.size(); ++n) {
      sql += "SELECT compute(" + std::to_string(n) + ", " + quote_literal(pairs_[n].postgres) + ");\n";
    }
    db_.in_postgres(sql);
  }

  void compare() {
    std::map<std::pair<std::string, std::string>, std::optional<std::string>> ours;
    for (const auto& row : db_.in_postgres("SELECT n, id, v FROM result")) ours[{*row[0], *row[1]}] = row[2];
    std::size_t differing = 0;
    for (std::size_t n = 0; n < pairs_.size() && differing < 20; ++n) {
      const Rows theirs = rows_of_sqlite(pairs_[n].sqlite);
      for (const auto& row : theirs) {
        const auto found = ours.find({std::to_string(n), *row[0]});
        const bool same = found != ours.end() && agrees(pairs_[n].kind, *row[1], row[2], found->second);
        if (same) continue;
        ++differing;
        ADD_FAILURE() << pairs_[n].sqlite << "\nin row " << *row[0] << ": SQLite " << row[2].value_or("NULL")
                      << ", PostgreSQL " << (found == ours.end() ? "nothing" : found->second.value_or("NULL"))
                      << "\nby " << pairs_[n].translation;
        break;
      }
    }
  }

  [[nodiscard]] const std::vector<Pair>& pairs() const noexcept { return pairs_; }
  [[nodiscard]] std::size_t tried() const noexcept { return tried_; }
  [[nodiscard]] std::size_t errors() const noexcept { return errors_; }

 private:
  void try_one() {
    const std::string text = expressions_.next();
    try {
      const Expr e = parse_expression(text);
      Translator t(scope_, {});
      const bool as_condition = tried_ % 3 == 0;
      const Operand value = as_condition ? t.truth(e) : known(t.translate(e), e);
      const std::string told = as_condition ? "CASE WHEN " + text + " THEN 1 WHEN NOT (" + text + ") THEN 0 END" : text;
      pairs_.push_back({told, as_selected(value), value.sql, value.kind});
    } catch (const SqlError& e) {
      if (std::getenv("LITE2PG_SHOW") != nullptr)
        std::printf("%s: %s\n", e.what(), text.c_str());  // Refused, which is always allowed.
    }
  }

  /// SQLite itself fails for some (an overflow in abs()): no rows, nothing to compare.
  Rows rows_of_sqlite(const std::string& expression) {
    try {
      return db_.in_sqlite("SELECT id, typeof(v), v FROM (SELECT id, " + expression + " AS v FROM t)");
    } catch (const SQLite::Exception&) {
      ++errors_;
      return {};
    }
  }

  static bool is_number(ValueKind kind) { return is_numeric(kind) && kind != ValueKind::boolean; }

  /// Out of range (for numbers, for dates) is PostgreSQL's answer where SQLite goes over to REAL: an error, never
  /// another value.
  static bool agrees(ValueKind kind, const std::string& storage, const std::optional<std::string>& theirs,
                     const std::optional<std::string>& ours) {
    if (ours && (ours->starts_with("ERROR 22003") || ours->starts_with("ERROR 22008"))) return true;
    if (!theirs || !ours) return !theirs && !ours;
    if (is_number(kind)) return agrees_in_number(kind, storage, *theirs, *ours);
    if (storage != (kind == ValueKind::boolean ? "integer" : kind == ValueKind::blob ? "blob" : "text")) return false;
    return *theirs == *ours;
  }

  static bool agrees_in_number(ValueKind kind, const std::string& storage, const std::string& theirs,
                               const std::string& ours) {
    if (kind == ValueKind::integer || storage == "integer") {
      if (kind == ValueKind::integer || kind == ValueKind::decimal) return storage == "integer" && theirs == ours;
    }
    if (kind == ValueKind::real && storage != "real") return false;
    const double x = std::strtod(theirs.c_str(), nullptr), y = std::strtod(ours.c_str(), nullptr);
    // What may be INTEGER or REAL is computed as a REAL: beyond 2^53 its last digit is rounded.
    const bool rounded = kind == ValueKind::number && storage == "integer" && std::abs(x) > 9007199254740992.0;
    return x == y || (rounded && std::abs(x - y) <= std::abs(x) * 4e-16);
  }

  LoadedDatabase db_;
  Scope scope_;
  RandomExpressions expressions_;
  std::vector<Pair> pairs_;
  std::size_t tried_ = 0, errors_ = 0;
};

TEST(ExpressionDifferential, GivesWhatSqliteGives) {
  const char* seed = std::getenv("LITE2PG_SEED");
  const char* wanted = std::getenv("LITE2PG_EXPRESSIONS");
  Differential differential(seed == nullptr ? 1 : static_cast<unsigned>(std::atoi(seed)));
  differential.collect(wanted == nullptr ? 3000 : static_cast<std::size_t>(std::atoi(wanted)));
  ASSERT_GE(differential.pairs().size(), 2000U) << "of " << differential.tried() << " generated";
  differential.compute();
  differential.compare();
  EXPECT_LT(differential.errors(), differential.pairs().size() / 10);
  RecordProperty("translated", static_cast<int>(differential.pairs().size()));
  RecordProperty("generated", static_cast<int>(differential.tried()));
  std::string all;
  for (const Pair& pair : differential.pairs()) all += pair.sqlite + "\n";
  for (const SqlFunction& f : sql_functions()) {
    if (f.use != SqlFunction::Use::value || f.name.starts_with("random")) continue;
    EXPECT_NE(all.find(std::string(f.name) + "("), all.npos) << f.name << " was never translated";
  }
}

}  // namespace
}  // namespace lite2pg::expression_differential_pg_test
