#include "verify/comparison/baseline.h"

#include <algorithm>
#include <filesystem>

#include "common/files.h"
#include "common/text.h"

namespace lite2pg {
namespace {

/// Digests can be compared when they are of the same columns, read in the same way.
bool alike(const RecordedTable& a, const RecordedTable& b) {
  const auto same_column = [](const DigestColumn& x, const DigestColumn& y) {
    return x.target == y.target && x.codec == y.codec;
  };
  return a.key == b.key && std::ranges::equal(a.columns, b.columns, same_column);
}

BaselineChange change_of(const RecordedTable& then, const RecordedTable& now) {
  const int bits = std::min(then.digest.bits(), now.digest.bits());
  const TableDigest a = then.digest.folded(bits), b = now.digest.folded(bits);
  BaselineChange change{now.source, a.rows(), b.rows(), 0, a.buckets().size()};
  for (std::size_t i = 0; i < a.buckets().size(); ++i) {
    if (a.buckets()[i] != b.buckets()[i]) ++change.buckets_changed;
  }
  return change;
}

}  // namespace

std::optional<RecordedDigests> read_baseline(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  return baseline_from_text(read_file(path, "baseline"), path);
}

RecordedDigests target_state(const std::vector<ComparedTable>& tables, const std::vector<DigestPair>& digests,
                             std::uint64_t seed, const std::string& about) {
  RecordedDigests state{seed, utc_now(), about, {}};
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const TablePlan& plan = tables[i].plan;
    RecordedTable& t = state.tables.emplace_back();
    t.source = plan.source;
    t.target = plan.target;
    for (const ColumnPlan& c : plan.columns) t.columns.push_back({c.source, c.target, c.type, c.codec});
    t.key = plan.key;
    t.digest = digests[i].target;
  }
  return state;
}

std::vector<BaselineChange> changes_since(const RecordedDigests& then, const RecordedDigests& now,
                                          std::vector<std::string>& warnings) {
  std::vector<BaselineChange> changes;
  for (const RecordedTable& t : now.tables) {
    const RecordedTable* old = then.find(t.source, t.target);
    if (old == nullptr || !alike(*old, t)) {
      warnings.push_back("table '" + t.source + "' " + (old == nullptr ? "is not in" : "has other columns than in") +
                         " the baseline");
    } else if (const BaselineChange change = change_of(*old, t); change.buckets_changed > 0) {
      changes.push_back(change);
    }
  }
  return changes;
}

}  // namespace lite2pg
