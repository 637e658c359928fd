// How far a phase is: one overprinted line on a terminal, a plain line a table otherwise.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "common/logging.h"

namespace lite2pg {

enum class ProgressMode : unsigned char { automatic, always, never };

/// Counts rows and bytes of one phase at a time. Any thread calls add() and finished(); one thread starts and ends
/// phases. Drawing happens inside add(), at most five times a second, by whoever comes by.
class Progress {
 public:
  Progress(std::shared_ptr<Console> console, ProgressMode mode);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Begins a phase ("survey", "load"). Totals are estimates; 0 rows: no percentage and no time left is shown.
  void start(std::string_view phase, std::size_t tables, std::uint64_t rows);
  /// A worker took a table up; shown as the current one.
  void working_on(std::string_view table);
  /// Rows and bytes done since the last call. Once a few thousand rows is often enough.
  void add(std::uint64_t rows, std::uint64_t bytes);
  /// A table is done.
  void finished(std::string_view table, std::uint64_t rows, double seconds);
  /// Ends the phase and wipes the line.
  void end();

 private:
  void draw();
  [[nodiscard]] std::string line();

  std::shared_ptr<Console> console_;
  bool overprint_ = false;
  bool plain_ = false;
  std::mutex lock_;  ///< Guards phase_, current_ and the table counts.
  std::string phase_, current_;
  std::size_t tables_total_ = 0, tables_done_ = 0;
  std::uint64_t rows_total_ = 0;
  std::atomic<std::uint64_t> rows_ = 0, bytes_ = 0;
  std::chrono::steady_clock::time_point started_;
  std::atomic<std::int64_t> next_draw_ = 0;  ///< Steady clock, in nanoseconds.
};

}  // namespace lite2pg
