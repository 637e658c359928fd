#include "tests/verify/slow_reference.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>

#include "import/postgres/session.h"
#include "mapping/target/quote.h"
#include "tests/verify/printed_value.h"

namespace lite2pg::test {
namespace {

using SourceRow = std::vector<OwnedValue>;
using PrintedRow = Fields;

struct Shape {
  std::string name;
  std::vector<std::string> columns, types;
  std::vector<std::size_t> key;  ///< In the order of the key.
};

OwnedValue value_of(const SQLite::Column& c) {
  if (c.isInteger()) return OwnedValue(Value::of(std::int64_t{c.getInt64()}));
  if (c.isFloat()) return OwnedValue(Value::of(c.getDouble()));
  if (c.isNull()) return {};
  const auto* bytes = static_cast<const char*>(c.getBlob());
  const std::string_view view(bytes, static_cast<std::size_t>(c.getBytes()));
  return OwnedValue(c.isText() ? Value::text(view) : Value::blob(view));
}

class Comparer {
 public:
  Comparer(SQLite::Database& db, Session& session, std::string schema)
      : db_(db), session_(session), schema_(std::move(schema)) {}

  std::vector<std::string> compare() {
    SQLite::Statement tables(db_, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    while (tables.executeStep()) compare(shape_of(tables.getColumn(0).getString()));
    return std::move(lines_);
  }

 private:
  Shape shape_of(const std::string& table) {
    Shape shape{table, {}, {}, {}};
    std::map<int, std::size_t> key;
    SQLite::Statement info(db_, "SELECT name, pk FROM pragma_table_info(?)");
    info.bind(1, table);
    while (info.executeStep()) {
      if (const int place = info.getColumn(1).getInt(); place > 0) key[place] = shape.columns.size();
      shape.columns.push_back(info.getColumn(0).getString());
    }
    for (const auto& [place, column] : key) shape.key.push_back(column);
    for (const std::string& c : shape.columns) {
      shape.types.push_back(session_
                                .query("SELECT typname FROM pg_attribute JOIN pg_type t ON t.oid = atttypid WHERE "
                                       "attrelid = $1::regclass AND attname = $2",
                                       {qualified(schema_, table), c})
                                .at(0)
                                .at(0)
                                .value());
    }
    return shape;
  }

  std::vector<SourceRow> source_rows(const Shape& shape) {
    std::vector<SourceRow> rows;
    SQLite::Statement select(db_, "SELECT * FROM " + quote_identifier(shape.name));
    while (select.executeStep()) {
      SourceRow& row = rows.emplace_back();
      for (int i = 0; i < select.getColumnCount(); ++i) row.push_back(value_of(select.getColumn(i)));
    }
    return rows;
  }
  std::vector<PrintedRow> printed_rows(const Shape& shape) {
    std::string columns;
    for (const std::string& c : shape.columns)
      columns += (columns.empty() ? "" : ", ") + quote_identifier(c) + "::text";
    return session_.query("SELECT " + columns + " FROM " + qualified(schema_, shape.name));
  }

  static bool same(const Shape& shape, const SourceRow& a, const PrintedRow& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!is_printed_as(a[i], shape.types[i], b[i])) return false;
    }
    return true;
  }

  static std::string key_of(const Shape& shape, const SourceRow& row) {
    std::string text;
    for (const std::size_t k : shape.key) {
      const Value v = row[k].view();
      text += (text.empty() ? "" : ", ") + shape.columns[k] + "=" +
              (v.storage() == StorageClass::integer ? std::to_string(v.integer()) : quote_literal(v.bytes()));
    }
    return text;
  }
  static std::string key_of(const Shape& shape, const PrintedRow& row) {
    std::string text;
    for (const std::size_t k : shape.key) {
      text += (text.empty() ? "" : ", ") + shape.columns[k] + "=" +
              (shape.types[k] == "text" ? quote_literal(row[k].value()) : row[k].value());
    }
    return text;
  }

  /// Takes equal rows off both lists.
  static void cancel(const Shape& shape, std::vector<SourceRow>& a, std::vector<PrintedRow>& b) {
    std::erase_if(a, [&](const SourceRow& row) {
      const auto twin = std::ranges::find_if(b, [&](const PrintedRow& p) { return same(shape, row, p); });
      if (twin == b.end()) return false;
      b.erase(twin);
      return true;
    });
  }

  void compare(const Shape& shape) {
    std::map<std::string, std::pair<std::vector<SourceRow>, std::vector<PrintedRow>>> by_key;
    for (SourceRow& row : source_rows(shape)) by_key[key_of(shape, row)].first.push_back(std::move(row));
    for (PrintedRow& row : printed_rows(shape)) by_key[key_of(shape, row)].second.push_back(std::move(row));
    for (auto& [key, rows] : by_key) {
      cancel(shape, rows.first, rows.second);
      name(shape, key, rows.first, rows.second);
    }
  }

  void name(const Shape& shape, const std::string& key, std::vector<SourceRow>& a, std::vector<PrintedRow>& b) {
    for (; !shape.key.empty() && !a.empty() && !b.empty(); a.pop_back(), b.pop_back()) {
      for (std::size_t i = 0; i < shape.columns.size(); ++i) {
        if (!is_printed_as(a.back()[i], shape.types[i], b.back()[i]))
          add(shape, "changed", key + " " + shape.columns[i]);
      }
    }
    for (std::size_t i = 0; i < a.size(); ++i) add(shape, "missing", key);
    for (std::size_t i = 0; i < b.size(); ++i) add(shape, "extra", key);
  }
  void add(const Shape& shape, const std::string& kind, const std::string& what) {
    lines_.push_back(shape.name + " " + kind + (what.empty() ? "" : " " + what));
  }

  SQLite::Database& db_;
  Session& session_;
  std::string schema_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> slow_differences(const std::string& sqlite_file, const TempDatabase& target,
                                          const std::string& schema) {
  SQLite::Database db(sqlite_file);
  Session session(Target{target.uri()}, "slow reference");
  return Comparer(db, session, schema).compare();
}

}  // namespace lite2pg::test
