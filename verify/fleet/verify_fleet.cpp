#include "verify/fleet/verify_fleet.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "common/files.h"
#include "common/interrupt.h"
#include "common/text.h"
#include "export/rows/schema_only.h"
#include "import/catalog/capability_probe.h"
#include "import/tenants/file_look.h"
#include "import/tenants/list.h"
#include "mapping/target/quote.h"
#include "mapping/value/seed.h"
#include "verify/comparison/content_check.h"
#include "verify/comparison/phases.h"
#include "verify/comparison/schema_check.h"
#include "verify/comparison/wanted_rows.h"
#include "verify/fleet/baseline.h"
#include "verify/fleet/by_schema.h"
#include "verify/fleet/fleet_run_record.h"
#include "verify/fleet/fleet_source.h"
#include "verify/fleet/recorded_tenant.h"
#include "verify/fleet/tenant_sums.h"
#include "verify/sides/access.h"

namespace lite2pg {
namespace {

/// Tenants whose differing rows are looked for; of the others their tables are named.
constexpr std::size_t tenants_looked_at = 100;

const Target& probed(Session& session, const std::string& schema) {
  probe_capabilities(session, capabilities_of_verify(), {.read = schema});
  return session.target();
}

class FleetCheck {
 public:
  FleetCheck(const VerifyOptions& options, std::vector<FleetFile> files, Progress& progress)
      : options_(options),
        progress_(progress),
        target_(target_of(options)),
        baseline_(read_fleet_baseline(options.baseline)),
        files_(std::move(files)),
        session_(target_, "verify catalog", Access::read_only),
        snapshot_(probed(session_, options.schema)),
        fleet_(recorded_fleet(options, session_)),
        newest_(fleet_.chosen.plan.schema),
        schema_only_(newest_),
        alignments_(newest_) {}

  FleetResult check() {
    compare();
    compare_baseline();
    return std::move(result_);
  }

 private:
  void compare() {
    choose_files();
    describe();
    if (fleet_.settings.layout == FleetLayout::schema) return compare_schemas();
    compare_rows();
    if (options_.data_only) {
      result_.sum.left_out.push_back({"schema", "", "--data-only", Unproven::nothing});
    } else {
      check_schema(session_, options_, fleet_.chosen, result_.sum);
    }
  }

  void compare_schemas() {
    for (const FleetFile& file : files_) {
      throw_if_interrupted();
      result_.tenants.push_back(
          verify_tenant_schema(options_, fleet_, file, alignments_, target_, session_, progress_, result_.sum));
    }
    if (!options_.tenant.empty() || options_.schema_only) return;
    for (const auto& [tenant, file] : fleet_.files) {
      if (file.state != "done" || listed_.contains(tenant) || !is_of_part(tenant)) continue;
      const auto stranger = stranger_schema(fleet_, tenant, session_);
      if (!stranger) continue;
      name(*stranger);
      result_.tenants.push_back(*stranger);
    }
  }

  void compare_baseline() {
    if (options_.baseline.empty() || options_.schema_only) return;
    if (baseline_) {
      result_.sum.baseline = baseline_->created_at;
      result_.sum.baseline_changes = changes_since(*baseline_, result_.tenants);
    }
    if (baseline_ && !options_.update_baseline) return;
    write_file(options_.baseline, fleet_baseline_text(result_.sum.seed, result_.tenants), "baseline");
  }

  void choose_files() {
    for (const FleetFile& file : files_) listed_.insert(file.tenant);
    if (options_.parts > 1) choose_part();
    if (options_.tenant.empty()) return;
    std::erase_if(files_, [&](const FleetFile& f) { return f.tenant != options_.tenant; });
    if (files_.empty()) throw Error(ExitCode::usage, "the list has no tenant '" + options_.tenant + "'");
  }

  /// A range of tenants in the order of their bytes. Tenants that no file has fall into one of the ranges too.
  void choose_part() {
    std::ranges::sort(files_, {}, &FleetFile::tenant);
    const std::size_t count = files_.size();
    const std::size_t begin = count * (options_.part - 1) / options_.parts,
                      end = count * options_.part / options_.parts;
    const std::string column = quote_identifier(fleet_.settings.tenant_column) + " COLLATE pg_catalog.\"C\"";
    if (options_.part > 1 && begin < count) first_ = files_[begin].tenant;
    if (options_.part < options_.parts && end < count) beyond_ = files_[end].tenant;
    if (first_) range_ = column + " >= " + quote_literal(*first_);
    if (beyond_) range_ += (range_.empty() ? "" : " AND ") + column + " < " + quote_literal(*beyond_);
    files_ = {files_.begin() + static_cast<std::ptrdiff_t>(begin), files_.begin() + static_cast<std::ptrdiff_t>(end)};
    if (files_.empty()) throw Error(ExitCode::usage, "there are fewer tenants than parts", "take fewer parts");
  }

