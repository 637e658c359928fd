// The order of keys in the tree of a WITHOUT ROWID table: SQLite's own order of values
// (https://sqlite.org/datatype3.html section 4.1) under its built-in collations.
#pragma once

#include <span>
#include <vector>

#include "mapping/source/collation.h"
#include "mapping/value/value.h"

namespace lite2pg {

struct KeyPart {
  Collation collation = Collation::binary;
  bool descending = false;
};

/// < 0, 0 or > 0. Text is UTF-8.
[[nodiscard]] int compare_values(const Value& a, const Value& b, Collation collation) noexcept;

/// Compares the first parts of two keys, as many as both have.
[[nodiscard]] int compare_keys(std::span<const KeyPart> order, std::span<const Value> a,
                               std::span<const Value> b) noexcept;

/// A key that keeps its bytes, and its memory from one to the next.
class KeyCopy {
 public:
  void assign(std::span<const Value> key);
  [[nodiscard]] std::span<const Value> view() const noexcept { return values_; }
  [[nodiscard]] bool empty() const noexcept { return values_.empty(); }

 private:
  std::vector<Value> values_;
  std::vector<char> bytes_;
};

}  // namespace lite2pg
