#include "import/load/schedule.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace lite2pg {

Schedule::Schedule(std::vector<WorkItem> items)
    : items_(std::move(items)),
      dependents_(items_.size()),
      waiting_for_(items_.size()),
      chain_(items_.size()),
      dropped_(items_.size()),
      unfinished_(items_.size()) {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    waiting_for_[i] = items_[i].after.size();
    for (const std::size_t before : items_[i].after) {
      if (before >= i) throw std::invalid_argument("a work item depends on a later one");
      dependents_[before].push_back(i);
    }
    for (const auto& [table, lock] : items_[i].locks) locks_.resize(std::max(locks_.size(), table + 1));
  }
  for (std::size_t i = items_.size(); i-- > 0;) {
    double behind = 0;
    for (const std::size_t d : dependents_[i]) behind = std::max(behind, chain_[d]);
    chain_[i] = items_[i].cost + behind;
  }
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (waiting_for_[i] == 0) ready_.push_back(i);
  }
}

std::optional<std::size_t> Schedule::start_next() {
  std::optional<std::size_t> best;  // position in ready_
  for (std::size_t r = 0; r < ready_.size(); ++r) {
    if (best && chain_[ready_[r]] <= chain_[ready_[*best]]) continue;
    if (can_lock(items_[ready_[r]])) best = r;
  }
  if (!best) return std::nullopt;
  const std::size_t item = ready_[*best];
  ready_.erase(ready_.begin() + static_cast<std::ptrdiff_t>(*best));
  lock(items_[item]);
  return item;
}

void Schedule::finish(std::size_t item) {
  unlock(items_[item]);
  --unfinished_;
  for (const std::size_t d : dependents_[item]) {
    if (--waiting_for_[d] == 0 && !dropped_[d]) ready_.push_back(d);
  }
}

void Schedule::fail(std::size_t item) {
  unlock(items_[item]);
  drop(item);
}

void Schedule::drop(std::size_t item) {
  if (dropped_[item]) return;
  dropped_[item] = true;
  --unfinished_;
  for (const std::size_t d : dependents_[item]) drop(d);
}

bool Schedule::can_lock(const WorkItem& item) const {
  return std::ranges::all_of(item.locks, [&](const auto& l) {
    const Locks& held = locks_[l.first];
    return !held.exclusive && (l.second == TableLock::shared || held.shared == 0);
  });
}

void Schedule::lock(const WorkItem& item) {
  for (const auto& [table, kind] : item.locks) {
    if (kind == TableLock::shared) {
      ++locks_[table].shared;
    } else {
      locks_[table].exclusive = true;
    }
  }
}

void Schedule::unlock(const WorkItem& item) {
  for (const auto& [table, kind] : item.locks) {
    if (kind == TableLock::shared) {
      --locks_[table].shared;
    } else {
      locks_[table].exclusive = false;
    }
  }
}

std::vector<Placement> simulate(const std::vector<WorkItem>& items, std::size_t workers) {
  Schedule schedule(items);
  std::vector<Placement> placements;
  std::vector<std::optional<std::size_t>> running(workers);  // position in placements
  double now = 0;
  while (!schedule.all_done()) {
    for (std::size_t w = 0; w < workers; ++w) {
      if (running[w]) continue;
      const auto item = schedule.start_next();
      if (!item) break;
      running[w] = placements.size();
      placements.push_back({*item, w, now, now + items[*item].cost});
    }
    std::optional<std::size_t> first;  // the worker that is done next
    for (std::size_t w = 0; w < workers; ++w) {
      if (running[w] && (!first || placements[*running[w]].end < placements[*running[*first]].end)) first = w;
    }
    if (!first) throw std::logic_error("the schedule stands still");
    now = placements[*running[*first]].end;
    schedule.finish(placements[*running[*first]].item);
    running[*first].reset();
  }
  return placements;
}

std::vector<std::size_t> slice_counts(const std::vector<double>& costs, std::size_t workers) {
  constexpr double much_larger = 1.5;
  constexpr double worth_splitting = 2;  // seconds
  const double share = std::accumulate(costs.begin(), costs.end(), 0.0) / static_cast<double>(workers);
  std::vector<std::size_t> counts;
  for (const double cost : costs) {
    const bool split = workers > 1 && cost > much_larger * share && cost > worth_splitting;
    counts.push_back(split ? std::min(workers, static_cast<std::size_t>(std::ceil(cost / share))) : 1);
  }
  return counts;
}

}  // namespace lite2pg
