#include "import/postgres/target_error.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>

namespace lite2pg {
namespace {

struct SqlstateHint {
  std::string_view sqlstate;  ///< Or the first characters of it.
  std::string_view hint;
};

// https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr std::array remedies = std::to_array<SqlstateHint>({
    {"28P01", "check the password: PGPASSWORD, ~/.pgpass or the connection string"},
    {"28", "check user and password, and that pg_hba.conf lets this user connect from here"},
    {"3D000", "create the database first: createdb NAME"},
    {"42501",
     "the role lacks a right on what the message names; on a database or schema it is CREATE: as its owner, GRANT "
     "CREATE "
     "ON ... TO the role (docs/import.md, \"Privileges\")"},
    {"53100", "the server's disk is full: make room there, then go on with --resume"},
    {"53200", "the server is out of memory: use fewer --jobs"},
    {"53300", "the server has no connection left: use fewer --jobs or raise max_connections"},
    {"55P03", "another session holds a lock on the target's tables: end it, then run the command again"},
    {"57014", "the statement was cancelled, by a person or by a time-out of the server"},
    {"57P03", "the server is starting or stopping: try again in a moment"},
    {"25006", "the target does not take writes: name the primary server"},
    {"08", "check host, port and network, and that the server runs and listens there"},
});

std::string hint_for(std::string_view sqlstate) {
  for (const SqlstateHint& r : remedies) {
    if (sqlstate.starts_with(r.sqlstate)) return std::string(r.hint);
  }
  return {};
}

/// The first line of what libpq or the server says.
std::string first_line(std::string_view message) { return std::string(message.substr(0, message.find('\n'))); }

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? "" : first_line(text);
}

/// The line of an error's context that names a function in PL/pgSQL; empty when there is none.
std::string function_in(const PGresult* result) {
  const char* context = PQresultErrorField(result, PG_DIAG_CONTEXT);
  std::string_view rest = context == nullptr ? "" : context;
  while (!rest.empty()) {
    std::string line = first_line(rest);
    if (line.find("PL/pgSQL") != std::string::npos) return line;
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  return {};
}

/// The SQLSTATE in a message of verbosity VERBOSE: "... FATAL:  28P01: password ...", whatever its language.
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

}  // namespace

bool TargetError::transient() const noexcept {
  if (stalled_) return false;
  for (const std::string_view passing : {"08", "57P0", "40", "25P03", "25P04"}) {
    if (sqlstate_.starts_with(passing)) return true;
  }
  return sqlstate_.empty();
}

TargetError TargetError::stall(const std::string& what) {
  TargetError error(what, "57014", "look at the server and the network; --stall-timeout sets how long to wait");
  error.stalled_ = true;
  return error;
}

TargetError TargetError::pooler(const std::string& what) {
  TargetError error(what, "55000",
                    "connect to the server itself: its own host and port (mostly 5432), not the pooler's");
  error.needs_another_way_ = true;
  return error;
}

TargetError result_error(const PGresult* result, const PGconn* connection) {
  std::string message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string state = field(result, PG_DIAG_SQLSTATE), detail = field(result, PG_DIAG_MESSAGE_DETAIL);
  if (message.empty()) message = "the connection to the server was lost: " + first_line(PQerrorMessage(connection));
  if (!detail.empty()) message += " (" + detail + ")";
  std::string hint = hint_for(state.empty() ? "08" : state);
  if (hint.empty()) hint = field(result, PG_DIAG_MESSAGE_HINT);
  const std::string context = field(result, PG_DIAG_CONTEXT);
  // Where code of the target's own ran: the word is the same in every language.
  if (const std::string where = function_in(result); !where.empty()) {
    message += " (" + where + ")";
    hint =
        "a trigger or event trigger of the target failed; lite2pg's transactions have search_path = pg_catalog: ALTER "
        "FUNCTION ... SET search_path = ... gives its function one of its own";
  }
  TargetError error(message, state, hint);
  error.set_context(context);
  return error;
}

TargetError connect_error(const std::string& display, const PGconn* connection) {
  const std::string message = PQerrorMessage(connection);
  const std::string state = sqlstate_in(message);
  // With several addresses libpq reports a line for each; verbose messages end with a LOCATION line.
  const std::string text = without(first_line(message), state.empty() ? "" : state + ": ");
  std::string hint = hint_for(state.empty() ? "08" : state);
  if (PQconnectionNeedsPassword(connection) == 1) hint = hint_for("28P01");
  return {"cannot connect to " + display + ": " + text, state, std::move(hint)};
}

TargetError unanswered_error(const std::string& display, const std::string& time) {
  return {"cannot connect to " + display + ": no answer for " + time, "08001", hint_for("08")};
}

}  // namespace lite2pg
