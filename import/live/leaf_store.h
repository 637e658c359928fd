// The leaves of a live run's tables in the ledger (lite2pg.run_leaf): in the same transaction as the rows they stand
// for, so that what is recorded and what is staged never part, whoever is killed when.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "import/live/leaf_record.h"
#include "import/postgres/copy_stream.h"

namespace lite2pg {

/// Makes the table where the ledger has none.
void ensure_leaf_table(Session& session);

/// Replaces the records of a table by what `fill` gives to the function it is called with. In the open transaction,
/// which has failed when `fill` throws: a savepoint before it can be gone back to.
void store_leaves(DataConnection& connection, std::string_view run, std::string_view table,
                  const std::function<void(const std::function<void(const LeafRecord&)>&)>& fill);

/// Takes out the records that begin at the keys of `gone` and puts in those of `come`.
void change_leaves(DataConnection& connection, std::string_view run, std::string_view table,
                   const std::vector<LeafRecord>& gone, const std::vector<LeafRecord>& come);

/// Reads the records of a table in the order of keys. While it lives its connection does nothing else.
class StoredLeaves {
 public:
  StoredLeaves(DataConnection& connection, std::string_view run, std::string_view table);
  /// False at the end, when the connection is free again. Throws Error(target) for what is no record.
  bool next(LeafRecord& record);

 private:
  DataConnection& connection_;
};

/// What the records of a table add up to.
struct LeafTotal {
  std::uint64_t rows = 0;
  Hash128 sum;
  std::uint64_t leaves = 0;
};
[[nodiscard]] LeafTotal stored_total(DataConnection& connection, std::string_view run, std::string_view table);

/// Forgets the records of a run.
[[nodiscard]] std::string drop_leaves_sql(std::string_view run);

}  // namespace lite2pg
