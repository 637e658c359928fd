// Breaks off what a connection is doing when the run is to stop.
#pragma once

#include <thread>

#include "common/parallel.h"

namespace SQLite {
class Database;
}

namespace lite2pg {

/// While it lives, a thread of its own looks at `stop` and for Ctrl-C, and interrupts `db` then: long statements
/// without rows, such as quick_check, end with SQLITE_INTERRUPT. Both must outlive it.
class Interrupter {
 public:
  Interrupter(SQLite::Database& db, const StopFlag& stop);

 private:
  std::jthread watcher_;
};

}  // namespace lite2pg
