// One state of the target for a whole run: a session that holds a REPEATABLE READ READ ONLY transaction and exports its
// snapshot, and data connections that join it (https://www.postgresql.org/docs/15/functions-admin.html section
// 9.27.5). Takes no lock but ACCESS SHARE. Where the server exports none, one connection reads everything.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "import/postgres/copy_stream.h"
#include "import/postgres/session.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

class TargetSnapshot {
 public:
  /// Connects. What is seen is settled by lock(), which must come before all else. Throws TargetError.
  explicit TargetSnapshot(Target target);
  ~TargetSnapshot();
  TargetSnapshot(const TargetSnapshot&) = delete;
  TargetSnapshot& operator=(const TargetSnapshot&) = delete;

  /// Holds ACCESS SHARE on these tables of `schema` until the end, so that no VACUUM FULL moves rows between two ranges
  /// of a table; largest first, and only as many as leave most of the server's lock table to others. The first call
  /// then takes the snapshot: a table that is rewritten after a snapshot (ALTER TABLE, TRUNCATE) is empty to it
  /// (https://www.postgresql.org/docs/15/mvcc-caveats.html). `closed`: tables that the role may not lock. Throws
  /// TargetError, and Error(target) naming a table whose columns are not those of `tables` any more: it changed while
  /// this waited.
  void lock(const std::string& schema, std::vector<const TargetTable*> tables,
            const std::vector<const TargetTable*>& closed = {});
  /// After all is read: throws Error(target) naming a table that had no lock and was rewritten meanwhile.
  void require_not_rewritten();

  /// Ends a connection, or hands the only one on to who waits for it.
  struct GiveBack {
    const TargetSnapshot* owner = nullptr;  ///< Of the only one.
    void operator()(DataConnection* connection) const noexcept;
  };
  using Connection = std::unique_ptr<DataConnection, GiveBack>;
  /// A connection in the snapshot; when there is only one, waits until nobody has it. Any thread.
  [[nodiscard]] Connection connect() const;
  /// Whether there is only one connection: whoever has read what he wanted gives it back.
  [[nodiscard]] bool has_one_connection() const noexcept { return only_ != nullptr; }
  /// Ends the connection's transaction, which gives up its locks, and joins the snapshot again. Any thread.
  void rejoin(DataConnection& connection) const;

  /// Whether tables can be read in ranges of their pages.
  [[nodiscard]] bool has_page_ranges() const noexcept { return target_.can(Capability::page_ranges); }

 private:
  void take();

  Target target_;
  Session session_;
  bool taken_ = false;
  std::uint64_t budget_ = 0;           ///< Locks.
  std::vector<std::string> unlocked_;  ///< Quoted, with schema.
  std::string id_;
  std::unique_ptr<DataConnection> only_;
  mutable std::mutex lock_;
  mutable std::condition_variable free_;
  mutable bool lent_ = false;  ///< The only one.
};

}  // namespace lite2pg
