// One attempt to connect, in a thread of its own: libpq looks up names (DNS, LDAP, a service file on a disk that hangs)
// within its calls, and neither a signal nor a time-out ends that.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

struct pg_conn;

namespace lite2pg {

struct ConnectionFinisher {
  void operator()(pg_conn* c) const noexcept;
};
using ConnectionHandle = std::unique_ptr<pg_conn, ConnectionFinisher>;

struct AttemptEnd {
  ConnectionHandle connection;  ///< Made, or failed with libpq's message; empty when nothing moved for too long.
  bool looks_up = false;        ///< What did not move was a look-up, not a server.
};

/// Connects to `conninfo`. `look` is called every tenth of a second; what it throws ends the attempt at once, and the
/// thread ends by itself as soon as libpq lets it. `limit`: how long nothing may move; 0: for ever.
[[nodiscard]] AttemptEnd attempt_to_connect(const std::string& conninfo, std::chrono::milliseconds limit,
                                            const std::function<void()>& look);

}  // namespace lite2pg
