// The transaction in which verify does all its reading: it can write nothing, and no name of the target's stands before
// one of pg_catalog.
#pragma once

#include <string>

#include "import/postgres/session.h"

namespace lite2pg {

/// What follows BEGIN: READ ONLY, one snapshot, and settings that are the transaction's own: nothing of them is left in
/// a pooled connection. Row security raises an error instead of hiding rows.
[[nodiscard]] std::string read_only_sql();

/// BEGIN with these settings on construction, ROLLBACK on destruction.
class ReadOnly {
 public:
  explicit ReadOnly(Session& session) : session_(session) {
    session_.begin();
    session_.execute(read_only_sql());
  }
  ~ReadOnly() { session_.rollback(); }
  ReadOnly(const ReadOnly&) = delete;
  ReadOnly& operator=(const ReadOnly&) = delete;

 private:
  Session& session_;
};

}  // namespace lite2pg