  [[nodiscard]] bool is_of_part(const std::string& tenant) const {
    return (!first_ || tenant >= *first_) && (!beyond_ || tenant < *beyond_);
  }

  void describe() {
    VerifyResult& sum = result_.sum;
    sum.source = options_.fleet.empty() ? files_.front().path
                                        : with_thousands(files_.size()) +
                                              (files_.size() == 1 ? " file of " : " files of ") + options_.fleet;
    sum.target = target_.display() + ", schema " + fleet_.chosen.catalog.schema;
    sum.plan = fleet_.chosen.origin;
    sum.run = fleet_.chosen.run->id;
    sum.assumptions = fleet_.chosen.assumptions;
    sum.objects = fleet_.chosen.plan.objects;
    sum.seed = baseline_ ? baseline_->seed : random_seed();
    tell_capabilities(target_, sum);
  }

  void compare_rows() {
    if (options_.schema_only) {
      result_.sum.left_out.push_back({"rows", "", "--schema-only", Unproven::nothing});
      return;
    }
    comparison_ = make_comparison(fleet_.chosen.plan, {&schema_only_, nullptr}, fleet_.chosen.catalog,
                                  access_to(session_, fleet_.chosen.catalog.schema), options_.common.tables,
                                  options_.common.exclude);
    leave_out_unwanted_rows(fleet_.chosen, session_, comparison_);
    result_.sum.missing = comparison_.missing;
    result_.sum.left_out = comparison_.left_out;
    for (ComparedTable& table : comparison_.tables) table.only = range_;
    if (!options_.tenant.empty()) {
      for (ComparedTable& table : comparison_.tables) table.only = condition_of(options_.tenant);
    }
    for (const FleetFile& file : files_) numbers_.add(file.tenant);
    digest_target();
    digest_files();
    add_up();
    name_strangers();
    look_again();
  }

  [[nodiscard]] std::string condition_of(const std::string& tenant) const {
    return is_tenant_sql(fleet_.settings, tenant);
  }

  void digest_target() {
    lock_tables(comparison_, snapshot_);
    std::vector<std::size_t> all;
    for (std::size_t t = 0; t < comparison_.tables.size(); ++t) all.push_back(t);
    auto work =
        make_scan_list(comparison_.tables, all, &schema_only_, options_.common.jobs, snapshot_.has_page_ranges());
    std::erase_if(work, [](const ScanItem& item) { return item.side == Side::source; });
    pass_ = std::make_unique<TenantPass>(comparison_.tables.size(), numbers_);
    progress_.start("verify target", comparison_.tables.size(), 0);
    Scanner scanner(nullptr, snapshot_, comparison_.tables, {result_.sum.seed, options_.common.jobs, nullptr},
                    progress_);
    scanner.run(work, *pass_);
    progress_.end();
  }

  void digest_files() {
    result_.tenants.resize(files_.size());
    progress_.start("verify files", files_.size(), 0);
    Ticket ticket(files_.size());
    const std::size_t workers = std::clamp<std::size_t>(files_.size(), 1, options_.common.jobs);
    source_sums_.resize(comparison_.tables.size());
    misfits_.resize(comparison_.tables.size());
    run_workers(workers, [&](std::size_t, const StopFlag& stop) {
      for (std::size_t i = 0; !stop.stopped() && ticket.take(i);) {
        throw_if_interrupted();
        progress_.working_on(files_[i].path);
        result_.tenants[i] = compare_file(i);
        progress_.finished(files_[i].path, result_.tenants[i].rows_source, 0);
      }
    });
    progress_.end();
  }

