#include "import/postgres/connection.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <thread>

#include "common/interrupt.h"
#include "common/text.h"
#include "import/postgres/attempt.h"
#include "import/postgres/probe.h"

namespace lite2pg {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_around{100};    ///< How often a wait looks around.
constexpr milliseconds cancel_again{300};   ///< A request that arrives between two statements is lost.
constexpr milliseconds grace{1000};         ///< From the request to the cut.
constexpr unsigned settings_tries = 200;    ///< Of a beginning that a time-out of a millisecond ended.
constexpr unsigned connect_tries = 20;      ///< Of a session that was ended before its first statement.
constexpr milliseconds probe_time{10'000};  ///< For an answer to "are you there".
constexpr unsigned pooled_silences = 4;     ///< Times the patience.
constexpr const char* lost = "the connection is dead: the server waits for us, and we for it (something between them?)";
constexpr const char* given_up = "given up by lite2pg";

std::string joined(const std::vector<std::string>& statements, const std::string& rest) {
  std::string text;
  for (const std::string& statement : statements) text += statement + ";";
  return text + rest;
}

bool is_error(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

bool is_copy(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COPY_IN || status == PGRES_COPY_OUT;
}

std::string seconds_text(milliseconds time) { return human_seconds(std::chrono::duration<double>(time).count()); }

std::string version_text(int version) {
  return std::to_string(version / 10000) + "." + std::to_string(version % 10000);
}

constexpr std::string_view statement_timeout = "57014", idle_transaction_timeout = "25P03";

/// What the role's own time-outs say, before a transaction has set them aside.
bool is_time_out_of_role(const TargetError& e) {
  return !e.stalled() && (e.sqlstate() == statement_timeout || e.sqlstate() == idle_session_timeout ||
                          e.sqlstate() == idle_transaction_timeout);
}

/// The session was gone before its first statement: nothing was done.
bool ended_at_once(const TargetError& e) { return !e.stalled() && e.sqlstate().empty(); }

/// Nobody told the host's address.
TargetError look_up_error(const std::string& display, const std::string& time) {
  return {"cannot connect to " + display + ": the host's address was not found for " + time, "08001",
          "does the name server answer (getent hosts HOST)? hostaddr=ADDRESS beside host=NAME does without it"};
}

}  // namespace

void ResultClearer::operator()(pg_result* r) const noexcept { PQclear(r); }
void Connection::Finisher::operator()(pg_conn* c) const noexcept { PQfinish(c); }
void Connection::Freer::operator()(char* p) const noexcept { PQfreemem(p); }

Connection::Connection(const Target& target, std::string_view what, const StopFlag* stop)
    : target_(target), what_(what), stop_(stop) {
  connect();
  identify();
}

Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

void Connection::connect(const std::string& start_options) {
  milliseconds limit = connect_time(target_);
  if (target_.patience.count() > 0 && (limit.count() == 0 || limit > target_.patience)) limit = target_.patience;
  AttemptEnd end = attempt_to_connect(connection_string(target_, what_) + start_options, limit, [this] {
    throw_if_interrupted();
    if (stop_ != nullptr && stop_->stopped()) throw TargetError("stopped because another part failed", "57014");
  });
  if (!end.connection && end.looks_up) throw look_up_error(target_.display(), seconds_text(limit));
  if (!end.connection) throw unanswered_error(target_.display(), seconds_text(limit));
  if (PQstatus(end.connection.get()) != CONNECTION_OK) throw connect_error(target_.display(), end.connection.get());
  connection_.reset(end.connection.release());
  given_up_.reset();
  PGconn* c = connection_.get();
  PQsetErrorVerbosity(c, PQERRORS_DEFAULT);
  PQsetnonblocking(c, 1);
  *ended_idle_ = end.ended_idle;
  PQsetNoticeReceiver(c, hear_idle_end, ended_idle_.get());
  cancel_ = std::shared_ptr<PGcancel>(PQgetCancel(c), PQfreeCancel);
}

/// After the role's own time-outs have ended the session: another one would race with them at each statement, and these
/// options go before what is set for roles. Not at once, since poolers refuse such a parameter.
void Connection::connect_again() {
  constexpr std::string_view no_time_outs =
      " -c idle_session_timeout=0 -c statement_timeout=0 -c idle_in_transaction_session_timeout=0";
  if (!takes_start_options_) return connect();
  std::string options = PQoptions(connection_.get());
  if (!options.ends_with(no_time_outs)) options += no_time_outs;
  try {
    connect(assignment("options", options));
  } catch (const TargetError& e) {
    if (e.stalled()) throw;
    takes_start_options_ = false;
    connect();
  }
}

/// Who answers. Nothing is set, so that any pooler may stand between.
void Connection::identify() {
  server_ = {.version = PQserverVersion(connection_.get())};
  if (server_.version < oldest_server) {
    throw Error(ExitCode::target,
                "the server is PostgreSQL " + version_text(server_.version) + ", lite2pg needs PostgreSQL 14 or newer");
  }
  for (unsigned attempt = 1;; ++attempt) {
    try {
      // Each statement of a message has a time-out of its own: what takes a new server process its time has none.
      const auto results =
          run("BEGIN READ ONLY; SET LOCAL statement_timeout = 0; SELECT pg_catalog.pg_backend_pid(), "
              "pg_catalog.strpos(pg_catalog.version(), 'linux') OPERATOR(pg_catalog.>) 0; COMMIT");
      server_.process = std::stoi(PQgetvalue(results.at(2).get(), 0, 0));
      server_.watches_client = *PQgetvalue(results.at(2).get(), 0, 1) == 't';
      return;
    } catch (const TargetError& e) {
      // The role's own time-outs may be too short for any statement; exit_on_error makes them end the session.
      const bool passes = is_time_out_of_role(e) || *ended_idle_ || (ended_at_once(e) && attempt < connect_tries);
      if (stopping_ || !passes || attempt == settings_tries) throw;
      rollback();
      if (PQstatus(connection_.get()) != CONNECTION_OK || in_transaction()) connect_again();
    }
  }
}

bool Connection::pooled() const noexcept { return PQbackendPID(connection_.get()) != server_.process; }

bool Connection::in_transaction() const noexcept {
  const PGTransactionStatusType status = PQtransactionStatus(connection_.get());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

// ---- waiting

void Connection::begin_wait() noexcept {
  waiting_since_ = Clock::now();
  awaited_.clear();
  stopping_ = cancelled_ = false;
  // What begins after the signal, to leave things in order, has its second too.
  if (interrupt_signal() == 0) return;
  stopping_ = true;
  stopping_since_ = waiting_since_;
}

void Connection::request_cancel() {
  if (!cancel_) return;
  cancelled_ = true;
  // It waits for an answer as long as the server pleases.
  std::thread([cancel = cancel_] {
    std::array<char, 256> reason{};
    (void)PQcancel(cancel.get(), reason.data(), reason.size());
  }).detach();
}

void Connection::look_for_interrupt() {
  const bool stop = interrupt_signal() != 0 || (stop_ != nullptr && stop_->stopped());
  if (!stop) return;
  const auto now = Clock::now();
  if (!stopping_) {
    stopping_ = true;
    stopping_since_ = now;
    return request_cancel();
  }
  const auto since = std::chrono::duration_cast<milliseconds>(now - stopping_since_);
  if (since >= grace) {
    sever();
    throw_if_interrupted();
    give_up({"stopped because another part failed", "57014"});
  }
  if (cancelled_ && since % cancel_again < look_around) request_cancel();
}

/// The server that answered, and no other that the connection string may name; without asking for its address again.
Target Connection::same_place() const {
  Target place{"", std::min<milliseconds>(target_.patience, probe_time), false};
  struct OptionsFreer {
    void operator()(PQconninfoOption* o) const noexcept { PQconninfoFree(o); }
  };
  const std::unique_ptr<PQconninfoOption, OptionsFreer> options(PQconninfo(connection_.get()));
  const std::map<std::string, const char*> own = {{"host", PQhost(connection_.get())},
                                                  {"hostaddr", PQhostaddr(connection_.get())},
                                                  {"port", PQport(connection_.get())},
                                                  {"service", nullptr}};
  for (const PQconninfoOption* o = options.get(); o != nullptr && o->keyword != nullptr; ++o) {
    const auto found = own.find(o->keyword);
    const char* value = found == own.end() ? o->val : found->second;
    if (value != nullptr && *value != '\0') place.conninfo += assignment(o->keyword, value);
  }
  return place;
}

/// Why the wait will not end; empty while there is hope.
std::string Connection::what_holds() {
  if (server_.process == 0) return "the connection was accepted, but nobody serves it (a full pool? a paused server?)";
  if (!target_.looks_before_giving_up) return "it is silent";
  const ProbeAnswer seen = probe(same_place(), server_.process, stop_);
  // In a full pool the question waits behind our own work.
  silences_ = seen.silent ? silences_ + 1 : 0;
  if (seen.silent && pooled() && !copies_ && silences_ < pooled_silences) return "";
  if (!seen.hold.empty()) return seen.hold;
  if (!seen.waits_since.empty()) return is_lost(seen.waits_since) ? lost : "";
  return copies_ ? "it takes no more data" : "";
}

/// That the server waits for us may be over in a moment: the second look, with nothing on its way in between, tells.
bool Connection::is_lost(const std::string& waits_since) { return std::exchange(awaited_, waits_since) == waits_since; }

void Connection::look_for_stall() {
  if (target_.patience.count() == 0 || Clock::now() - waiting_since_ < target_.patience) return;
  const std::string hold = what_holds();
  waiting_since_ = Clock::now();
  pollfd p{.fd = PQsocket(connection_.get()), .events = POLLIN, .revents = 0};
  if (hold.empty() || poll(&p, 1, 0) > 0) return;
  if (hold == lost) give_up({hold, "08006"});
  give_up(TargetError::stall("no answer from the server for " + seconds_text(target_.patience) + ": " + hold));
}

/// libpq does not see that the socket is shut, and would say of the next statement that another one is in progress.
void Connection::give_up(const TargetError& why) {
  sever();
  given_up_ = why;
  throw TargetError(why);
}

/// Returns when something may be read or written, or after a while: a TLS library may hold what was read already.
void Connection::wait(short events) {
  pollfd p{.fd = PQsocket(connection_.get()), .events = events, .revents = 0};
  if (p.fd < 0 || poll(&p, 1, static_cast<int>(look_around.count())) > 0) {
    if (copies_) waiting_since_ = Clock::now();
    awaited_.clear();
    return;
  }
  look_for_interrupt();
  look_for_stall();
}

/// Sends what was queued, and reads meanwhile: a server that is stuck with its answer takes nothing. One that has ended
/// the session may have said why: that is the answer then.
void Connection::send(int queued) {
  PGconn* c = connection_.get();
  if (queued != 1 && given_up_) throw TargetError(*given_up_);
  if (queued != 1 && !*ended_idle_) throw result_error(nullptr, c);
  for (int left = 0; (left = PQflush(c)) != 0;) {
    if (left < 0 && PQstatus(c) == CONNECTION_BAD) return;
    if (left < 0) throw result_error(nullptr, c);
    wait(POLLIN | POLLOUT);
    (void)PQconsumeInput(c);
  }
}

Result Connection::next_result() {
  while (PQisBusy(connection_.get()) == 1) {
    wait(POLLIN);
    if (PQconsumeInput(connection_.get()) == 0) break;
  }
  return Result(PQgetResult(connection_.get()));
}

Connection::Answer Connection::answer() {
  PGconn* c = connection_.get();
  Answer answer;
  while (Result result = next_result()) {
    if (is_error(result.get()) && !answer.error) answer.error = result_error(result.get(), c);
    answer.results.push_back(std::move(result));
    if (is_copy(answer.results.back().get()) || PQstatus(c) == CONNECTION_BAD) break;
  }
  if (!answer.error && PQstatus(c) == CONNECTION_BAD) answer.error = result_error(nullptr, c);
  if (answer.error && given_up_) answer.error = given_up_;
  if (answer.error && stopping_) throw_if_interrupted();
  return answer;
}

std::vector<Result> Connection::Answer::value() {
  if (error) throw TargetError(*error);
  return std::move(results);
}

// ---- statements

Connection::Answer Connection::exchange(const std::string& sql) {
  begin_wait();
  send(PQsendQuery(connection_.get(), sql.c_str()));
  return answer();
}

std::vector<Result> Connection::run(const std::string& sql) { return exchange(sql).value(); }

namespace {

int queue(PGconn* connection, const std::string& sql, const Parameters& parameters) {
  std::vector<const char*> values;
  for (const auto& p : parameters) values.push_back(p ? p->c_str() : nullptr);
  return PQsendQueryParams(connection, sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr,
                           nullptr, 0);
}

}  // namespace

Result Connection::run(const std::string& sql, const Parameters& parameters) {
  begin_wait();
  send(queue(connection_.get(), sql, parameters));
  std::vector<Result> results = answer().value();
  return results.empty() ? Result() : std::move(results.back());
}

/// All in a pipeline, whose statements after an error are not run, and COMMIT at the end.
/// https://www.postgresql.org/docs/15/libpq-pipeline-mode.html
Connection::Answer Connection::exchange(const std::vector<std::string>& before, const std::string& sql,
                                        const Parameters& parameters) {
  PGconn* c = connection_.get();
  begin_wait();
  bool queued = PQenterPipelineMode(c) == 1;
  for (const std::string& statement : before) queued = queued && queue(c, statement, {}) == 1;
  queued = queued && queue(c, sql, parameters) == 1 && queue(c, "COMMIT", {}) == 1;
  send(queued ? PQpipelineSync(c) : 0);
  Answer answer;
  for (;;) {
    Result result = next_result();
    if (!result && PQstatus(c) == CONNECTION_BAD) break;
    if (!result) continue;  // The end of one statement's results.
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC) break;
    if (status == PGRES_PIPELINE_ABORTED) continue;
    if (is_error(result.get()) && !answer.error) answer.error = result_error(result.get(), c);
    answer.results.push_back(std::move(result));
  }
  if (PQstatus(c) != CONNECTION_BAD) (void)PQexitPipelineMode(c);
  if (!answer.error && PQstatus(c) == CONNECTION_BAD) answer.error = result_error(nullptr, c);
  if (answer.error && stopping_) throw_if_interrupted();
  return answer;
}

/// What is sent after the server has ended the session is lost without a word, now and then.
bool Connection::ended_while_idle() {
  PGconn* c = connection_.get();
  pollfd p{.fd = PQsocket(c), .events = POLLIN, .revents = 0};
  if (*ended_idle_ || PQtransactionStatus(c) != PQTRANS_IDLE || p.fd < 0 || poll(&p, 1, 0) <= 0) return *ended_idle_;
  (void)PQconsumeInput(c);
  (void)PQisBusy(c);
  return *ended_idle_;
}

void Connection::connect_when_ended() {
  if (!ended_while_idle()) return;
  connect_again();
  identify();
}

/// Whether a transaction did not begin and is to be tried again; throws when that helps nothing.
bool Connection::begins_again(const Answer& got, std::size_t statements, unsigned attempt) {
  if (!got.error || !failed_at_the_beginning(got, statements)) return false;
  if (passes_by_itself(*got.error) && !stopping_ && attempt < settings_tries) return true;
  const TargetError error = explained(*got.error, got.results.size());
  rollback();
  throw TargetError(error);
}

std::vector<Result> Connection::begin(const TransactionRules& rules, const std::string& rest) {
  connect_when_ended();
  for (unsigned attempt = 1;; ++attempt) {
    const std::vector<std::string> statements = begin_statements(rules, server_);
    const bool together = rest.empty() || reads_literals_as_written();
    Answer got = exchange(joined(statements, together ? rest : ""));
    if (begins_again(got, statements.size(), attempt)) continue;
    std::vector<Result> results = got.value();
    results.erase(results.begin(), results.begin() + static_cast<std::ptrdiff_t>(statements.size()));
    return together ? std::move(results) : run(rest);
  }
}

Result Connection::run_alone(const TransactionRules& rules, const std::string& sql, const Parameters& parameters) {
  connect_when_ended();
  for (unsigned attempt = 1;; ++attempt) {
    const std::vector<std::string> statements = begin_statements(rules, server_);
    Answer got = exchange(statements, sql, parameters);
    if (begins_again(got, statements.size(), attempt)) continue;
    std::vector<Result> results = got.value();
    return results.size() > statements.size() ? std::move(results[statements.size()]) : Result();
  }
}

/// A message is parsed as a whole, before its first statement is run: literals would be read by the role's setting.
bool Connection::reads_literals_as_written() const noexcept {
  const char* conforming = PQparameterStatus(connection_.get(), "standard_conforming_strings");
  return conforming != nullptr && std::string_view(conforming) == "on";
}

bool Connection::failed_at_the_beginning(const Answer& got, std::size_t statements) const {
  return got.results.size() <= statements || (pooled() && got.error->sqlstate() == "08P01");
}

/// What the role's own time-outs do to a transaction that has hardly begun: nothing was done, and it is begun again.
bool Connection::passes_by_itself(const TargetError& error) {
  // It may say so before it has read what was sent: that was not done.
  if (!is_time_out_of_role(error) && (!*ended_idle_ || error.stalled())) return false;
  rollback();
  if (PQstatus(connection_.get()) == CONNECTION_OK && !in_transaction()) return true;
  connect_again();
  identify();
  return true;
}

/// What an error means that came while a transaction was begun: at which statement, from 1.
TargetError Connection::explained(const TargetError& error, std::size_t statement) const {
  const bool marked = std::string_view(error.what()).find(other_process_mark) != std::string_view::npos;
  if (error.sqlstate() == other_process_sqlstate && marked) {
    return TargetError::pooler(
        "a connection pooler changes the server process between transactions (transaction pooling)");
  }
  if (statement == 1 && (error.sqlstate() == "0A000" || error.sqlstate() == "25006")) {
    return {"the target is a standby, which takes no writes", "25006", "name the primary server"};
  }
  // pgbouncer lets the message through and ends the connection when it sees that a transaction is open.
  if (statement == 1 || !pooled() || error.sqlstate() != "08P01") return error;
  return TargetError::pooler("a connection pooler lets no transaction stay open (statement pooling)");
}

void Connection::rollback() noexcept {
  try {
    if (PQstatus(connection_.get()) == CONNECTION_BAD || !in_transaction()) return;
    (void)run("ROLLBACK");
  } catch (const std::exception&) {
    sever();  // the transaction goes with the connection
  }
}

// ---- COPY

void Connection::put_copy(std::string_view bytes) {
  PGconn* c = connection_.get();
  begin_wait();
  copies_ = true;
  for (int queued = 0; (queued = PQputCopyData(c, bytes.data(), static_cast<int>(bytes.size()))) != 1;) {
    if (queued < 0) fail_copy();
    wait(POLLIN | POLLOUT);
    (void)PQconsumeInput(c);
  }
  int left = 0;
  while ((left = PQflush(c)) == 1) {
    wait(POLLIN | POLLOUT);
    (void)PQconsumeInput(c);
  }
  copies_ = false;
  // libpq does not look at what the server sends while it takes data, and that is mostly an error.
  pollfd p{.fd = PQsocket(c), .events = POLLIN, .revents = 0};
  if (left < 0 || PQstatus(c) == CONNECTION_BAD || p.fd < 0 || poll(&p, 1, 0) > 0) fail_copy();
}

/// Ends a COPY that cannot go on, with the server's reason.
void Connection::fail_copy() {
  copies_ = false;
  PGconn* c = connection_.get();
  if (given_up_) throw TargetError(*given_up_);
  if (PQstatus(c) == CONNECTION_BAD) throw result_error(nullptr, c);
  (void)end_copy(given_up);
  // It had no reason of its own: what it sent was a notice.
  throw TargetError("the COPY was interrupted", "08006");
}

Result Connection::end_copy(const char* why) {
  PGconn* c = connection_.get();
  begin_wait();
  send(PQputCopyEnd(c, why));
  Answer got = answer();
  const bool asked_for =
      got.error && why != nullptr && std::string_view(got.error->what()).find(why) != std::string_view::npos;
  if (asked_for) return {};
  std::vector<Result> results = got.value();
  return results.empty() ? Result() : std::move(results.front());
}

std::optional<std::string_view> Connection::get_copy() {
  PGconn* c = connection_.get();
  char* bytes = nullptr;
  int size = PQgetCopyData(c, &bytes, 1);
  if (size == 0) begin_wait();
  for (; size == 0; size = PQgetCopyData(c, &bytes, 1)) {
    wait(POLLIN);
    if (PQconsumeInput(c) == 0) throw result_error(nullptr, c);
  }
  received_.reset(bytes);
  if (size > 0) return std::string_view(bytes, static_cast<std::size_t>(size));
  begin_wait();
  (void)answer().value();
  return std::nullopt;
}

void Connection::sever() noexcept {
  // The socket stays open, so that its number is not given to another file meanwhile.
  if (const int socket = PQsocket(connection_.get()); socket >= 0) (void)shutdown(socket, SHUT_RDWR);
}

}  // namespace lite2pg
