// What was done when, for the report and its picture.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace lite2pg {

/// Part of a run over time.
struct TimelineEntry {
  std::string lane;  ///< "phases", "main" (the thread that began the run), or "worker 1", "worker 2", ...
  std::string name;
  double start = 0, seconds = 0;  ///< Since the run began.
};

/// The `most` longest, by start.
[[nodiscard]] std::vector<TimelineEntry> longest(std::vector<TimelineEntry> entries, std::size_t most);
/// As the report has them under "timeline": the longest thousand.
[[nodiscard]] nlohmann::ordered_json timeline_json(std::vector<TimelineEntry> entries);

/// Collects the entries of a run whose phases come one after the other. Not safe for several threads: whoever has it
/// locks. Memory does not grow with the run.
class Timeline {
 public:
  /// Ends what runs and begins a phase.
  void phase(std::string_view name);
  /// The calling thread takes something up, which ends what it was at; the same again goes on. Only within a phase.
  void work(std::string_view name);
  /// Ends what runs.
  void close();
  /// What has ended.
  [[nodiscard]] const std::vector<TimelineEntry>& entries() const noexcept { return entries_; }

 private:
  [[nodiscard]] double now() const;
  void end(TimelineEntry& entry);

  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::thread::id main_ = std::this_thread::get_id();
  TimelineEntry phase_;
  std::map<std::thread::id, TimelineEntry> at_work_;
  std::vector<TimelineEntry> entries_;
};

}  // namespace lite2pg
