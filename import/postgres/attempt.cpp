#include "import/postgres/attempt.h"

#include <libpq-fe.h>
#include <poll.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>

namespace lite2pg {
namespace {

using AttemptClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds attempt_slice{100};  ///< How often either side looks around.

/// What the thread and its caller share; whoever is the last to leave closes the connection.
struct Attempt {
  std::mutex lock;
  std::condition_variable ended;
  ConnectionHandle connection;
  bool done = false;
  bool ended_idle = false;
  std::atomic<bool> given_up = false;
  std::atomic<bool> in_libpq = true;
  std::atomic<AttemptClock::time_point> moved = AttemptClock::now();
};

void go_on(Attempt& attempt, PGconn* c) {
  PQsetErrorVerbosity(c, PQERRORS_VERBOSE);
  // A server that ends the session as soon as it is made (a time-out of the role) says so in a notice.
  const PQnoticeReceiver former = PQsetNoticeReceiver(c, hear_idle_end, &attempt.ended_idle);
  PostgresPollingStatusType status = PQstatus(c) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED && !attempt.given_up) {
    attempt.in_libpq = false;
    pollfd p{
        .fd = PQsocket(c), .events = status == PGRES_POLLING_READING ? short{POLLIN} : short{POLLOUT}, .revents = 0};
    if (poll(&p, 1, static_cast<int>(attempt_slice.count())) <= 0) continue;
    attempt.moved = AttemptClock::now();
    attempt.in_libpq = true;
    status = PQconnectPoll(c);
    attempt.moved = AttemptClock::now();
  }
  PQsetNoticeReceiver(c, former, nullptr);
}

void attempt_in_thread(const std::shared_ptr<Attempt>& attempt, const std::string& conninfo) {
  ConnectionHandle connection(PQconnectStart(conninfo.c_str()));
  if (connection) go_on(*attempt, connection.get());
  const std::scoped_lock lock(attempt->lock);
  attempt->connection = std::move(connection);
  attempt->done = true;
  attempt->ended.notify_one();
}

/// Gives it up however its scope is left.
class Caller {
 public:
  explicit Caller(std::shared_ptr<Attempt> attempt) : attempt_(std::move(attempt)) {}
  ~Caller() { attempt_->given_up = true; }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  bool wait_a_little() {
    std::unique_lock lock(attempt_->lock);
    return attempt_->ended.wait_for(lock, attempt_slice, [this] { return attempt_->done; });
  }
  [[nodiscard]] Attempt& attempt() const noexcept { return *attempt_; }

 private:
  std::shared_ptr<Attempt> attempt_;
};

}  // namespace

void ConnectionFinisher::operator()(pg_conn* c) const noexcept { PQfinish(c); }

void hear_idle_end(void* ended, const pg_result* notice) {
  const char* state = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
  if (state != nullptr && state == idle_session_timeout) *static_cast<bool*>(ended) = true;
}

AttemptEnd attempt_to_connect(const std::string& conninfo, std::chrono::milliseconds limit,
                              const std::function<void()>& look) {
  const auto shared = std::make_shared<Attempt>();
  Caller caller(shared);
  std::thread([shared, conninfo] { attempt_in_thread(shared, conninfo); }).detach();
  while (!caller.wait_a_little()) {
    look();
    if (limit.count() > 0 && AttemptClock::now() - caller.attempt().moved.load() >= limit)
      return {{}, shared->in_libpq, false};
  }
  if (!shared->connection) throw std::bad_alloc();
  return {std::move(shared->connection), false, shared->ended_idle};
}

}  // namespace lite2pg