  TenantOutcome compare_file(std::size_t i) {
    TenantOutcome outcome;
    outcome.tenant = files_[i].tenant;
    outcome.path = files_[i].path;
    const auto recorded = fleet_.files.find(outcome.tenant);
    if (recorded == fleet_.files.end()) outcome.reason = "it is no file of the run";
    if (recorded != fleet_.files.end() && recorded->second.state != "done") {
      outcome.reason = "it was not loaded" + (recorded->second.reason.empty() ? "" : ": " + recorded->second.reason);
    }
    std::vector<FileSum> sums(comparison_.tables.size());
    try {
      FleetSource source(files_[i].path, options_.common, alignments_);
      sums = sums_of(source.rows(), comparison_.tables, result_.sum.seed);
      outcome.verdict = TenantVerdict::equal;
    } catch (const Error& e) {
      if (e.code() != ExitCode::source && e.code() != ExitCode::archive) throw;
      outcome.verdict = TenantVerdict::unread;
      if (outcome.reason.empty()) outcome.reason = e.what();
    }
    compare_sums(i, sums, outcome);
    return outcome;
  }

  void compare_sums(std::size_t i, const std::vector<FileSum>& sums, TenantOutcome& outcome) {
    for (std::size_t t = 0; t < sums.size(); ++t) {
      const Bucket& target = pass_->sums()[t].tenants[i];
      const Bucket& source = sums[t].rows;
      outcome.rows_source += source.count;
      outcome.rows_target += target.count;
      if (source.count == 0 && target.count == 0) continue;
      const bool equal = source == target;
      outcome.tables.push_back({comparison_.tables[t].plan.source, source.count, target.count, to_hex(source.sum),
                                to_hex(target.sum), equal});
      if (!equal && outcome.verdict == TenantVerdict::equal) outcome.verdict = TenantVerdict::different;
    }
    if (outcome.verdict == TenantVerdict::equal && !outcome.reason.empty() && outcome.rows_source > 0)
      outcome.reason.clear();
    const std::scoped_lock guard(lock_);
    for (std::size_t t = 0; t < sums.size(); ++t) {
      source_sums_[t].count += sums[t].rows.count;
      source_sums_[t].sum += sums[t].rows.sum;
      for (const auto& [column, count] : sums[t].misfits)
        misfits_[t][column].add({count.rows, "tenant " + outcome.tenant + ", " + count.first});
    }
  }

  /// The tables over all tenants, as the report has them.
  void add_up() {
    for (std::size_t t = 0; t < comparison_.tables.size(); ++t) {
      Bucket target;
      for (const Bucket& b : pass_->sums()[t].tenants) {
        target.count += b.count;
        target.sum += b.sum;
      }
      const auto kept = fleet_.chosen.misfits.find(comparison_.tables[t].plan.target);
      std::ranges::move(misfits_left_out(comparison_.tables[t].plan.source, misfits_[t],
                                         kept == fleet_.chosen.misfits.end() ? 0 : kept->second),
                        std::back_inserter(result_.sum.left_out));
      ReportTable& table = result_.sum.tables.emplace_back().report;
      table.source = comparison_.tables[t].plan.source;
      table.target = comparison_.tables[t].plan.target;
      table.rows_source = source_sums_[t].count;
      table.rows_target = target.count;
      table.digest_source = to_hex(source_sums_[t].sum);
      table.digest_target = to_hex(target.sum);
      table.columns = report_columns(comparison_.tables[t].plan);
      table.reader = options_.common.reader == RowReader::sqlite ? "sqlite" : "pages";
      table.verdict = verdict_of_table(comparison_.tables[t].plan.source);
    }
  }

  [[nodiscard]] Verdict verdict_of_table(const std::string& source) const {
    for (const TenantOutcome& tenant : result_.tenants) {
      for (const TenantTable& table : tenant.tables) {
        if (table.table == source && !table.equal) return Verdict::different;
      }
    }
    return Verdict::equal;
  }

  void name_strangers() {
    std::map<std::string, TenantOutcome> strangers;
    for (std::size_t t = 0; t < comparison_.tables.size(); ++t) {
      for (const auto& [tenant, rows] : pass_->sums()[t].strangers) {
        TenantOutcome& stranger = strangers[tenant];
        stranger.tenant = tenant;
        stranger.verdict = TenantVerdict::stranger;
        stranger.reason = "no file of the list is this tenant";
        stranger.rows_target += rows;
        stranger.tables.push_back({comparison_.tables[t].plan.source, 0, rows, "", "", false});
      }
    }
    for (auto& [name, stranger] : strangers) result_.tenants.push_back(std::move(stranger));
  }

