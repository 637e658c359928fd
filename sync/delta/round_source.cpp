#include "sync/delta/round_source.h"

#include "export/pages/source.h"
#include "export/sqlite/file.h"
#include "sync/delta/position.h"

namespace lite2pg {
namespace {

/// A file with a log that nobody has open just now is read without locks: whoever opens it meanwhile would change it
/// under the round.
bool needs_copy(const DeltaSettings& settings, RoundSource::Use use, const SqliteFile& file) {
  const bool held = file.has_log() && file.mode() == OpenMode::live;
  switch (use) {
    case RoundSource::Use::locked: return false;
    case RoundSource::Use::long_read: return true;
    case RoundSource::Use::short_read: return !held || !settings.common.snapshot.empty();
  }
  return true;
}

}  // namespace

RoundSource::RoundSource(const DeltaSettings& settings, Use use) {
  const SqliteFile file(settings.source);
  const bool has_log = file.has_log();
  position_ = position_of(file);
  if (needs_copy(settings, use, file)) {
    copy_ = std::make_unique<LiveCopy>(settings.source, settings.common.snapshot);
    if (!has_log) blocked_ = copy_->seconds();
  }
  open(settings);
  // Whoever had it open may have left just now.
  if (!copy_ && use == Use::short_read && needs_copy(settings, use, pages().sqlite().file())) {
    source_.reset();
    copy_ = std::make_unique<LiveCopy>(settings.source, settings.common.snapshot);
    open(settings);
  }
  if (!copy_ && has_log) position_ = position_of(pages().sqlite().file(), pages().sqlite().snapshot());
}

void RoundSource::open(const DeltaSettings& settings) {
  CommonOptions common = settings.common;
  common.reader = RowReader::pages;  // Leaves are not to be seen through SQLite.
  common.snapshot.clear();
  common.tables.clear();
  common.exclude.clear();
  source_ = std::make_unique<ImportSource>(copy_ ? copy_->path() : settings.source, common);
}

void RoundSource::check_stands() {
  if (copy_ || pages().sqlite().file().mode() == OpenMode::live) return;
  source_->rows().check_unchanged();
}

}  // namespace lite2pg
