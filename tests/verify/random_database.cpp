#include "tests/verify/random_database.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <functional>
#include <vector>

#include "mapping/target/quote.h"
#include "tests/mapping/codec_domains.h"
#include "tests/verify/bind_value.h"

namespace lite2pg::test {
namespace {

using Maker = std::function<OwnedValue(Random&)>;

struct Column {
  std::string name, declared;
  Maker make;
};

OwnedValue column_text(const std::string& s) { return OwnedValue(Value::text(s)); }
OwnedValue column_number(std::int64_t n) { return OwnedValue(Value::of(n)); }

/// What columns hold, under the types that applications declare.
struct Kind {
  const char* declared;
  Maker make;
};

OwnedValue cents(Random& r) { return OwnedValue(Value::of(static_cast<double>(r.integer(24)) / 100)); }
OwnedValue epoch(Random& r) { return column_number(r.between(946'684'800, 4'102'444'799)); }

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"INTEGER", [](Random& r) { return column_number(r.integer()); }},
      {"SMALLINT", [](Random& r) { return column_number(r.integer(16)); }},
      {"MEDIUMINT", [](Random& r) { return column_number(r.integer(32)); }},
      {"BOOLEAN", [](Random& r) { return column_number(r.between(0, 1)); }},
      {"BOOL", [](Random& r) { return column_text(r.chance(2) ? "yes" : "no"); }},
      {"REAL", [](Random& r) { return OwnedValue(Value::of(r.real())); }},
      {"DOUBLE", cents},
      {"DECIMAL(10,2)", cents},
      {"NUMERIC", [](Random& r) { return r.chance(2) ? column_number(r.integer(40)) : cents(r); }},
      {"VARCHAR(20)", [](Random& r) { return column_text(r.text(20)); }},
      {"TEXT", [](Random& r) { return column_text(r.text(40)); }},
      {"TEXT", [](Random& r) { return column_text(r.chance(2) ? "" : "NULL"); }},
      {"TEXT", [](Random& r) { return column_text(r.bytes(10)); }},
      {"BLOB", [](Random& r) { return OwnedValue(Value::blob(r.bytes(30))); }},
      {"BLOB", [](Random& r) { return anything(r); }},
      {"DATE", [](Random& r) { return column_text(r.moment(CodecId::date, {})); }},
      {"TIMESTAMP", epoch},
      {"DATETIME", [](Random& r) { return column_number(r.between(946'684'800'000, 4'102'444'799'999)); }},
      {"DATETIME", [](Random& r) { return column_text(r.moment_in_any_form(CodecId::timestamptz)); }},
      {"UUID", [](Random& r) { return column_text(r.uuid(UuidForm::hyphens)); }},
      {"JSON", [](Random& r) { return column_text(r.json()); }},
      {"STRING", [](Random& r) { return r.chance(2) ? column_text(r.text(8)) : column_number(r.integer(20)); }},
      {"INTEGER", [](Random& r) { return r.chance(9) ? column_text(r.text(5)) : column_number(r.integer(20)); }},
      {"", [](Random& r) { return anything(r); }},
  };
  return all;
}

/// A kind whose values have one spelling in all the column.
Kind written_moments(Random& r) {
  const CodecId id = r.chance(3) ? CodecId::time : r.chance(2) ? CodecId::timestamp : CodecId::timestamptz;
  const TemporalFormat format = r.iso_format(id);
  return {id == CodecId::time ? "TIME" : "DATETIME",
          [=](Random& random) { return column_text(random.moment(id, format)); }};
}

class RandomDatabase {
 public:
  RandomDatabase(const std::string& path, std::uint64_t seed)
      : db_(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE), r_(seed) {}

  void make() {
    SQLite::Transaction whole(db_);
    for (std::uint64_t n = 1 + r_.below(3); n > 0; --n) table();
    whole.commit();
  }

 private:
  /// No two alike, also without regard to case.
  std::string name(const char* plain) {
    static constexpr std::array odd = {"Order", "a b", "naïve", "x\"y", "select", "CamelCase", "1st", "ctid"};
    return (r_.chance(4) ? odd[r_.below(odd.size())] : std::string(plain)) + std::to_string(++names_);
  }

  std::vector<Column> random_columns() {
    std::vector<Column> columns;
    for (std::uint64_t n = 1 + r_.below(6); n > 0; --n) {
      const Kind kind = r_.chance(5) ? written_moments(r_) : kinds()[r_.below(kinds().size())];
      columns.push_back({name("c"), kind.declared, kind.make});
    }
    return columns;
  }

  void table() {
    const std::string table = quote_identifier(name("t"));
    const std::vector<Column> columns = random_columns();
    const std::uint64_t key = r_.below(5);
    std::string sql = "CREATE TABLE " + table + " (";
    if (key == 0 || key == 1) sql += "id INTEGER PRIMARY KEY, ";
    if (key == 2) sql += "k TEXT NOT NULL, n INTEGER NOT NULL, ";
    if (key == 3) sql += "k TEXT PRIMARY KEY NOT NULL, ";
    for (std::size_t i = 0; i < columns.size(); ++i) {
      sql += (i > 0 ? ", " : "") + quote_identifier(columns[i].name) + " " + columns[i].declared;
    }
    sql += key == 2 ? ", PRIMARY KEY (n, k)) WITHOUT ROWID" : ")";
    db_.exec(sql);
    fill(table, columns, key);
  }

  void fill(const std::string& table, const std::vector<Column>& columns, std::uint64_t key) {
    const std::size_t key_columns = key == 4 ? 0 : key == 2 ? 2 : 1;
    std::string marks;
    for (std::size_t i = 0; i < key_columns + columns.size(); ++i) marks += i > 0 ? ", ?" : "?";
    SQLite::Statement insert(db_, "INSERT INTO " + table + " VALUES (" + marks + ")");
    const std::uint64_t nulls = r_.chance(3) ? 2 : 8;
    std::vector<OwnedValue> row(columns.size());
    const auto rows = static_cast<std::int64_t>(r_.chance(8) ? 0 : r_.chance(20) ? 2500 : 1 + r_.below(40));
    for (std::int64_t i = 1; i <= rows; ++i) {
      // Without a key some rows come again.
      for (std::size_t c = 0; c < columns.size() && (key != 4 || i == 1 || !r_.chance(5)); ++c)
        row[c] = r_.chance(nulls) ? OwnedValue() : columns[c].make(r_);
      int at = 0;
      if (key == 2 || key == 3) insert.bind(++at, "k" + std::to_string(key == 2 ? i / 3 : i));
      if (key <= 2) insert.bind(++at, i);
      for (const OwnedValue& v : row) bind_value(insert, ++at, v.view());
      insert.exec();
      insert.reset();
    }
  }

  SQLite::Database db_;
  Random r_;
  int names_ = 0;
};

}  // namespace

void make_random_database(const std::string& path, std::uint64_t seed) { RandomDatabase(path, seed).make(); }

}  // namespace lite2pg::test
