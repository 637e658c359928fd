// What both connection classes share: the connection string with our defaults, the session settings, and the words for
// what the server or libpq reports. libpq only.
#pragma once

#include <string>
#include <string_view>

#include "import/postgres/session.h"

struct pg_conn;
struct pg_result;

namespace lite2pg {

/// The user's target with what lite2pg adds: application_name, a connect time-out and TCP keep-alives where the user
/// set none (https://www.postgresql.org/docs/15/libpq-connect.html section 34.1.2).
/// Throws Error(usage) when the target is no connection string; the message never repeats it.
[[nodiscard]] std::string connection_string(const Target& target, std::string_view what);

/// The statement that gives a new session the settings that all our code relies on.
[[nodiscard]] std::string session_settings_sql();

/// Connects, interruptible by Ctrl-C. Throws TargetError with a hint that fits.
[[nodiscard]] pg_conn* connect_to(const Target& target, std::string_view what);

/// An error as the server reported it; `doing` names what was tried ("COPY of table 'x'"), may be empty.
[[nodiscard]] TargetError target_error(std::string_view doing, std::string_view message, std::string sqlstate);

/// The error of a result or, when there is none, of the connection.
[[nodiscard]] TargetError result_error(std::string_view doing, const pg_result* result, const pg_conn* connection);

}  // namespace lite2pg
