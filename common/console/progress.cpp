#include "common/console/progress.h"

#include <algorithm>

#include "common/console/log.h"
#include "common/text.h"
#include "common/width.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto draw_interval = std::chrono::milliseconds(200);

}  // namespace

Progress::Progress(std::shared_ptr<Console> console, ProgressMode mode)
    : console_(std::move(console)),
      overprint_(mode == ProgressMode::always || (mode == ProgressMode::automatic && Console::is_terminal())),
      plain_(mode == ProgressMode::automatic && !overprint_) {
  if (overprint_) drawer_ = std::jthread([this](const std::stop_token& ended) { draw(ended); });
}

Progress::~Progress() { end(); }

void Progress::start(std::string_view phase, std::size_t tables, std::uint64_t rows) {
  const std::scoped_lock lock(lock_);
  phase_ = phase;
  current_.clear();
  tables_total_ = tables;
  tables_done_ = 0;
  rows_total_ = rows;
  rows_cost_ = 1;
  statements_cost_ = statements_done_ = 0;
  rows_ = 0;
  bytes_ = 0;
  started_ = Clock::now();
  running_ = true;
  timeline_.phase(phase);
}

void Progress::expect(double rows_cost, double statements_cost) {
  const std::scoped_lock lock(lock_);
  rows_cost_ = rows_cost;
  statements_cost_ = statements_cost;
}

void Progress::working_on(std::string_view what) {
  const std::scoped_lock lock(lock_);
  current_ = what;
  timeline_.work(what);
}

void Progress::add(std::uint64_t rows, std::uint64_t bytes) {
  rows_.fetch_add(rows, std::memory_order_relaxed);
  bytes_.fetch_add(bytes, std::memory_order_relaxed);
}

void Progress::statement_done(double cost) {
  const std::scoped_lock lock(lock_);
  statements_done_ += cost;
}

void Progress::finished(std::string_view table, std::uint64_t rows, double seconds) {
  std::string phase;
  {
    const std::scoped_lock lock(lock_);
    ++tables_done_;
    phase = phase_;
  }
  if (plain_) log_info("{}: {}: {} rows in {}", phase, table, with_thousands(rows), human_seconds(seconds));
}

void Progress::end() {
  const std::scoped_lock lock(lock_);
  running_ = false;
  timeline_.close();
  if (overprint_) console_->draw_progress("");
}

std::vector<TimelineEntry> Progress::timeline() {
  const std::scoped_lock lock(lock_);
  return timeline_.entries();
}

void Progress::draw(const std::stop_token& ended) {
  for (std::unique_lock lock(lock_); !ended.stop_requested();) {
    wake_.wait_for(lock, ended, draw_interval, [] { return false; });
    if (!running_ || ended.stop_requested()) continue;
    lock.unlock();
    std::string text = line();
    lock.lock();
    // The phase may have ended meanwhile; a line that is drawn now would stand there for good.
    if (running_) console_->draw_progress(text);
  }
}

/// Of the phase's whole work, 0 to 1.
double Progress::share() const {
  const double rows = static_cast<double>(rows_) / static_cast<double>(rows_total_);
  const double cost = rows_cost_ + statements_cost_;
  if (cost <= 0) return std::min(1.0, rows);
  return std::min(1.0, (std::min(1.0, rows) * rows_cost_ + statements_done_) / cost);
}

std::string Progress::line() {
  const std::scoped_lock lock(lock_);
  const double seconds = std::chrono::duration<double>(Clock::now() - started_).count();
  const std::uint64_t rows = rows_;
  std::string text = phase_ + "  " + std::to_string(tables_done_) + "/" + std::to_string(tables_total_) + " tables  " +
                     with_thousands(rows) + " rows";
  if (rows_total_ > 0 && rows > 0) {
    const double done = share();
    text += " (" + std::to_string(static_cast<int>(done * 100)) + "%)";
    if (rows < rows_total_) {
      text +=
          "  " + human_bytes(static_cast<std::uint64_t>(static_cast<double>(bytes_) / std::max(seconds, 1e-3))) + "/s";
    }
    if (done > 0) text += "  ETA " + human_seconds(seconds / done - seconds);
  }
  if (!current_.empty()) text += "  " + current_;
  // A name may hold anything; one character in the last column would make some terminals begin a new line.
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, '?');
  return cut_to_width(text, Console::width() - 1);
}

}  // namespace lite2pg
