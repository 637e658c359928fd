// The target as the user named it, and what libpq makes of it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "import/postgres/capability.h"

namespace lite2pg {

/// A libpq connection string or URI; PG* variables, ~/.pgpass and service files apply. Never printed as it is: it may
/// hold a password.
struct Target {
  std::string conninfo;
  /// How long a connection waits for an answer before it looks whether there is a server at all; 0: for ever.
  std::chrono::milliseconds patience{300'000};
  /// Whether it does look then, or takes the silence for an answer.
  bool looks_before_giving_up = true;
  /// What a probe found that it refuses; the same for all copies of the target.
  std::shared_ptr<Capabilities> server = std::make_shared<Capabilities>();
  /// Whether the server has it, as far as it was probed.
  [[nodiscard]] bool can(Capability c) const noexcept { return server->has(c); }
  [[nodiscard]] std::string display() const;  ///< Host, port, database, user; no secret.
};

/// The user's target with what lite2pg adds: application_name, client_encoding, a connect time-out and TCP keep-alives
/// where the user set none (https://www.postgresql.org/docs/15/libpq-connect.html section 34.1.2).
/// Throws Error(usage) when the target is no connection string; the message never repeats any of it.
[[nodiscard]] std::string connection_string(const Target& target, std::string_view what);

/// How long the target's user lets an attempt to connect take (connect_timeout); 0: for ever.
[[nodiscard]] std::chrono::milliseconds connect_time(const Target& target);

/// A target that the environment names (PGDATABASE, PGSERVICE, PGHOST, PGHOSTADDR) when the command line names none.
[[nodiscard]] std::optional<std::string> environment_target();

/// key='value' with quotes and backslashes escaped, for a connection string.
[[nodiscard]] std::string assignment(std::string_view key, std::string_view value);

/// What of a connection string can be looked up in a service file:
/// https://www.postgresql.org/docs/15/libpq-pgservice.html The lines of section [service] in `text`, "key=value" each.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> service_section(std::string_view text,
                                                                               std::string_view service);

}  // namespace lite2pg
