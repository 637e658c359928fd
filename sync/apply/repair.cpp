#include "sync/apply/repair.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <numeric>

#include "common/error.h"
#include "common/text.h"
#include "import/catalog/capability_probe.h"
#include "import/ledger/run_lock.h"
#include "import/ledger/writer.h"
#include "mapping/target/quote.h"
#include "mapping/value/seed.h"
#include "sync/apply/find.h"
#include "sync/apply/load_plan.h"
#include "sync/apply/new_rows.h"
#include "sync/apply/transaction.h"
#include "verify/comparison/comparison.h"
#include "verify/comparison/content_check.h"
#include "verify/comparison/phases.h"
#include "verify/comparison/plan_source.h"
#include "verify/comparison/source.h"
#include "verify/comparison/wanted_rows.h"
#include "verify/fleet/fleet_source.h"
#include "verify/fleet/recorded_tenant.h"
#include "verify/fleet/verify_fleet.h"
#include "verify/sides/access.h"
#include "verify/sides/digest_pass.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

VerifyOptions verify_options(const RepairSettings& s) {
  VerifyOptions o;
  o.common = s.common;
  o.source = s.source;
  o.target = s.target;
  o.schema = s.schema;
  o.run = s.run;
  o.mapping = s.mapping;
  o.tenant = s.tenant;
  return o;
}

/// A file of another database with tables of the same names would be taken for the truth.
void require_same_source(const RepairSettings& settings, VerifySource& source, const ChosenPlan& chosen,
                         std::vector<std::string>& warnings) {
  if (!chosen.run || chosen.run->source_fingerprint.empty()) return;
  const std::string content = source.rows->fingerprint().content;
  const std::string& loaded = chosen.run->source_fingerprint;
  if (content == loaded || (source.plan && source.plan->source_fingerprint == chosen.plan.source_fingerprint)) return;
  using std::filesystem::path;
  const bool same_name = path(settings.source).filename() == path(chosen.run->source_path).filename();
  if (same_name || settings.scope == RepairScope::all) {
    warnings.push_back("SOURCE is not what run " + chosen.run->id + " loaded: it was written since, or is another one");
    return;
  }
  throw Error(ExitCode::refused,
              "'" + settings.source + "' is not the database that run " + chosen.run->id + " loaded ('" +
                  chosen.run->source_path + "')",
              "--scope all brings the target to this one all the same");
}

/// What a repair needs beside what verify reads.
void require_whole(const std::vector<ComparedTable>& tables) {
  for (const ComparedTable& t : tables) {
    if (t.whole) continue;
    throw Error(ExitCode::refused, "this role may not read every column of table " + t.target->name,
                "GRANT SELECT ON " + qualified(t.schema, t.target->name) + " TO the role, or --exclude it");
  }
}

class Repair {
 public:
  Repair(const RepairSettings& settings, RunMonitor& monitor, Progress& progress)
      : settings_(settings),
        monitor_(monitor),
        progress_(progress),
        options_(verify_options(settings)),
        target_{settings.target},
        source_(open_rows()),
        seed_(random_seed()) {}

  RepairResult run() {
    find();
    result_.refusal = too_many();
    if (result_.refusal && !settings_.dry_run) throw *result_.refusal;
    if (settings_.dry_run && settings_.sql_out.empty()) {
      describe_new_rows();
    } else if (!tables_.empty() || behind_) {
      apply();
    }
    tell_changes();
    if (!settings_.dry_run) prove();
    return std::move(result_);
  }

 private:
  [[nodiscard]] VerifyResult verified() {
    if (settings_.tenant.empty()) return verify(options_, progress_);
    return verify_tenant(options_, settings_.source, progress_).sum;
  }
  [[nodiscard]] VerifySource open_rows() const {
    VerifySource source = open_verify_source(settings_.source, settings_.common);
    if (source.rows == nullptr) {
      throw Error(ExitCode::usage,
                  "'" + settings_.source + "' holds digests and no rows: nothing can be repaired by it",
                  "give the SQLite file or a whole archive");
    }
    return source;
  }

  /// What is committed is told even when somebody ends the proof of it.
  void prove() {
    const RunMonitor::Phase phase(monitor_, "verify");
    if (!result_.record.id.empty()) monitor_.tell("after-repair", {{"repair", result_.record.id}});
    try {
      result_.verified = verified();
    } catch (const Error& e) {
      if (result_.record.id.empty()) throw;
      result_.unverified = e;
    }
  }

