#include "common/timeline.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

namespace lite2pg {
namespace {

constexpr std::size_t most_entries = 1000;  // The page draws each.

}  // namespace

std::vector<TimelineEntry> longest(std::vector<TimelineEntry> entries, std::size_t most) {
  std::ranges::stable_sort(entries, std::greater<>(), &TimelineEntry::seconds);
  if (entries.size() > most) entries.resize(most);
  std::ranges::stable_sort(entries, {}, &TimelineEntry::start);
  return entries;
}

nlohmann::ordered_json timeline_json(std::vector<TimelineEntry> entries) {
  auto list = nlohmann::ordered_json::array();
  for (const TimelineEntry& e : longest(std::move(entries), most_entries)) {
    list.push_back({{"lane", e.lane}, {"name", e.name}, {"start", e.start}, {"seconds", e.seconds}});
  }
  return list;
}

double Timeline::now() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
}

void Timeline::phase(std::string_view name) {
  close();
  phase_ = {"phases", std::string(name), now(), 0};
}

void Timeline::work(std::string_view name) {
  if (phase_.name.empty()) return;
  const std::thread::id self = std::this_thread::get_id();
  const auto known = at_work_.find(self);
  const bool is_new = known == at_work_.end();
  if (!is_new && known->second.name == name) return;
  if (!is_new) end(known->second);
  const std::string lane = !is_new ? known->second.lane
                           : self == main_
                               ? "main"
                               : "worker " + std::to_string(at_work_.size() + (at_work_.contains(main_) ? 0 : 1));
  at_work_[self] = {lane, std::string(name), now(), 0};
}

void Timeline::close() {
  for (auto& [thread, entry] : at_work_) end(entry);
  at_work_.clear();
  if (!phase_.name.empty()) end(phase_);
  phase_ = {};
}

void Timeline::end(TimelineEntry& entry) {
  entry.seconds = now() - entry.start;
  entries_.push_back(entry);
  if (entries_.size() >= 2 * most_entries) entries_ = longest(std::move(entries_), most_entries);
}

}  // namespace lite2pg
