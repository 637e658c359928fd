#include "sync/back/back.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "common/error.h"
#include "common/interrupt.h"
#include "import/catalog/capability_probe.h"
#include "mapping/target/quote.h"
#include "sync/back/back_plan.h"
#include "sync/back/back_row_writer.h"
#include "sync/back/bookkeeping.h"
#include "sync/back/proof.h"
#include "sync/back/text.h"
#include "sync/sqlite/out_file.h"
#include "sync/sqlite/schema_objects.h"
#include "verify/sides/access.h"

namespace lite2pg {
namespace {

using RejectedCounts = std::map<std::string, std::uint64_t>;

/// Writes all rows, while other threads read ahead. How many were set aside, by table.
RejectedCounts copy_rows(const BackSettings& settings, const BackPlan& plan, const TargetSnapshot& snapshot,
                         RowSink& sink, Progress& progress) {
  RejectedCounts rejected;
  const std::uint64_t expected = std::accumulate(plan.tables.begin(), plan.tables.end(), std::uint64_t{0},
                                                 [](std::uint64_t n, const WrittenTable& t) { return n + t.rows; });
  progress.start("way back", plan.tables.size(), expected);
  RowStreams streams(plan.tables, snapshot, plan.chosen.catalog.schema);
  const auto write_all = [&](const StopFlag& stop) {
    for (std::size_t i = 0; i < plan.tables.size(); ++i) {
      const WrittenTable& table = plan.tables[i];
      progress.working_on(table.source->name);
      sink.db.run("BEGIN");
      BackRowWriter writer(table, sink);
      for (RowBlock block; streams.pop(i, block, stop);) {
        throw_if_interrupted();
        writer.write(block);
        progress.add(block.rows, block.bytes.size());
      }
      if (stop.stopped()) return;
      writer.end();
      sink.db.run("COMMIT");
      if (writer.rejected() > 0) rejected[table.source->name] = writer.rejected();
      progress.finished(table.source->name, writer.written(), 0);
    }
  };
  // Who reads ahead of the table that is written would keep the only connection from it.
  const unsigned readers = snapshot.has_one_connection() ? 1 : settings.common.jobs;
  run_workers(readers + 1, [&](std::size_t index, StopFlag& stop) {
    if (index == 0) {
      write_all(stop);
    } else {
      streams.read(stop);
    }
  });
  progress.end();
  return rejected;
}

/// All at once, before anything else is done with a file that cannot be kept.
void refuse_misfits(const RowSink& sink, Report& report, const Say& say) {
  report_misfits(sink.misfits.listed(), report);
  if (sink.misfits.total() == 0) return;
  say(misfit_table(sink.misfits.listed()));
  if (sink.policy == BackMisfit::reject) return;
  throw Error(
      ExitCode::refused,
      std::to_string(sink.misfits.total()) + " values of the target cannot be held by SQLite; no file is made",
      sink.policy == BackMisfit::refuse
          ? "--on-misfit widen writes as text what has no number; --on-misfit reject sets the rows aside in a file"
          : "change them in the target, or set the rows aside in a file: --on-misfit reject");
}

void lock_tables(const BackPlan& plan, TargetSnapshot& snapshot) {
  std::vector<const TargetTable*> tables;
  for (const WrittenTable& t : plan.tables) tables.push_back(t.target);
  snapshot.lock(plan.chosen.catalog.schema, tables);
}

void add_all(const std::vector<std::string>& from, std::vector<std::string>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

/// Fills `out` with everything, and lets go of it.
RejectedCounts fill(const BackSettings& settings, BackPlan& plan, const OutFile& out, RejectedRows& aside,
                    const TargetSnapshot& snapshot, Session& session, Progress& progress, Report& report,
                    const Say& say) {
  NewDatabase db(out.temporary(), out.path(), plan.schema());
  SchemaObjects objects(db, plan.schema());
  objects.make_tables();
  RowSink sink{.db = db, .policy = settings.on_misfit, .rejected = aside};
  const RejectedCounts rejected = copy_rows(settings, plan, snapshot, sink, progress);
  refuse_misfits(sink, report, say);
  restore_sequences(db, plan, last_numbers(session, plan));
  std::vector<WrittenTable>().swap(plan.tables);  // They are written; thousands of them are megabytes.
  progress.start("indexes, views, triggers", 0, 0);
  objects.make_others();
  restore_statistics(db, plan.schema(), sink.notes);
  objects.restore_order();
  progress.start("check", 0, 0);
  const std::vector<std::string> orphans = check_file(db);
  db.set_journal_mode(plan.schema().file.journal_mode);
  progress.end();
  report.objects = objects.objects();
  add_all(plan.notes, report.warnings);
  add_all(objects.notes(), report.warnings);
  add_all(sink.notes, report.warnings);
  add_all(orphans, report.warnings);
  return rejected;
}

void report_tables(VerifyResult& result, Report& report) {
  for (TableOutcome& t : result.tables) report.tables.push_back(std::move(t.report));
  result.tables.clear();
}

/// Both or none.
void publish(OutFile& out, RejectedRows& aside) {
  aside.publish();
  try {
    out.publish();
  } catch (...) {
    aside.take_back();
    throw;
  }
}

}  // namespace

int bring_back(const BackSettings& settings, RunMonitor& monitor, Progress& progress, Report& report, const Say& say) {
  OutFile out(settings.out);
  RejectedRows aside(settings.out);
  const Target target{settings.target};
  Session session(target, "way back", Access::read_only);
  probe_capabilities(session, {Capability::snapshots});
  TargetSnapshot snapshot(target);
  BackPlan plan;
  make_back_plan(settings, session, progress, plan);
  report.run = plan.chosen.run ? plan.chosen.run->id : "";
  lock_tables(plan, snapshot);
  const RejectedCounts rejected = [&] {
    const RunMonitor::Phase phase(monitor, "write");
    try {
      return fill(settings, plan, out, aside, snapshot, session, progress, report, say);
    } catch (const SQLite::Exception&) {
      throw_if_interrupted();  // A signal ends whatever SQLite is at, the looks at its schema too.
      throw;
    }
  }();

  VerifyResult result;
  const ReadAccess access = access_to(session, plan.chosen.catalog.schema);
  try {
    const RunMonitor::Phase phase(monitor, "verify");
    prove_equal(settings, plan, out.temporary(), rejected, access, snapshot, progress, result);
  } catch (...) {
    report_tables(result, report);
    throw;
  }
  report_tables(result, report);
  if (!plan.derived) add_all(schema_notes(session, settings, plan), report.warnings);
  const std::string but =
      aside.rows() == 0 ? ""
                        : "but for " + std::to_string(aside.rows()) + " rows that are set aside in " + aside.path();
  if (!but.empty()) report.warnings.push_back(but);
  publish(out, aside);
  report.verdict = Verdict::done;
  say(back_text(report, settings.out, plan.chosen.origin, but));
  return static_cast<int>(ExitCode::done);
}

}  // namespace lite2pg
