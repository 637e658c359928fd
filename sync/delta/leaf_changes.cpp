#include "sync/delta/leaf_changes.h"

#include <algorithm>
#include <numeric>

namespace lite2pg {
namespace {

std::uint64_t rows_of(const std::vector<LeafRecord>& leaves) {
  return std::accumulate(leaves.begin(), leaves.end(), std::uint64_t{0},
                         [](std::uint64_t n, const LeafRecord& leaf) { return n + leaf.rows; });
}

bool is_whole(const LeafRecord& leaf) { return leaf.first.empty(); }

/// The recorded leaves, handed to the merge as it wants them.
class Recorded {
 public:
  explicit Recorded(LeafFeed& leaves) : leaves_(leaves) { leaves_.begin(); }
  void feed(LeafMerge& merge) {
    if (LeafRecord leaf; merge.wants_recorded() && !ended_) {
      if (leaves_.next(leaf)) {
        merge.recorded(std::move(leaf));
      } else {
        ended_ = true;
      }
    }
  }
  [[nodiscard]] bool ended() const noexcept { return ended_; }
  /// Frees the connection.
  void drain() {
    for (LeafRecord leaf; !ended_;) ended_ = !leaves_.next(leaf);
  }

 private:
  LeafFeed& leaves_;
  bool ended_ = false;
};

void take(LeafMerge& merge, Recorded& recorded, LeafRecord&& leaf) {
  for (bool used = false; !used;) {
    recorded.feed(merge);
    merge.now(std::move(leaf), used);  // NOLINT(bugprone-use-after-move): moved from only when it is used.
  }
}

LeafChanges merged(PageSource& source, const Table& table, const TablePlan& plan, std::uint64_t seed, LeafForm form,
                   Recorded& recorded) {
  LeafMerge merge;
  if (form == LeafForm::by_key) {
    each_leaf_mark(source, table, [&](LeafRecord&& leaf) { take(merge, recorded, std::move(leaf)); });
  } else {
    each_leaf_record(source, table, digest_plan(plan), seed, form,
                     [&](LeafRecord&& leaf) { take(merge, recorded, std::move(leaf)); });
  }
  while (!recorded.ended()) {
    recorded.feed(merge);
    if (!merge.wants_recorded()) merge.gone();
  }
  return merge.end();
}

}  // namespace

std::uint64_t LeafChanges::rows_come() const noexcept { return rows_of(come); }
std::uint64_t LeafChanges::rows_gone() const noexcept { return rows_of(gone); }

void LeafMerge::recorded(LeafRecord&& leaf) { old_ = std::move(leaf); }

void LeafMerge::gone() {
  changes_.gone.push_back(std::move(*old_));
  old_.reset();
}

void LeafMerge::now(LeafRecord&& leaf, bool& used) {
  if (old_ && old_->first < leaf.first) return gone();
  used = true;
  ++changes_.leaves;
  changes_.rows += leaf.rows;
  const bool same_place = old_ && old_->first == leaf.first;
  if (same_place && old_->fingerprint == leaf.fingerprint && old_->rows == leaf.rows && old_->last == leaf.last) {
    ++changes_.kept.leaves;
    changes_.kept.rows += old_->rows;
    changes_.kept.sum += old_->sum;
    old_.reset();
    return;
  }
  if (same_place) gone();
  changes_.come.push_back(std::move(leaf));
}

LeafChanges LeafMerge::end() {
  if (old_) gone();
  return std::move(changes_);
}

LeafChanges find_changes(PageSource& source, const Table& table, const TablePlan& plan, std::uint64_t seed,
                         LeafFeed& leaves) {
  LeafForm form = leaf_form(source, table);
  for (;;) {
    Recorded recorded(leaves);
    try {
      LeafChanges changes = merged(source, table, plan, seed, form, recorded);
      changes.whole = std::ranges::any_of(changes.gone, is_whole) || std::ranges::any_of(changes.come, is_whole);
      return changes;
    } catch (const LeavesSurprise&) {
      recorded.drain();
      form = LeafForm::whole;
    }
  }
}

std::vector<KeyInterval> intervals_of(const LeafChanges& changes) {
  std::vector<KeyInterval> intervals;
  std::size_t gone = 0, come = 0;
  while (gone < changes.gone.size() || come < changes.come.size()) {
    const bool takes_come = gone == changes.gone.size() ||
                            (come < changes.come.size() && changes.come[come].first <= changes.gone[gone].first);
    const LeafRecord& leaf = takes_come ? changes.come[come] : changes.gone[gone];
    if (intervals.empty() || intervals.back().last < leaf.first)
      intervals.push_back({leaf.first, leaf.last, 0, come, come});
    KeyInterval& in = intervals.back();
    in.last = std::max(in.last, leaf.last);
    if (takes_come) {
      in.rows += leaf.rows;
      in.until = ++come;
    } else {
      ++gone;
    }
  }
  return intervals;
}

}  // namespace lite2pg
