// One connection to PostgreSQL (libpq): connecting, statements and COPY, with waits that always end. The one class that
// holds a PGconn; Session and DataConnection speak through it.
//
// libpqxx is not used: it has no binary COPY in any version, blocks while it connects and while a statement runs, and
// its version 6 loses most SQLSTATEs.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/parallel.h"
#include "import/postgres/target.h"
#include "import/postgres/target_error.h"
#include "import/postgres/transaction_rules.h"

struct pg_cancel;
struct pg_conn;
struct pg_result;

namespace lite2pg {

inline constexpr int oldest_server = 140000;  ///< PostgreSQL 14: ctid ranges, which verify needs.

struct ResultClearer {
  void operator()(pg_result* r) const noexcept;
};
using Result = std::unique_ptr<pg_result, ResultClearer>;
using Parameters = std::vector<std::optional<std::string>>;

/// One thread, but for sever(). Every wait ends: when a signal arrives (what the server does is cancelled at once, and
/// the connection cut after a second), when the stop flag is set (the same), and after the target's patience, when a
/// look at the server from another connection finds no hope: a lock that it waits for, silence, or that it waits for us
/// as we for it, twice in a row, which is a connection that was lost without a word.
class Connection {
 public:
  /// Connects and makes sure of the server's version. `what` names it in pg_stat_activity: "lite2pg <what>".
  /// Throws TargetError with a hint that fits, Error(target) for a server that is too old, Error(interrupted).
  Connection(const Target& target, std::string_view what, const StopFlag* stop = nullptr);
  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  /// Begins a transaction by the rules, and runs `rest` in the same message; the results of `rest`. Connects again when
  /// the server has ended the session because it was idle. Throws TargetError;
  /// for a standby that is to be written to, and for a pooler that does not keep to one server process, with words that
  /// say so.
  std::vector<Result> begin(const TransactionRules& rules, const std::string& rest = {});
  /// A transaction by the rules that is this one statement with bound parameters, in one round trip; its result. As
  /// begin(); when the statement fails, the transaction is still open.
  Result run_alone(const TransactionRules& rules, const std::string& sql, const Parameters& parameters);
  /// Runs statements in one message; a result each. The first error ends it and is thrown.
  std::vector<Result> run(const std::string& sql);
  /// One statement with bound parameters.
  Result run(const std::string& sql, const Parameters& parameters);
  /// ROLLBACK when a transaction is open; never throws.
  void rollback() noexcept;
  [[nodiscard]] bool in_transaction() const noexcept;

  /// Sends COPY data; throws the server's error when it has given up.
  void put_copy(std::string_view bytes);
  /// Ends COPY FROM STDIN; with `why` as an error. Results as run().
  Result end_copy(const char* why = nullptr);
  /// The next COPY TO STDOUT message, borrowed until the next call; nullopt after the last, when the command's result
  /// has been looked at.
  std::optional<std::string_view> get_copy();

  [[nodiscard]] const Target& target() const noexcept { return target_; }
  [[nodiscard]] const ServerTraits& server() const noexcept { return server_; }
  /// The process that answered is not the one that took the login: there is a pooler between.
  [[nodiscard]] bool pooled() const noexcept;
  /// Cuts the connection: a call that waits for the server fails at once. Any thread.
  void sever() noexcept;

 private:
  using Clock = std::chrono::steady_clock;

  /// What came back for one message, up to the first error.
  struct Answer {
    std::vector<Result> results;  ///< With the one that failed.
    std::optional<TargetError> error;
    std::vector<Result> value();  ///< Throws the error.
  };

  void connect(const std::string& start_options = {});
  void connect_again();
  void identify();
  void begin_wait() noexcept;
  void wait(short events);
  void look_for_interrupt();
  void look_for_stall();
  [[noreturn]] void give_up(const TargetError& why);
  [[nodiscard]] std::string what_holds();
  [[nodiscard]] bool is_lost(const std::string& waits_since);
  [[nodiscard]] Target same_place() const;
  void request_cancel();
  void send(int queued);
  Result next_result();
  Answer answer();
  Answer exchange(const std::string& sql);
  Answer exchange(const std::vector<std::string>& before, const std::string& sql, const Parameters& parameters);
  bool begins_again(const Answer& got, std::size_t statements, unsigned attempt);
  [[nodiscard]] bool ended_while_idle();
  void connect_when_ended();
  [[noreturn]] void fail_copy();
  [[nodiscard]] bool reads_literals_as_written() const noexcept;
  [[nodiscard]] bool failed_at_the_beginning(const Answer& got, std::size_t statements) const;
  bool passes_by_itself(const TargetError& error);
  [[nodiscard]] TargetError explained(const TargetError& error, std::size_t statement) const;

  struct Finisher {
    void operator()(pg_conn* c) const noexcept;
  };
  struct Freer {
    void operator()(char* p) const noexcept;
  };
  Target target_;
  std::string what_;
  const StopFlag* stop_;
  ServerTraits server_;
  bool takes_start_options_ = true;                                   ///< As far as is known: poolers refuse them.
  std::unique_ptr<bool> ended_idle_ = std::make_unique<bool>(false);  ///< By the server, as it has said.
  std::unique_ptr<pg_conn, Finisher> connection_;
  std::shared_ptr<pg_cancel> cancel_;
  std::unique_ptr<char, Freer> received_;
  Clock::time_point waiting_since_, stopping_since_;
  bool stopping_ = false;   ///< This wait is to end.
  bool cancelled_ = false;  ///< The server was asked to end the statement of this wait.
  bool copies_ = false;     ///< Data is sent: the server must take some within the patience.
  std::string awaited_;  ///< What the last look found, while nothing came or went: since when the server waits for us.
  std::optional<TargetError> given_up_;  ///< Why this side cut the connection: what any later call is told too.
  unsigned silences_ = 0;                ///< Looks in a row at which a pooler let nobody through.
};

}  // namespace lite2pg
