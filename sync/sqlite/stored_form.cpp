#include "sync/sqlite/stored_form.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <array>
#include <cmath>
#include <string_view>

namespace lite2pg {
namespace {

/// Whether a text may be a number to SQLite: blanks, sign, digits, point, exponent. Most texts are told apart by their
/// first or last character.
bool may_be_number(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return false;
  text = text.substr(first, text.find_last_not_of(blanks) + 1 - first);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool begins = digit(text.front()) || text.front() == '+' || text.front() == '-' || text.front() == '.';
  const bool ends = digit(text.back()) || text.back() == '.';
  if (!begins || !ends) return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    const bool exponent_sign = (c == '+' || c == '-') && (text[i - 1] == 'e' || text[i - 1] == 'E');
    if (!digit(c) && c != '.' && c != 'e' && c != 'E' && !exponent_sign) return false;
  }
  return true;
}

/// Whole numbers within 64 bits become INTEGER.
bool becomes_integer(double v) noexcept { return std::trunc(v) == v && v > -0x1p63 && v < 0x1p63; }

constexpr std::array<const char*, 5> columns = {"i", "t", "b", "r", "n"};  // In the order of Affinity.

}  // namespace

StoredForm::StoredForm() = default;
StoredForm::~StoredForm() = default;

Value StoredForm::of(Affinity affinity, const Value& v) {
  const StorageClass c = v.storage();
  switch (affinity) {
    case Affinity::blob: return v;
    case Affinity::text: return c == StorageClass::integer || c == StorageClass::real ? asked(affinity, v) : v;
    case Affinity::real:
      if (c == StorageClass::integer) return Value::of(static_cast<double>(v.integer()));
      if (c == StorageClass::real && v.real() == 0) return Value::of(0.0);  // Kept as the integer 0: no sign.
      break;
    case Affinity::integer:
    case Affinity::numeric:
      if (c == StorageClass::real && becomes_integer(v.real())) return Value::of(static_cast<std::int64_t>(v.real()));
      break;
  }
  return c == StorageClass::text && may_be_number(v.bytes()) ? asked(affinity, v) : v;
}

Value StoredForm::asked(Affinity affinity, const Value& v) {
  if (!db_) {
    db_ = std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE);
    db_->exec("CREATE TABLE p (i INTEGER, t TEXT, b BLOB, r REAL, n NUMERIC)");
  }
  const std::string column = columns[static_cast<std::size_t>(affinity)];
  db_->exec("DELETE FROM p");
  SQLite::Statement insert(*db_, "INSERT INTO p (" + column + ") VALUES (?)");
  if (v.storage() == StorageClass::integer) insert.bind(1, v.integer());
  if (v.storage() == StorageClass::real) insert.bind(1, v.real());
  if (v.storage() == StorageClass::text) insert.bind(1, std::string(v.bytes()));
  insert.exec();
  SQLite::Statement select(*db_, "SELECT " + column + " FROM p");
  select.executeStep();
  const SQLite::Column stored = select.getColumn(0);
  const std::string bytes = stored.getString();
  answer_ = OwnedValue(stored.isInteger() ? Value::of(std::int64_t{stored.getInt64()})
                       : stored.isFloat() ? Value::of(stored.getDouble())
                       : stored.isNull()  ? Value::null()
                                          : Value::text(bytes));
  return answer_.view();
}

}  // namespace lite2pg
