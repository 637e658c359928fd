// How a transaction of ours begins. Everything that our code relies on is set here, for this transaction alone
// (SET LOCAL): not the session's settings, which a connection pooler hands on to its next client, nor those that a role
// or a database brings along. SQL text only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lite2pg {

enum class Access : std::uint8_t { read_write, read_only };
enum class Isolation : std::uint8_t { read_committed, repeatable_read };

struct TransactionRules {
  Access access = Access::read_write;
  Isolation isolation = Isolation::read_committed;
  /// On top of the common ones, in this order: name and value ("lock_timeout", "10s"). Names are ours.
  std::vector<std::pair<std::string, std::string>> settings = {};
  /// Where unqualified names are looked up; empty: in pg_catalog alone. Temporary objects come last in any case.
  std::string schema = {};
  /// Statements that must come before the first query: SET TRANSACTION SNAPSHOT.
  std::string first = {};
  /// A statement after all that: the lock by which others know what is at work here.
  std::string then = {};
};

/// What a connection learnt of its server.
struct ServerTraits {
  int version = 0;              ///< As libpq counts: 150018.
  int process = 0;              ///< The server's process by pg_backend_pid(); 0: not known yet.
  bool watches_client = false;  ///< Takes client_connection_check_interval: those on Linux.
};

/// The statements, to be sent as one message: BEGIN, the settings, `first`, `then`. Transactions that write also make
/// sure that the server's process is still the same: a pooler that changes it between our transactions is no way to
/// write.
[[nodiscard]] std::vector<std::string> begin_statements(const TransactionRules& rules, const ServerTraits& server);

/// What the server says when its process is another one: the SQLSTATE, and a word that the message repeats in any
/// language.
inline constexpr std::string_view other_process_sqlstate = "22P02", other_process_mark = "lite2pg: server process";

/// "10s"; a setting's value for so many seconds.
[[nodiscard]] std::string seconds_setting(unsigned seconds);

}  // namespace lite2pg
