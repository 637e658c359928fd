#include "sync/apply/find.h"

#include <xxhash.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>

#include "common/bytes.h"
#include "common/error.h"
#include "verify/rows/collect_pass.h"
#include "verify/rows/text.h"

namespace lite2pg {
namespace {

constexpr std::size_t memory = 256U << 20;

struct Surplus {
  const LeftRow* row;
  std::uint64_t times;
};

/// The rows of one key.
class Group {
 public:
  Group(const FindRules& rules, TableChanges& changes, SkippedRows& skipped)
      : rules_(rules), changes_(changes), skipped_(skipped) {}

  void take(const LeftRow& row) {
    if (row.source > row.target) missing_.push_back({&row, row.source - row.target});
    if (row.target > row.source) extra_.push_back({&row, row.target - row.source});
  }
  void finish() {
    if (!changes_.table->plan.key.empty()) pair();
    for (const Surplus& m : missing_) repeat(m, [&] { insert(*m.row); });
    for (const Surplus& e : extra_) repeat(e, [&] { remove(*e.row); });
  }

 private:
  template <typename Function>
  static void repeat(const Surplus& s, Function function) {
    for (std::uint64_t i = 0; i < s.times; ++i) function();
  }
  void pair() {
    while (!missing_.empty() && !extra_.empty()) {
      update(*missing_.back().row, *extra_.back().row);
      if (--missing_.back().times == 0) missing_.pop_back();
      if (--extra_.back().times == 0) extra_.pop_back();
    }
  }
  [[nodiscard]] bool leaves(bool drift) const { return drift && rules_.scope == RepairScope::damage; }
  [[nodiscard]] bool is_drift(const LeftRow& row) const { return rules_.is_import && !rules_.is_import(row.xmin); }
  void skip(const char* kind, const LeftRow& row, const char* reason) {
    const TablePlan& plan = changes_.table->plan;
    const std::string key = row.encoding.empty() ? "(a long row)" : key_text(plan, fields_of(row.encoding));
    skipped_.add({plan.source, kind, key, reason});
  }
  void add(Change change) {
    change.id = changes_.changes.size() + 1;
    changes_.changes.push_back(std::move(change));
  }
  void update(const LeftRow& source, const LeftRow& target) {
    if (leaves(is_drift(target))) return skip("changed", target, "it was written after the import (--scope all)");
    add({.kind = ChangeKind::update,
         .source = source.hash,
         .target = target.hash,
         .place = {},
         .key = {},
         .differs = {}});
  }
  void insert(const LeftRow& row) {
    // Nothing in PostgreSQL tells a deleted row from a lost one.
    if (leaves(static_cast<bool>(rules_.is_import))) {
      return skip("missing", row, "it may have been deleted after the import (--scope all)");
    }
    add({.kind = ChangeKind::insert, .source = row.hash, .target = {}, .place = {}, .key = {}, .differs = {}});
  }
  void remove(const LeftRow& row) {
    if (leaves(is_drift(row))) return skip("extra", row, "it was written after the import (--scope all)");
    if (rules_.no_delete) return skip("extra", row, "--no-delete");
    add({.kind = ChangeKind::remove, .source = {}, .target = row.hash, .place = {}, .key = {}, .differs = {}});
  }

  const FindRules& rules_;
  TableChanges& changes_;
  SkippedRows& skipped_;
  std::vector<Surplus> missing_, extra_;
};

/// Tells the changes where their rows stand.
class PlacePass final : public Pass {
 public:
  explicit PlacePass(TableChanges& changes) : changes_(changes) {
    for (Change& c : changes.changes) {
      if (c.kind != ChangeKind::insert) wanted_[c.target].push_back(&c);
    }
  }
  [[nodiscard]] bool is_needed() const noexcept { return !wanted_.empty(); }
  [[nodiscard]] std::unique_ptr<RowTaker> begin(const ScanItem& /*item*/) override {
    return std::make_unique<Taker>(*this);
  }
  void end(const ScanItem& /*item*/, RowTaker& /*taker*/, double /*seconds*/) override {}
  [[nodiscard]] bool wants_place() const override { return true; }

