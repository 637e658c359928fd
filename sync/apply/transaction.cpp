#include "sync/apply/transaction.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/files.h"
#include "common/json_text.h"
#include "common/version.h"
#include "import/ledger/schema.h"
#include "mapping/target/quote.h"
#include "sync/apply/end.h"
#include "sync/apply/executor.h"
#include "sync/apply/proof.h"
#include "sync/apply/staging.h"

namespace lite2pg {
namespace {

/// What stands in the way of a repair is another transaction that works on its rows.
TransactionRules repair_rules() { return {.settings = {{"lock_timeout", seconds_setting(30)}}}; }

class Work {
 public:
  Work(const ApplyRequest& request, std::vector<TableChanges>& changes, SkippedRows& skipped)
      : request_(request),
        changes_(changes),
        skipped_(skipped),
        record_(request.record),
        connection_(request.target, "sync repair"),
        scratch_(scratch_for(record_.id, request.target.can(Capability::temporary_tables))) {}

  AppliedChanges run(Session& session) {
    read_facts(session);
    require_right_to_triggers(tables_);
    if (!request_.settings.dry_run) make_ledger(session);
    connection_.set_rules(repair_rules());
    connection_.begin();
    require_alone(connection_, request_.target, request_.settings.dry_run);
    stage();
    guard();
    if (!request_.settings.sql_out.empty()) write_script();
    if (request_.settings.dry_run) return drop_all();
    change();
    prove();
    move_sequences();
    if (const std::string drop = drop_scratch_sql(scratch_); !drop.empty()) connection_.execute(drop);
    if (record_.inserted + record_.updated + record_.deleted + moved_.size() == 0) return drop_all();
    connection_.execute(finish_repair_sql(record_));
    commit_repair(connection_, request_.target, record_.id);
    add_event_if_possible(session, record_, "repaired", event_detail());
    return {record_, true, silent_triggers(), moved_};
  }

 private:
  void read_facts(Session& session) {
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      const ComparedTable& table = *changes_[i].table;
      tables_.push_back(applied_table(changes_[i], i, read_table_facts(session, table.schema, table.target->name)));
      tables_.back().scratch = scratch_;
    }
  }
  static void make_ledger(Session& session) {
    ensure_ledger(session);
    ensure_repairs(session);
  }
  void stage() {
    if (const std::string make = make_scratch_sql(scratch_); !make.empty()) connection_.execute(make);
    connection_.execute(create_written_sql(scratch_));
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      stage_changes(connection_, tables_[i], {request_.source, request_.seed}, changes_[i], skipped_);
    }
  }
  void guard() {
    if (!request_.settings.dry_run) switch_triggers_off(connection_, tables_);
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      name(drop_moved(connection_, tables_[i], changes_[i], request_.seed));
    }
    name(drop_taken(connection_, tables_));
    name(drop_blocked(connection_, tables_));
  }
  void write_script() {
    write_file(request_.settings.sql_out, repair_script(connection_, tables_, changes_, request_.record), "script");
  }
  AppliedChanges drop_all() {
    connection_.rollback();
    return {record_, false, silent_triggers(), {}};
  }
  void move_sequences() {
    for (const DrawingColumn& c : request_.sequences) {
      if (!connection_.query(behind_sql(c, true)).empty()) moved_.push_back(c);
    }
  }
  [[nodiscard]] std::vector<std::string> silent_triggers() const {
    std::vector<std::string> names;
    for (const AppliedTable& t : tables_) {
      for (const TriggerFacts& g : t.facts.triggers) {
        names.push_back(changes_[t.number].table->target->name + ": " + g.name);
      }
    }
    return names;
  }
  void change() {
    connection_.execute(begin_repair_sql(record_, version()));
    for (const AppliedTable& t : tables_) {
      const ComparedTable& table = *changes_[t.number].table;
      connection_.execute(keep_rows_sql(t, record_.id, table.schema, table.target->name));
    }
    if (tables_.empty()) return;
    const std::vector<RefusedChange> refusals = make_changes(connection_, tables_);
    for (const RefusedChange& r : refusals) forget(r);
    name(refusals);
    switch_triggers_on(connection_, tables_);
  }
  /// It was kept, but not changed.
  void forget(const RefusedChange& r) {
    const ComparedTable& table = *changes_[r.table].table;
    connection_.execute("DELETE FROM lite2pg.repaired_row WHERE repair = " + quote_literal(record_.id) +
                        " AND table_schema = " + quote_literal(table.schema) + " AND table_name = " +
                        quote_literal(table.target->name) + " AND number = " + std::to_string(r.id));
  }
  void prove() {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      prove_written(connection_, tables_[i], changes_[i], request_.seed, record_.xids);
      count(changes_[i]);
    }
  }
  void count(const TableChanges& table) {
    for (const Change& c : table.changes) {
      ++(c.kind == ChangeKind::insert   ? record_.inserted
         : c.kind == ChangeKind::update ? record_.updated
                                        : record_.deleted);
    }
  }

  /// Moves changes that were refused to the skipped rows.
  void name(const std::vector<RefusedChange>& refusals) {
    for (const RefusedChange& r : refusals) {
      TableChanges& table = changes_[r.table];
      const auto found = std::ranges::find(table.changes, r.id, &Change::id);
      if (found == table.changes.end()) continue;
      skipped_.add({table.table->plan.source, std::string(name_of(found->kind)), found->key, r.reason});
      table.changes.erase(found);
    }
  }
  [[nodiscard]] std::string event_detail() const {
    return json_text(nlohmann::ordered_json{{"repair", record_.id},
                                            {"inserted", record_.inserted},
                                            {"updated", record_.updated},
                                            {"deleted", record_.deleted}});
  }

  const ApplyRequest& request_;
  std::vector<TableChanges>& changes_;
  SkippedRows& skipped_;
  RepairRecord record_;
  DataConnection connection_;
  std::string scratch_;
  std::vector<AppliedTable> tables_;
  std::vector<DrawingColumn> moved_;
};

}  // namespace

AppliedChanges apply_changes(const ApplyRequest& request, Session& session, std::vector<TableChanges>& tables,
                             SkippedRows& skipped) {
  return Work(request, tables, skipped).run(session);
}

}  // namespace lite2pg
