#include "common/progress.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "common/text.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::int64_t draw_interval_ns = 200'000'000;

std::int64_t now_ns() { return Clock::now().time_since_epoch().count(); }

}  // namespace

Progress::Progress(std::shared_ptr<Console> console, ProgressMode mode)
    : console_(std::move(console)),
      overprint_(mode == ProgressMode::always || (mode == ProgressMode::automatic && Console::is_terminal())),
      plain_(mode == ProgressMode::automatic && !overprint_) {}

Progress::~Progress() { end(); }

void Progress::start(std::string_view phase, std::size_t tables, std::uint64_t rows) {
  const std::scoped_lock lock(lock_);
  phase_ = phase;
  current_.clear();
  tables_total_ = tables;
  tables_done_ = 0;
  rows_total_ = rows;
  rows_ = 0;
  bytes_ = 0;
  started_ = Clock::now();
  next_draw_ = now_ns() + draw_interval_ns;
}

void Progress::working_on(std::string_view table) {
  const std::scoped_lock lock(lock_);
  current_ = table;
}

void Progress::add(std::uint64_t rows, std::uint64_t bytes) {
  rows_.fetch_add(rows, std::memory_order_relaxed);
  bytes_.fetch_add(bytes, std::memory_order_relaxed);
  if (!overprint_) return;
  std::int64_t due = next_draw_.load(std::memory_order_relaxed);
  const std::int64_t now = now_ns();
  if (now >= due && next_draw_.compare_exchange_strong(due, now + draw_interval_ns)) draw();
}

void Progress::finished(std::string_view table, std::uint64_t rows, double seconds) {
  std::string phase;
  {
    const std::scoped_lock lock(lock_);
    ++tables_done_;
    phase = phase_;
  }
  if (plain_) spdlog::info("{}: {}: {} rows in {}", phase, table, with_thousands(rows), human_seconds(seconds));
}

void Progress::end() {
  if (overprint_) console_->draw_progress("");
}

void Progress::draw() { console_->draw_progress(line()); }

std::string Progress::line() {
  const std::scoped_lock lock(lock_);
  const double seconds = std::chrono::duration<double>(Clock::now() - started_).count();
  const std::uint64_t rows = rows_;
  std::string text = phase_ + "  " + std::to_string(tables_done_) + "/" + std::to_string(tables_total_) + " tables  " +
                     with_thousands(rows) + " rows";
  if (rows_total_ > 0 && rows > 0) {
    const double share = std::min(1.0, static_cast<double>(rows) / static_cast<double>(rows_total_));
    text += " (" + std::to_string(static_cast<int>(share * 100)) + "%)";
    text +=
        "  " + human_bytes(static_cast<std::uint64_t>(static_cast<double>(bytes_) / std::max(seconds, 1e-3))) + "/s";
    text += "  ETA " + human_seconds(seconds / share - seconds);
  }
  return current_.empty() ? text : text + "  " + current_;
}

}  // namespace lite2pg
