// The transaction in which verify does all its reading: it can write nothing, and no name of the target's stands before
// one of pg_catalog.
#pragma once

#include "import/postgres/session.h"

namespace lite2pg {

/// READ ONLY, one snapshot, no query plan that surprises, rows of a table as they lie; the rest is common to all our
/// transactions.
[[nodiscard]] TransactionRules read_only_rules();

/// BEGIN with these settings on construction, ROLLBACK on destruction.
class ReadOnly {
 public:
  explicit ReadOnly(Session& session) : session_(session) { session_.begin(read_only_rules()); }
  ~ReadOnly() { session_.rollback(); }
  ReadOnly(const ReadOnly&) = delete;
  ReadOnly& operator=(const ReadOnly&) = delete;

 private:
  Session& session_;
};

}  // namespace lite2pg