  /// Everything that is read of the target is read in one snapshot; it ends before anything is written.
  void find() {
    const RunMonitor::Phase phase(monitor_, "compare");
    Session session(target_, "sync catalog", Access::read_only);
    probe(session);
    TargetSnapshot snapshot(target_);
    choose(session);
    describe();
    require_same_source(settings_, source_, chosen_, result_.warnings);
    take_wanted_rows(chosen_, source_);
    comparison_ = make_comparison(chosen_.plan, {&rows(), nullptr}, chosen_.catalog, access(session),
                                  settings_.common.tables, settings_.common.exclude);
    leave_out_unwanted_rows(chosen_, session, comparison_);
    for (ComparedTable& table : comparison_.tables) table.only = only_;
    require_whole(comparison_.tables);
    if (comparison_.tables.empty()) {
      throw Error(ExitCode::refused, "there is no table that source, plan and target have",
                  "look at --tables, --exclude and --schema");
    }
    find_in(snapshot);
    sequences_ = movable_sequences(session, comparison_.tables, result_.warnings);
    behind_ = any_behind(session, sequences_);
    if (behind_ && settings_.dry_run)
      result_.warnings.emplace_back("a sequence would give out a number again: it will be moved");
    source_.rows->check_unchanged();
  }
  void choose(Session& session) {
    if (settings_.tenant.empty()) {
      chosen_ = choose_plan(options_, source_, session, progress_);
      return require_no_fleet(chosen_);
    }
    RecordedTenant tenant = recorded_tenant(options_, session, settings_.tenant);
    chosen_ = std::move(tenant.chosen);
    only_ = tenant.only;
    set_tenant(chosen_.plan, settings_.tenant);
    alignments_.emplace(chosen_.plan.schema);
    aligned_.emplace(*source_.rows, alignments_->of(source_.rows->schema()));
  }
  [[nodiscard]] RowSource& rows() { return aligned_ ? static_cast<RowSource&>(*aligned_) : *source_.rows; }
  void probe(Session& session) {
    std::vector<Capability> wanted = capabilities_of_verify();
    if (!settings_.dry_run)
      wanted.insert(wanted.end(), capabilities_of_repair().begin(), capabilities_of_repair().end());
    probe_capabilities(session, wanted, {.read = settings_.schema});
    if (std::string line = refusals_line(*target_.server); !line.empty()) result_.warnings.push_back(std::move(line));
    result_.capabilities = *target_.server;
    if (target_.can(Capability::page_ranges) && target_.can(Capability::row_writers)) return;
    throw Error(ExitCode::refused, "the server refuses ctid or xmin, by which a repair knows the rows it changes",
                "lite2pg-verify names them");
  }
  [[nodiscard]] ReadAccess access(Session& session) const {
    const ReadOnly guard(session);
    return read_access(session, chosen_.catalog.schema);
  }
  void describe() {
    result_.source = source_.description;
    result_.target = target_.display() + ", schema " + chosen_.catalog.schema;
    result_.plan = chosen_.origin;
    result_.warnings.insert(result_.warnings.end(), chosen_.warnings.begin(), chosen_.warnings.end());
    result_.warnings.insert(result_.warnings.end(), chosen_.faults.begin(), chosen_.faults.end());
  }

  void find_in(TargetSnapshot& snapshot) {
    const std::vector<ComparedTable>& tables = comparison_.tables;
    lock_tables(comparison_, snapshot);
    Scanner scanner(&rows(), snapshot, tables, {seed_, settings_.common.jobs, nullptr}, progress_);
    std::vector<std::size_t> all(tables.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const auto work = make_scan_list(tables, all, &rows(), settings_.common.jobs, snapshot.has_page_ranges());
    progress_.start("compare", tables.size(), 0);
    DigestPass pass(tables, work, progress_);
    scanner.run(work, pass);
    progress_.end();
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const DigestPair& digests = pass.results()[i];
      if (!digests.differing().empty()) find_in_table(scanner, snapshot, i, digests);
    }
    snapshot.require_not_rewritten();
  }
  void find_in_table(Scanner& scanner, const TargetSnapshot& snapshot, std::size_t index, const DigestPair& digests) {
    const ComparedTable& table = comparison_.tables[index];
    const RunMonitor::Work work(&monitor_, "find changes", table.plan.source);
    progress_.start("find changes", 1, digests.source.rows() + digests.target.rows());
    TableChanges changes{
        index, &table, load_plan(chosen_.plan, table), std::max(digests.source.rows(), digests.target.rows()), {}};
    const auto xids = chosen_.import_xids.find(table.plan.target);
    find_changes(scanner, comparison_.tables, digests, rows(),
                 xids == chosen_.import_xids.end() ? ImportXids() : xids->second, settings_, snapshot.has_page_ranges(),
                 changes, result_.skipped, result_.warnings);
    if (!changes.changes.empty()) tables_.push_back(std::move(changes));
    progress_.end();
  }

