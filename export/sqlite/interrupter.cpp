#include "export/sqlite/interrupter.h"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "common/interrupt.h"

namespace lite2pg {
namespace {

constexpr std::chrono::milliseconds interval{50};

/// sqlite3_interrupt may be called from any thread (https://sqlite.org/c3ref/interrupt.html). It is repeated, because
/// one call between two statements would be lost.
void watch(const std::stop_token& done, sqlite3* handle, const StopFlag& stop) {
  std::mutex lock;
  std::condition_variable_any wake;
  std::unique_lock guard(lock);
  while (!done.stop_requested()) {
    if (stop.stopped() || interrupt_signal() != 0) sqlite3_interrupt(handle);
    wake.wait_for(guard, done, interval, [] { return false; });
  }
}

}  // namespace

Interrupter::Interrupter(SQLite::Database& db, const StopFlag& stop)
    : watcher_([handle = db.getHandle(), &stop](const std::stop_token& done) { watch(done, handle, stop); }) {}

}  // namespace lite2pg
