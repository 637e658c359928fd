// One attempt to connect, in a thread of its own: libpq looks up names (DNS, LDAP, a service file on a disk that hangs)
// within its calls, and neither a signal nor a time-out ends that.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct pg_conn;
struct pg_result;

namespace lite2pg {

struct ConnectionFinisher {
  void operator()(pg_conn* c) const noexcept;
};
using ConnectionHandle = std::unique_ptr<pg_conn, ConnectionFinisher>;

struct AttemptEnd {
  ConnectionHandle connection;  ///< Made, or failed with libpq's message; empty when nothing moved for too long.
  bool looks_up = false;        ///< What did not move was a look-up, not a server.
  bool ended_idle = false;      ///< Made, and ended by the role's idle_session_timeout in the same moment.
};

/// SQLSTATE of a session that idle_session_timeout ends.
inline constexpr std::string_view idle_session_timeout = "57P05";

/// For PQsetNoticeReceiver, what the server says between two answers. `ended`: a bool that becomes true when it ends
/// the session because it was idle.
void hear_idle_end(void* ended, const pg_result* notice);

/// Connects to `conninfo`. `look` is called every tenth of a second; what it throws ends the attempt at once, and the
/// thread ends by itself as soon as libpq lets it. `limit`: how long nothing may move; 0: for ever.
[[nodiscard]] AttemptEnd attempt_to_connect(const std::string& conninfo, std::chrono::milliseconds limit,
                                            const std::function<void()>& look);

}  // namespace lite2pg