  void offer(const ScannedRow& row) {
    const auto found = wanted_.find(row.hash);
    if (found == wanted_.end()) return;
    const std::scoped_lock lock(lock_);
    if (found->second.empty()) return;
    Change& c = *found->second.back();
    found->second.pop_back();
    c.place = row.place;
    c.xmin = row.xmin;
    c.key = key_text(changes_.table->plan, fields_of(row.encoding));
    if (c.kind == ChangeKind::update) c.fields = field_hashes(row.encoding);
  }

 private:
  class Taker final : public RowTaker {
   public:
    explicit Taker(PlacePass& pass) : pass_(pass) {}
    void take(const ScannedRow& row) override { pass_.offer(row); }

   private:
    PlacePass& pass_;
  };
  struct Hasher {
    std::size_t operator()(const RowHash& h) const noexcept { return h.row.low ^ h.key; }
  };

  TableChanges& changes_;
  std::unordered_map<RowHash, std::vector<Change*>, Hasher> wanted_;  ///< Its shape does not change during the pass.
  std::mutex lock_;
};

std::vector<ScanItem> of_target(std::vector<ScanItem> work) {
  std::erase_if(work, [](const ScanItem& item) { return item.side != Side::target; });
  return work;
}

std::size_t size_of_column(std::string_view rest) {
  const char tag = rest.at(0);
  return tag == 0 ? 1 : tag <= 2 ? 9 : 9 + load_be<std::uint64_t>(rest.data() + 1);
}

}  // namespace

std::vector<std::uint64_t> field_hashes(std::string_view encoding) {
  std::vector<std::uint64_t> hashes;
  while (!encoding.empty()) {
    const std::size_t size = size_of_column(encoding);
    hashes.push_back(XXH3_64bits(encoding.data(), size));
    encoding.remove_prefix(size);
  }
  return hashes;
}

void add_changes(const std::vector<LeftRow>& left, const FindRules& rules, TableChanges& changes,
                 SkippedRows& skipped) {
  for (std::size_t begin = 0, end = 0; begin < left.size(); begin = end) {
    Group group(rules, changes, skipped);
    for (; end < left.size() && left[end].hash.key == left[begin].hash.key; ++end) group.take(left[end]);
    group.finish();
  }
}

void find_changes(Scanner& scanner, const std::vector<ComparedTable>& tables, const DigestPair& digests,
                  RowSource& source, const ImportXids& import_xids, const RepairSettings& settings, bool page_ranges,
                  TableChanges& changes, SkippedRows& skipped, std::vector<std::string>& warnings) {
  const auto work = make_scan_list(tables, {changes.index}, &source, settings.common.jobs, page_ranges);
  std::vector<std::size_t> open = digests.differing();
  bool warned = false;
  while (!open.empty()) {
    RowCollector collector(digests.source.bits(), open, memory);
    CollectPass pass(collector, import_xids);
    scanner.run(work, pass);
    if (collector.overflowed()) {
      throw Error(ExitCode::refused,
                  "table '" + changes.table->plan.source + "': too much of it differs to be repaired",
                  "load it anew: lite2pg-import --replace");
    }
    FindRules rules{settings.scope, settings.no_delete, {}};
    if (pass.imported_rows() > 0) rules.is_import = [&](std::uint32_t xmin) { return import_xids.contains(xmin); };
    if (!import_xids.empty() && !rules.is_import && !std::exchange(warned, true)) {
      warnings.push_back(no_import_left(changes.table->plan.source));
    }
    add_changes(collector.left(), rules, changes, skipped);
    open.erase(open.begin(), open.begin() + static_cast<std::ptrdiff_t>(collector.buckets().size()));
  }
  if (PlacePass places(changes); places.is_needed()) scanner.run(of_target(work), places);
}

}  // namespace lite2pg
