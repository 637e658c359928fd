// The state of the source that a round reads: a snapshot of the file itself where that holds up no writer (a
// write-ahead log), else a copy.
#pragma once

#include <memory>
#include <string>

#include "import/live/live_copy.h"
#include "import/run/source_plan.h"
#include "sync/delta/settings.h"

namespace lite2pg {

class RoundSource {
 public:
  enum class Use : std::uint8_t {
    short_read,  ///< A round: a copy where a read would block writers, where nobody has the file open (it would be read
                 ///< without locks), or when --snapshot names a place for it.
    long_read,   ///< A survey: always a copy.
    locked,      ///< The source is locked for writers: the file itself.
  };
  /// Throws Error(source), Error(usage).
  RoundSource(const DeltaSettings& settings, Use use);

  [[nodiscard]] PageSource& pages() noexcept { return *source_->file(); }
  [[nodiscard]] ImportSource& source() noexcept { return *source_; }
  /// Seconds for which writers could not commit because of us.
  [[nodiscard]] double blocked() const noexcept { return blocked_; }
  /// Of the source when it was taken, or a little before; empty: it cannot be told (position.h).
  [[nodiscard]] const std::string& position() const noexcept { return position_; }
  /// Throws Error(source) when what is read is no one state: a file that nobody had open, and that was opened and
  /// written to since.
  void check_stands();

 private:
  void open(const DeltaSettings& settings);

  std::unique_ptr<LiveCopy> copy_;  // first: outlives what reads it
  std::unique_ptr<ImportSource> source_;
  std::string position_;
  double blocked_ = 0;
};

}  // namespace lite2pg
