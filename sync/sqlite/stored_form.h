// What SQLite makes of a value as it stores it in a column: https://sqlite.org/datatype3.html section 3.
#pragma once

#include <memory>
#include <string>

#include "mapping/source/schema.h"
#include "mapping/value/value.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

/// One thread.
class StoredForm {
 public:
  StoredForm();
  ~StoredForm();

  /// The value as a column of this affinity (no STRICT one) would give it back. Borrows from `v` or from this object,
  /// until the next call.
  [[nodiscard]] Value of(Affinity affinity, const Value& v);

 private:
  [[nodiscard]] Value asked(Affinity affinity, const Value& v);

  std::unique_ptr<SQLite::Database> db_;  ///< Made at first need.
  OwnedValue answer_;
};

}  // namespace lite2pg