  /// Names the first table, and what lets all of them pass.
  [[nodiscard]] std::optional<Error> too_many() const {
    std::string what;
    std::size_t most = 0;
    for (const TableChanges& t : tables_) {
      if (t.changes.size() <= settings_.max_changes.of(t.rows)) continue;
      most = std::max(most, t.changes.size());
      if (!what.empty()) continue;
      what = "table '" + t.table->plan.source + "': " + with_thousands(t.changes.size()) + " of " +
             with_thousands(t.rows) + " rows would be changed, more than --max-changes " + settings_.max_changes.text();
    }
    if (what.empty()) return std::nullopt;
    return Error(ExitCode::refused, what, "--max-changes " + std::to_string(most) + " allows it");
  }

  /// A dry run writes nothing, not even temporary tables.
  void describe_new_rows() {
    for (TableChanges& t : tables_)
      read_new_rows({rows(), seed_}, t, result_.skipped, Pieces::large, [](std::string_view) {});
  }

  [[nodiscard]] HookFacts facts() const {
    std::size_t changes = 0;
    for (const TableChanges& t : tables_) changes += t.changes.size();
    return {{"tables", tables_.size()}, {"rows", changes}, {"skipped", result_.skipped.total()}};
  }

  void apply() {
    const RunMonitor::Phase phase(monitor_, "repair");
    if (!settings_.dry_run) monitor_.ask({"before-repair", ""}, facts());
    const auto lock = settings_.dry_run || !chosen_.run
                          ? nullptr
                          : std::make_unique<RunLock>(target_, chosen_.run->id, lock_patience);
    Session session(target_, "sync control");
    RepairRecord record;
    record.id = new_run_id();
    record.kind = "repair";
    record.run = chosen_.run ? chosen_.run->id : "";
    record.target_schema = chosen_.catalog.schema;
    record.source_path = settings_.source;
    record.source_fingerprint = source_.rows->fingerprint().content;
    const ApplyRequest request{target_, rows(), seed_, settings_, record, sequences_};
    progress_.start("repair", tables_.size(), 0);
    const AppliedChanges applied = apply_changes(request, session, tables_, result_.skipped);
    progress_.end();
    result_.silent_triggers = applied.silent_triggers;
    moved_ = applied.moved;
    if (!settings_.dry_run && applied.wrote) result_.record = applied.record;
  }

  void tell_changes() {
    for (const TableChanges& t : tables_) {
      const auto first = static_cast<std::ptrdiff_t>(result_.changes.size());
      for (const Change& c : t.changes) result_.changes.push_back(made_change(t, c));
      std::stable_sort(result_.changes.begin() + first, result_.changes.end(),
                       [](const MadeChange& a, const MadeChange& b) { return natural_less(a.key, b.key); });
    }
    for (const DrawingColumn& c : moved_) result_.changes.push_back({c.name, "sequence", c.sequence, {}});
  }
  static MadeChange made_change(const TableChanges& t, const Change& c) {
    MadeChange made{t.table->plan.source, std::string(name_of(c.kind)), c.key, {}};
    for (std::size_t i = 0; i < c.differs.size(); ++i) {
      if (c.differs[i]) made.columns.push_back(t.table->plan.columns[i].source);
    }
    return made;
  }

  const RepairSettings& settings_;
  RunMonitor& monitor_;
  Progress& progress_;
  VerifyOptions options_;
  Target target_;
  VerifySource source_;
  std::uint64_t seed_;
  ChosenPlan chosen_;
  std::string only_;  ///< Condition on the tenant's rows.
  std::optional<Alignments> alignments_;
  std::optional<AlignedSource> aligned_;  ///< A tenant's file in the fleet's columns.
  Comparison comparison_;
  std::vector<TableChanges> tables_;
  std::vector<DrawingColumn> sequences_, moved_;
  bool behind_ = false;  ///< Any of them.
  RepairResult result_;
};

}  // namespace

bool RepairResult::in_step() const {
  if (verified) return verified->is_equal(FailOn::drift);
  if (unverified) return false;
  return changes.empty() && skipped.total() == 0;
}

RepairResult repair(const RepairSettings& settings, RunMonitor& monitor, Progress& progress) {
  return Repair(settings, monitor, progress).run();
}

}  // namespace lite2pg
