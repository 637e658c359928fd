// One state of the target for a whole run: a session that holds a REPEATABLE READ READ ONLY transaction and exports its
// snapshot, and data connections that join it (https://www.postgresql.org/docs/15/functions-admin.html section
// 9.27.5). Takes no lock but ACCESS SHARE. Where the server exports none, one connection reads everything.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "import/postgres/copy_stream.h"
#include "import/postgres/session.h"

namespace lite2pg {

class TargetSnapshot {
 public:
  /// Connects, begins and exports. Throws TargetError.
  explicit TargetSnapshot(Target target);
  ~TargetSnapshot();
  TargetSnapshot(const TargetSnapshot&) = delete;
  TargetSnapshot& operator=(const TargetSnapshot&) = delete;

  /// Holds ACCESS SHARE on these tables (quoted, with schema; what matters most first) until the end, so that no VACUUM
  /// FULL moves rows between two ranges of a table, and no TRUNCATE empties one before it is read. Only as many as
  /// leave most of the server's lock table to others.
  void lock(const std::vector<std::string>& tables);

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
  Target target_;
  Session session_;
  std::string id_;
  std::unique_ptr<DataConnection> only_;
  mutable std::mutex lock_;
  mutable std::condition_variable free_;
  mutable bool lent_ = false;  ///< The only one.
};

}  // namespace lite2pg
