// PostgreSQL's control plane: catalog queries, DDL, ledger. Bulk data goes through import/postgres/copy_stream.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/postgres/connection.h"

namespace lite2pg {

/// One result row as text fields; NULL is nullopt.
using Fields = std::vector<std::optional<std::string>>;
/// Field `i` as text, "" for NULL.
[[nodiscard]] inline std::string text_of(const Fields& row, std::size_t i) { return row[i].value_or(""); }
/// Field `i` as a count that is not negative, 0 for NULL.
[[nodiscard]] inline std::uint64_t count_of(const Fields& row, std::size_t i) {
  return std::stoull(row[i].value_or("0"));
}

/// One thread. Keeps nothing in the server's session: neither settings nor locks nor temporary objects outlive a
/// transaction, so that a connection pooler's next client finds it as it was.
class Session {
 public:
  /// As Connection. `access` is that of the transactions which no rules are given for.
  Session(const Target& target, std::string_view what, Access access = Access::read_write)
      : connection_(target, what), rules_{.access = access} {}

  /// Runs one statement in the open transaction, or in one of its own; parameters are bound, never pasted. Without
  /// parameters there may be several statements: the rows of the last.
  std::vector<Fields> query(std::string_view sql, const Parameters& params = {});
  void execute(std::string_view sql, const Parameters& params = {}) { (void)query(sql, params); }
  /// The same row by row, for answers of tens of thousands: `each` borrows it.
  void each_row(std::string_view sql, const Parameters& params, const std::function<void(const Fields&)>& each);
  /// BEGIN by the rules / COMMIT / ROLLBACK by hand; mostly a Transaction does it.
  void begin(const TransactionRules& rules);
  void begin() { begin(rules_); }
  void commit() { (void)connection_.run("COMMIT"); }
  void rollback() noexcept { connection_.rollback(); }

  [[nodiscard]] int server_version() const noexcept { return connection_.server().version; }  ///< 150018 for 15.18
  [[nodiscard]] int server_process() const noexcept { return connection_.server().process; }
  [[nodiscard]] bool pooled() const noexcept { return connection_.pooled(); }
  /// For COPY within the open transaction (DataConnection).
  [[nodiscard]] Connection& connection() noexcept { return connection_; }
  [[nodiscard]] const Target& target() const noexcept { return connection_.target(); }
  [[nodiscard]] bool can(Capability c) const noexcept { return target().can(c); }

 private:
  Result answer(const std::string& sql, const Parameters& params);
  Result answer_alone(const std::string& sql, const Parameters& params);

  Connection connection_;
  TransactionRules rules_;
};

/// BEGIN on construction, ROLLBACK on destruction unless committed.
class Transaction {
 public:
  explicit Transaction(Session& session) : session_(session) { session_.begin(); }
  Transaction(Session& session, const TransactionRules& rules) : session_(session) { session_.begin(rules); }
  ~Transaction() {
    if (!done_) session_.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    session_.commit();
    done_ = true;
  }

 private:
  Session& session_;
  bool done_ = false;
};

}  // namespace lite2pg
