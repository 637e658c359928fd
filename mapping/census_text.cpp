// The census of a column in one line for people.
#include <vector>

#include "common/text.h"
#include "mapping/lattice.h"
#include "mapping/value_text.h"

namespace lite2pg {
namespace {

/// "name (detail, detail)"
class Clause {
 public:
  Clause(std::uint64_t count, std::string_view what) : text_(with_thousands(count) + " " + std::string(what)) {}
  void add(const std::string& detail) {
    details_ += details_.empty() ? "" : ", ";
    details_ += detail;
  }
  void add_count(std::uint64_t count, std::string_view what) {
    if (count > 0) add(with_thousands(count) + " " + std::string(what));
  }
  [[nodiscard]] std::string str() const { return details_.empty() ? text_ : text_ + " (" + details_ + ")"; }

 private:
  std::string text_, details_;
};

std::string integers(const ColumnCensus& c) {
  Clause clause(c.count(StorageClass::integer), "INTEGER");
  clause.add(std::to_string(c.integer_min) + " to " + std::to_string(c.integer_max));
  return clause.str();
}

std::string reals(const ColumnCensus& c) {
  Clause clause(c.count(StorageClass::real), "REAL");
  if (c.count(StorageClass::real) > c.real_nonfinite.count) {
    clause.add(show_real(c.real_min) + " to " + show_real(c.real_max));
  }
  clause.add_count(c.real_nonfinite.count, "infinite");
  if (c.decimal_fraction_digits > 0) clause.add(std::to_string(c.decimal_fraction_digits) + " decimals");
  return clause.str();
}

std::string texts(const ColumnCensus& c) {
  Clause clause(c.count(StorageClass::text), "TEXT");
  if (c.text_max_chars > 0) clause.add("up to " + with_thousands(c.text_max_chars) + " characters");
  clause.add_count(c.text_empty.count, "empty");
  clause.add_count(c.text_nul.count, "with NUL bytes");
  clause.add_count(c.text_invalid_utf8.count, "not valid UTF-8");
  return clause.str();
}

std::string blobs(const ColumnCensus& c) {
  Clause clause(c.count(StorageClass::blob), "BLOB");
  clause.add("up to " + human_bytes(c.blob_max_bytes));
  return clause.str();
}

}  // namespace

std::string describe_values(const ColumnCensus& c) {
  std::vector<std::string> parts;
  if (c.count(StorageClass::integer) > 0) parts.push_back(integers(c));
  if (c.count(StorageClass::real) > 0) parts.push_back(reals(c));
  if (c.count(StorageClass::text) > 0) parts.push_back(texts(c));
  if (c.count(StorageClass::blob) > 0) parts.push_back(blobs(c));
  if (c.count(StorageClass::null) > 0) parts.push_back(with_thousands(c.count(StorageClass::null)) + " NULL");
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text.empty() ? "no rows" : text;
}

}  // namespace lite2pg
