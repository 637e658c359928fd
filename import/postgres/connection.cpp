#include "import/postgres/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <memory>

#include "common/interrupt.h"

namespace lite2pg {
namespace {

struct Finisher {
  void operator()(PGconn* c) const noexcept { PQfinish(c); }
};
using Connection = std::unique_ptr<PGconn, Finisher>;

struct Remedy {
  std::string_view sqlstate;  ///< Or the first characters of it.
  std::string_view hint;
};

// https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr std::array remedies = std::to_array<Remedy>({
    {"28P01", "check the password: PGPASSWORD, ~/.pgpass or the connection string"},
    {"28", "check user and password, and that pg_hba.conf lets this user connect from here"},
    {"3D000", "create the database first: createdb NAME"},
    {"42501", "the role needs CREATE on the database and on the target schema (docs/import.md, \"Privileges\")"},
    {"53100", "the server's disk is full: make room there, then go on with --resume"},
    {"53200", "the server is out of memory: use fewer --jobs"},
    {"53300", "the server has no connection left: use fewer --jobs or raise max_connections"},
    {"55P03", "another session holds a lock on the target's tables: end it, then run the command again"},
    {"57014", "the statement was cancelled, by a person or by a time-out of the server"},
    {"57P03", "the server is starting or stopping: try again in a moment"},
    {"25006", "this server is read-only (a standby?): name the primary"},
    {"08", "check host, port and network, and that the server runs and listens there"},
});

std::string hint_for(std::string_view sqlstate) {
  for (const Remedy& r : remedies) {
    if (sqlstate.starts_with(r.sqlstate)) return std::string(r.hint);
  }
  return {};
}

/// The first line of what libpq or the server says, without "ERROR:  " and trailing line breaks.
std::string first_line(std::string_view message) {
  for (const std::string_view prefix : {"ERROR:  ", "FATAL:  ", "PANIC:  "}) {
    if (message.starts_with(prefix)) message.remove_prefix(prefix.size());
  }
  return std::string(message.substr(0, message.find('\n')));
}

/// The SQLSTATE in a message of verbosity VERBOSE: "... FATAL:  28P01: password ...". Connecting gives no result
/// object to ask.
std::string sqlstate_in(std::string_view message) {
  for (const std::string_view severity : {":  ", ": "}) {
    for (std::size_t at = message.find(severity); at != std::string_view::npos; at = message.find(severity, at + 1)) {
      const std::string_view code = message.substr(at + severity.size(), 6);
      const bool fits = code.size() == 6 && code[5] == ':' &&
                        code.substr(0, 5).find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == code.npos;
      if (fits) return std::string(code.substr(0, 5));
    }
  }
  return {};
}

std::string without(std::string text, const std::string& part) {
  if (const std::size_t at = text.find(part); at != std::string::npos && !part.empty()) text.erase(at, part.size());
  return text;
}

/// What went wrong while connecting; the message is libpq's, which never holds the password.
TargetError connect_error(const Target& target, const PGconn* connection) {
  const std::string message = PQerrorMessage(connection);
  const std::string state = sqlstate_in(message);
  // With several addresses libpq reports a line for each; verbose messages end with a LOCATION line.
  const std::string text = without(first_line(message), state.empty() ? "" : state + ": ");
  std::string hint = hint_for(state.empty() ? "08" : state);
  if (PQconnectionNeedsPassword(connection) == 1) hint = hint_for("28P01");
  return {"cannot connect to " + target.display() + ": " + text, state, std::move(hint)};
}

/// Waits until the socket is ready for what libpq wants, or a tenth of a second.
bool wait_for_socket(const PGconn* connection, PostgresPollingStatusType wanted) {
  pollfd p{.fd = PQsocket(connection),
           .events = wanted == PGRES_POLLING_READING ? short{POLLIN} : short{POLLOUT},
           .revents = 0};
  return poll(&p, 1, 100) > 0;
}

/// Seconds after which an attempt ends; PQconnectPoll leaves the time-out to its caller.
constexpr int connect_seconds = 10;

void finish_connecting(const Target& target, PGconn* connection) {
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  int idle_tenths = 0;
  while (status != PGRES_POLLING_OK) {
    throw_if_interrupted();
    if (status == PGRES_POLLING_FAILED) throw connect_error(target, connection);
    if (wait_for_socket(connection, status)) {
      idle_tenths = 0;
      status = PQconnectPoll(connection);
    } else if (++idle_tenths >= connect_seconds * 10) {
      throw TargetError("cannot connect to " + target.display() + ": no answer for 10 seconds", "08001",
                        hint_for("08"));
    }
  }
}

}  // namespace

std::string session_settings_sql() {
  return "SET client_encoding = 'UTF8'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; "
         "SET TimeZone = 'UTC'; SET bytea_output = 'hex'; SET extra_float_digits = 1; "
         "SET standard_conforming_strings = on; SET client_min_messages = 'error'; SET search_path = pg_catalog; "
         "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0; "
         // The server notices a client that is gone within a second, and a network that is gone within a minute: else
         // a long statement of a killed process would go on, and commit, while --resume is at work.
         "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; "
         "SELECT pg_catalog.set_config('client_connection_check_interval', '1000', false) "
         "WHERE pg_catalog.current_setting('server_version_num')::pg_catalog.int4 >= 140000 "
         "AND pg_catalog.version() ~ 'linux'";  // servers on other systems refuse the setting
}

pg_conn* connect_to(const Target& target, std::string_view what) {
  Connection connection(PQconnectStart(connection_string(target, what).c_str()));
  if (!connection) throw std::bad_alloc();
  PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
  if (PQstatus(connection.get()) == CONNECTION_BAD) throw connect_error(target, connection.get());
  finish_connecting(target, connection.get());
  PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
  return connection.release();
}

TargetError target_error(std::string_view doing, std::string_view message, std::string sqlstate) {
  const std::string prefix = doing.empty() ? "" : std::string(doing) + ": ";
  std::string hint = hint_for(sqlstate.empty() ? "08" : sqlstate);
  return {prefix + first_line(message), std::move(sqlstate), std::move(hint)};
}

TargetError result_error(std::string_view doing, const pg_result* result, const pg_conn* connection) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const char* detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
  std::string message = primary != nullptr ? primary : first_line(PQerrorMessage(connection));
  if (detail != nullptr) message += " (" + first_line(detail) + ")";
  TargetError error = target_error(doing, message, state != nullptr ? state : "");
  if (const char* context = PQresultErrorField(result, PG_DIAG_CONTEXT)) error.set_context(first_line(context));
  return error;
}

bool TargetError::transient() const noexcept {
  return sqlstate_.empty() || sqlstate_.starts_with("08") || sqlstate_.starts_with("57P0") ||
         sqlstate_.starts_with("40");
}

}  // namespace lite2pg
