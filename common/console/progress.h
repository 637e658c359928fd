// How far a phase is: one overprinted line on a terminal, a plain line a table otherwise.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "common/console/logging.h"
#include "common/timeline.h"

namespace lite2pg {

enum class ProgressMode : unsigned char { automatic, always, never };

/// Counts rows and bytes of one phase at a time. Any thread calls add() and finished(); one thread starts and ends
/// phases. The line is drawn five times a second by a thread of its own, so that it also moves while all wait.
class Progress {
 public:
  Progress(std::shared_ptr<Console> console, ProgressMode mode);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Begins a phase ("survey", "load"). Totals are estimates; 0 rows: no percentage and no time left is shown.
  void start(std::string_view phase, std::size_t tables, std::uint64_t rows);
  /// The phase is more than its rows: what the rows and what the statements after them cost, in any unit. The time left
  /// is that of both.
  void expect(double rows_cost, double statements_cost);
  /// A worker took a table or statement up; shown as the current one.
  void working_on(std::string_view what);
  /// Rows and bytes done since the last call. Once a few thousand rows is often enough.
  void add(std::uint64_t rows, std::uint64_t bytes);
  /// A statement is done that cost so much of what was expected.
  void statement_done(double cost);
  /// A table is done, with all its slices.
  void finished(std::string_view table, std::uint64_t rows, double seconds);
  /// Ends the phase and wipes the line.
  void end();

  /// The phases so far, and what each thread worked on in them.
  [[nodiscard]] std::vector<TimelineEntry> timeline();

  /// The line as it is drawn now.
  [[nodiscard]] std::string line();

 private:
  void draw(const std::stop_token& ended);
  [[nodiscard]] double share() const;

  std::shared_ptr<Console> console_;
  bool overprint_ = false;
  bool plain_ = false;
  std::mutex lock_;  ///< Guards all below but the atomic ones.
  std::condition_variable_any wake_;
  Timeline timeline_;
  bool running_ = false;
  std::string phase_, current_;
  std::size_t tables_total_ = 0, tables_done_ = 0;
  std::uint64_t rows_total_ = 0;
  double rows_cost_ = 1, statements_cost_ = 0, statements_done_ = 0;
  std::atomic<std::uint64_t> rows_ = 0, bytes_ = 0;
  std::chrono::steady_clock::time_point started_;
  std::jthread drawer_;
};

}  // namespace lite2pg
