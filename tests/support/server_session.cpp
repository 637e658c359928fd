#include "tests/support/server_session.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

namespace lite2pg::test {
namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

Rows rows_of(const PGresult* result) {
  Rows rows(static_cast<std::size_t>(PQntuples(result)));
  for (int r = 0; r < PQntuples(result); ++r) {
    for (int c = 0; c < PQnfields(result); ++c) {
      auto& row = rows[static_cast<std::size_t>(r)];
      if (PQgetisnull(result, r, c)) {
        row.push_back(std::nullopt);
      } else {
        row.emplace_back(std::string(PQgetvalue(result, r, c), static_cast<std::size_t>(PQgetlength(result, r, c))));
      }
    }
  }
  return rows;
}

bool holds_any(std::string_view sql, auto words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return sql.find(word) != std::string_view::npos; });
}

/// Sessions that stand already do not learn of these.
bool is_for_later_sessions(std::string_view sql) {
  return holds_any(sql, std::array{"ALTER DATABASE", "ALTER ROLE", "ALTER USER", "ALTER SYSTEM", "pg_reload_conf"});
}

bool needs_its_own(std::string_view sql) {
  return holds_any(sql, std::array{"SET ", "SHOW ", "current_setting", "pg_backend_pid", "pg_terminate", "pg_stat_",
                                   "pg_settings", "EVENT TRIGGER"});
}

}  // namespace

Rows psql(const std::string& uri, const std::string& sql) { return ServerSession(uri).run(sql); }

ServerSession::ServerSession(const std::string& uri) : connection_(PQconnectdb(uri.c_str()), PQfinish) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
}

Rows ServerSession::run(const std::string& sql) {
  const Result result(PQexec(connection_.get(), sql.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
    throw std::runtime_error(PQerrorMessage(connection_.get()));
  }
  return rows_of(result.get());
}

bool ServerSession::refresh() noexcept {
  if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) return false;
  const Result result(PQexec(connection_.get(), "DISCARD ALL"), PQclear);
  return PQresultStatus(result.get()) == PGRES_COMMAND_OK;
}

Rows SpareSessions::run(const std::string& sql) {
  if (is_for_later_sessions(sql)) {
    const std::scoped_lock lock(lock_);
    idle_.clear();
  } else if (!needs_its_own(sql)) {
    std::unique_ptr<ServerSession> session = take();
    Rows rows = session->run(sql);
    give_back(std::move(session));
    return rows;
  }
  return psql(uri_, sql);
}

std::unique_ptr<ServerSession> SpareSessions::take() {
  const std::scoped_lock lock(lock_);
  while (!idle_.empty()) {
    std::unique_ptr<ServerSession> session = std::move(idle_.back());
    idle_.pop_back();
    if (session->refresh()) return session;
  }
  return std::make_unique<ServerSession>(uri_);
}

void SpareSessions::give_back(std::unique_ptr<ServerSession> session) {
  if (!session->refresh()) return;
  const std::scoped_lock lock(lock_);
  idle_.push_back(std::move(session));
}

}  // namespace lite2pg::test
