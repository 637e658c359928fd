// Damages a migrated copy at random and knows, for each damage, what verify must say about it. Works on any schema: it
// asks the server's catalog for tables, types and keys.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "import/postgres/session.h"
#include "tests/mapping/random_values.h"
#include "tests/support/postgres_server.h"
#include "verify/comparison/result.h"

namespace lite2pg::test {

class Damager {
 public:
  /// Keeps a copy of all tables of `schema`, and takes their constraints and indexes away, which would refuse damage.
  Damager(const TempDatabase& database, std::string schema, std::uint64_t seed);

  /// Damages up to `count` rows, each once. What verify must name: "orders changed id=3 total", "orders missing id=3",
  /// "log extra" (tables without key: the row is not told).
  std::vector<std::string> damage(std::size_t count);
  /// Brings all tables back. Damage may come again after it.
  void repair();
  /// Damages of each kind so far, for the test to see that none is left out.
  [[nodiscard]] const std::multiset<std::string>& kinds() const noexcept { return kinds_; }

 private:
  struct Column {
    std::string name, type, base;
    bool key = false;
  };
  struct Row {
    std::string key;    ///< As verify shows it; empty without a key.
    std::string where;  ///< SQL condition.
  };
  struct Table {
    std::string name;
    std::vector<Column> columns;
    std::vector<std::string> key;
    std::vector<Row> rows;
    std::set<std::size_t> used;
  };

  void read_catalog();
  void read_rows(Table& table);
  void loosen();

  /// A row of the table that is not damaged yet; nullptr when there is none.
  const Row* fresh_row(Table& table);
  const Column& any_column(const Table& table);
  std::string mutation_of(const Column& column);
  /// Runs it; what it returns in its first column, "" when it failed or touched nothing.
  std::string run(const std::string& sql);
  void expect(const Table& table, const char* kind, const std::string& key, const std::string& column = {});
  void expect_changed(const Table& table, const Row& row, const std::string& column);

  bool change_value(Table& table);
  bool lose_row(Table& table);
  bool double_row(Table& table);
  bool change_key(Table& table);
  bool swap_rows(Table& table);
  bool swap_columns(Table& table);
  bool move_row(Table& table);

  Session session_;
  std::string schema_, kept_;
  Random random_;
  std::vector<Table> tables_;
  std::vector<std::string> expected_;
  std::multiset<std::string> kinds_;
  int moved_ = 0;  ///< Numbers new keys.
};

/// What a result names, as Damager tells it.
[[nodiscard]] std::vector<std::string> named_by(const VerifyResult& result);

}  // namespace lite2pg::test
