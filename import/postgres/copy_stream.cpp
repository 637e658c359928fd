#include "import/postgres/copy_stream.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>

#include "import/postgres/connection.h"

namespace lite2pg {
namespace {

// The binary COPY format: https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format".
constexpr std::string_view signature("PGCOPY\n\377\r\n\0", 11);
constexpr std::size_t header_size = 19;  ///< Signature, int32 flags, int32 length of the header extension (0).
constexpr std::string_view trailer("\377\377", 2);
constexpr std::size_t max_message = std::size_t{1} << 26;

struct Clearer {
  void operator()(PGresult* r) const noexcept { PQclear(r); }
};
using Result = std::unique_ptr<PGresult, Clearer>;

/// Reads what is left of a command, so that the connection can take the next one.
void drain(PGconn* connection) {
  while (const Result rest{PQgetResult(connection)}) {
    // After an abandoned COPY OUT the data must be read; after COPY IN a result of that kind would repeat for ever.
    if (PQresultStatus(rest.get()) != PGRES_COPY_OUT) continue;
    for (char* message = nullptr; PQgetCopyData(connection, &message, 0) > 0;) PQfreemem(message);
  }
}

/// Throws what stands in `result`, or in the connection when there is none.
[[noreturn]] void fail_copy(PGconn* connection, const PGresult* result) {
  const TargetError error = result_error("", result, connection);
  drain(connection);
  throw error;
}

[[noreturn]] void fail_copy(PGconn* connection) {
  const Result result(PQgetResult(connection));
  fail_copy(connection, result.get());
}

bool has_input(const PGconn* connection) {
  pollfd p{.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
  return p.fd >= 0 && poll(&p, 1, 0) > 0;
}

Result run(PGconn* connection, const std::string& sql, ExecStatusType wanted, ExecStatusType also_wanted) {
  Result result(PQexec(connection, sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != wanted && status != also_wanted) throw result_error("", result.get(), connection);
  return result;
}

}  // namespace

void DataConnection::Finisher::operator()(pg_conn* c) const noexcept { PQfinish(c); }
void DataConnection::Canceller::operator()(pg_cancel* c) const noexcept { PQfreeCancel(c); }
void DataConnection::Freer::operator()(char* p) const noexcept { PQfreemem(p); }

DataConnection::DataConnection(const Target& target, std::string_view what) : connection_(connect_to(target, what)) {
  cancel_.reset(PQgetCancel(connection_.get()));
  execute(session_settings_sql());
}

void DataConnection::execute(const std::string& sql) {
  (void)run(connection_.get(), sql, PGRES_COMMAND_OK, PGRES_TUPLES_OK);
}

void DataConnection::execute_all(const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& statement : statements) text += statement + ";\n";
  try {
    execute(text);
  } catch (const TargetError&) {
    // The statements that follow a failed one are skipped, its ROLLBACK too.
    if (PQtransactionStatus(connection_.get()) == PQTRANS_INERROR) execute("ROLLBACK");
    throw;
  }
}

std::string DataConnection::query_value(const std::string& sql) {
  const Result result = run(connection_.get(), sql, PGRES_TUPLES_OK, PGRES_COMMAND_OK);
  if (PQntuples(result.get()) == 0) return {};
  return PQgetvalue(result.get(), 0, 0);
}

void DataConnection::copy_in_begin(const std::string& copy_sql) {
  const Result result = run(connection_.get(), copy_sql, PGRES_COPY_IN, PGRES_COPY_IN);
  binary_in_ = PQbinaryTuples(result.get()) == 1;
  if (!binary_in_) return;
  std::array<char, header_size> header{};
  std::copy(signature.begin(), signature.end(), header.begin());
  copy_in_send({header.data(), header.size()});
}

void DataConnection::copy_in_send(std::string_view bytes) {
  // The server takes no message of 1 GB and more.
  for (; bytes.size() > max_message; bytes.remove_prefix(max_message)) send_message(bytes.substr(0, max_message));
  send_message(bytes);
}

void DataConnection::send_message(std::string_view bytes) {
  PGconn* connection = connection_.get();
  const bool queued = PQputCopyData(connection, bytes.data(), static_cast<int>(bytes.size())) == 1;
  // libpq swallows what it cannot send and tells at the end only; and it does not look at what the server sends while
  // it takes data. A lost connection shows in the status, an error of the server as bytes to read.
  if (queued && PQstatus(connection) == CONNECTION_OK && !has_input(connection)) return;
  (void)PQputCopyEnd(connection, "given up by lite2pg");
  fail_copy(connection);
}

std::uint64_t DataConnection::copy_in_end() {
  if (binary_in_) copy_in_send(trailer);
  PGconn* connection = connection_.get();
  if (PQputCopyEnd(connection, nullptr) != 1) throw result_error("", nullptr, connection);
  const Result result(PQgetResult(connection));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail_copy(connection, result.get());
  drain(connection);
  return std::strtoull(PQcmdTuples(result.get()), nullptr, 10);
}

void DataConnection::copy_in_abort() noexcept {
  if (PQputCopyEnd(connection_.get(), "given up by lite2pg") == 1) drain(connection_.get());
}

void DataConnection::copy_out_begin(const std::string& copy_sql) {
  (void)run(connection_.get(), copy_sql, PGRES_COPY_OUT, PGRES_COPY_OUT);
  header_seen_ = false;
}

bool DataConnection::copy_out_next(std::string_view& tuple) {
  do {
    if (!receive(tuple)) return false;
    if (!header_seen_) {
      // PostgreSQL sends the header in a message of its own or before the first tuple, depending on its version.
      if (!tuple.starts_with(signature) || tuple.size() < header_size) {
        throw TargetError("the server's COPY data does not begin with the binary header", "08P01");
      }
      header_seen_ = true;
      tuple.remove_prefix(header_size);
    }
  } while (tuple.empty() || tuple == trailer);
  return true;
}

bool DataConnection::receive(std::string_view& message) {
  PGconn* connection = connection_.get();
  char* bytes = nullptr;
  const int size = PQgetCopyData(connection, &bytes, 0);
  received_.reset(bytes);
  if (size >= 0) {
    message = {bytes, static_cast<std::size_t>(size)};
    return true;
  }
  const Result result(PQgetResult(connection));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail_copy(connection, result.get());
  drain(connection);
  return false;
}

int DataConnection::server_process() const noexcept { return PQbackendPID(connection_.get()); }

void DataConnection::cancel() noexcept {
  std::array<char, 256> reason{};
  if (cancel_) (void)PQcancel(cancel_.get(), reason.data(), reason.size());
}

void DataConnection::sever() noexcept {
  // The socket stays open, so that its number is not given to another file meanwhile.
  if (const int socket = PQsocket(connection_.get()); socket >= 0) (void)shutdown(socket, SHUT_RDWR);
}

}  // namespace lite2pg