  /// What differs, row by row; what cannot be compared, by name.
  void look_again() {
    std::size_t looked_at = 0;
    for (std::size_t i = 0; i < result_.tenants.size(); ++i) {
      const TenantOutcome& tenant = result_.tenants[i];
      if (tenant.verdict == TenantVerdict::equal) continue;
      const bool rows = tenant.verdict == TenantVerdict::different && tenant.reason.empty();
      if (rows && looked_at++ < tenants_looked_at) {
        locate(files_[i]);
      } else {
        name(tenant);
      }
    }
  }

  void name(const TenantOutcome& tenant) {
    for (const TenantTable& table : tenant.tables) {
      if (table.equal) continue;
      result_.sum.missing.push_back({table.table, "",
                                     "tenant '" + tenant.tenant + "': " + with_thousands(table.rows_source) +
                                         " rows in the file, " + with_thousands(table.rows_target) + " in the target" +
                                         (tenant.reason.empty() ? "" : " (" + tenant.reason + ")")});
    }
    if (tenant.verdict != TenantVerdict::unread) return;
    result_.sum.left_out.push_back({"tenant " + tenant.tenant, "", tenant.reason, Unproven::rows});
  }

  void locate(const FleetFile& file) {
    FleetSource source(file.path, options_.common, alignments_);
    Comparison own;
    for (const ComparedTable& table : comparison_.tables) {
      own.tables.push_back(table);
      ComparedTable& t = own.tables.back();
      t.only = condition_of(file.tenant);
      t.source_rows = source.rows().estimated_rows(*t.source);
      t.source_bytes = source.rows().estimated_bytes(*t.source);
      t.bits = TableDigest::bits_for(t.source_rows);
    }
    ChosenPlan chosen = fleet_.chosen;
    const auto recorded = fleet_.files.find(file.tenant);
    if (recorded != fleet_.files.end()) {
      chosen.import_xids = xids_of(session_, chosen.run->id, recorded->second.number);
      if (recorded->second.look != look_at_file(file.path)) {
        result_.sum.warnings.push_back("tenant '" + file.tenant + "': " + file.path +
                                       " was changed since it was loaded");
      }
    }
    VerifyResult found;
    found.seed = result_.sum.seed;
    (void)check_content(options_, chosen, own, &source.rows(), snapshot_, progress_, found);
    take(file.tenant, found);
  }

  void take(const std::string& tenant, VerifyResult& found) {
    for (std::size_t t = 0; t < found.tables.size(); ++t) {
      TableOutcome& from = found.tables[t];
      TableOutcome& to = result_.sum.tables[t];
      for (Difference& d : from.report.differences) {
        d.key = fleet_.settings.tenant_column + "=" + tenant + ", " + d.key;
        to.report.differences.push_back(std::move(d));
      }
      to.report.differences_total += from.report.differences_total;
      to.drift += from.drift;
      to.complete = to.complete && from.complete;
    }
    for (const std::string& warning : found.warnings) {
      result_.sum.warnings.push_back("tenant '" + tenant + "': " + warning);
    }
  }

  const VerifyOptions& options_;
  Progress& progress_;
  Target target_;
  std::optional<FleetBaseline> baseline_;
  std::vector<FleetFile> files_;
  std::set<std::string> listed_;               ///< Tenants of all parts.
  std::optional<std::string> first_, beyond_;  ///< Of this part's tenants; nullopt: no bound.
  std::string range_;                          ///< Condition on the tenants of this part; empty: all.
  Session session_;
  TargetSnapshot snapshot_;
  RecordedFleet fleet_;
  const Schema& newest_;
  SchemaOnly schema_only_;
  Alignments alignments_;
  Comparison comparison_;
  TenantNumbers numbers_;
  std::unique_ptr<TenantPass> pass_;
  std::mutex lock_;
  std::vector<Bucket> source_sums_;
  std::vector<std::map<std::string, MisfitCount>> misfits_;  ///< By table and column.
  FleetResult result_;
};

}  // namespace

FleetResult verify_fleet(const VerifyOptions& options, Progress& progress) {
  return FleetCheck(options, read_fleet_list(options.fleet, TenantRule(options.tenant_from)), progress).check();
}

FleetResult verify_tenant(const VerifyOptions& options, const std::string& path, Progress& progress) {
  return FleetCheck(options, {{path, options.tenant}}, progress).check();
}

}  // namespace lite2pg
