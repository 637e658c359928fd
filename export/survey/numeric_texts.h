// Texts that are numbers, in columns where SQLite would have stored the number: quick_check speaks of them. Looked for
// while a pass over the rows takes their census, so that dates in columns declared DATETIME cost no pass of their own.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "mapping/source/schema.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// Whether SQLite would have stored this text as a number in a column of numeric affinity
/// (https://sqlite.org/datatype3.html section 3).
[[nodiscard]] bool is_numeric_text(std::string_view text) noexcept;

/// One thread.
class NumericTexts {
 public:
  NumericTexts() = default;
  explicit NumericTexts(const Table& table);

  /// Hot.
  void look_at(Row row) noexcept {
    for (const std::size_t i : columns_)
      if (row[i].storage() == StorageClass::text && is_numeric_text(row[i].bytes())) found_ = true;
  }
  [[nodiscard]] bool found() const noexcept { return found_; }

 private:
  std::vector<std::size_t> columns_;  ///< Of numeric affinity.
  bool found_ = false;
};

}  // namespace lite2pg
