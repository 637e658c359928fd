#include "sync/apply/undo.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/json_text.h"
#include "common/version.h"
#include "import/catalog/capability_probe.h"
#include "import/ledger/writer.h"
#include "import/postgres/copy_stream.h"
#include "mapping/target/quote.h"
#include "sync/apply/end.h"
#include "sync/apply/executor.h"
#include "sync/apply/undo_statements.h"

namespace lite2pg {
namespace {

RepairRecord find_repair(Session& session, const std::string& id) {
  const std::vector<RepairRecord> repairs = ledger_repairs(session);
  for (auto r = repairs.rbegin(); r != repairs.rend(); ++r) {
    if (id.empty() ? r->kind == "repair" && !r->undone : r->id == id) {
      if (!r->undone) return *r;
      throw Error(ExitCode::usage, "repair " + id + " is undone already", "");
    }
  }
  if (repairs_are_closed(session)) {
    throw Error(ExitCode::target, "this role may not read the repairs in the ledger, lite2pg.repair",
                "GRANT SELECT on the ledger's tables, or another role");
  }
  throw Error(ExitCode::usage,
              id.empty() ? "there is no repair in the target's ledger that could be undone"
                         : "there is no repair " + id + " in the target's ledger",
              id.empty() ? "" : "SELECT id, done_at, undoes FROM lite2pg.repair lists them");
}

class Undo {
 public:
  Undo(const UndoSettings& settings, UndoResult& result)
      : settings_(settings), result_(result), target_{settings.target}, connection_(target_, "sync undo") {}

  void run() {
    Session session(target_, "sync control");
    probe_capabilities(session, capabilities_of_repair());
    result_.target = target_.display();
    undone_ = find_repair(session, settings_.repair);
    describe();
    read_tables(session);
    for (const AppliedTable& t : tables_) require_columns(session, t);
    require_right_to_triggers(tables_);
    connection_.set_rules({.settings = {{"lock_timeout", seconds_setting(30)}}});
    connection_.begin();
    require_alone(connection_, target_, settings_.dry_run);
    stage();
    if (settings_.dry_run) {
      tell();
      return connection_.rollback();
    }
    change();
    commit_repair(connection_, target_, result_.record.id);
    tell();
    add_event_if_possible(session, result_.record, "undone",
                          json_text(nlohmann::ordered_json{{"repair", result_.record.id}, {"undoes", undone_.id}}));
  }

 private:
  /// What a refusal or a line of the result is about.
  struct Row {
    ChangeKind kind = ChangeKind::update;
    std::string key;
    std::vector<std::string> columns;
  };

  void describe() {
    RepairRecord& r = result_.record;
    r.id = new_run_id();
    r.kind = "undo";
    r.run = undone_.run;
    r.target_schema = undone_.target_schema;
    r.source_path = undone_.source_path;
    r.source_fingerprint = undone_.source_fingerprint;
    r.undoes = undone_.id;
    scratch_ = scratch_for(r.id, target_.can(Capability::temporary_tables));
  }
  void read_tables(Session& session) {
    for (const Fields& f : session.query("SELECT DISTINCT table_schema, table_name FROM lite2pg.repaired_row "
                                         "WHERE repair = $1 ORDER BY 1, 2",
                                         {undone_.id})) {
      schemas_.push_back(f[0].value());
      names_.push_back(f[1].value());
      tables_.push_back(
          undo_table(tables_.size(), read_table_facts(session, schemas_.back(), names_.back()), key_of(session)));
      tables_.back().scratch = scratch_;
    }
  }
  /// A renamed column would get NULL.
  void require_columns(Session& session, const AppliedTable& t) const {
    const auto gone = session.query(gone_columns_sql(t, kept(t)));
    if (gone.empty()) return;
    throw Error(ExitCode::refused,
                "table " + t.facts.name + " has no column " + quote_identifier(gone[0][0].value()) +
                    " any more, of which the repair keeps values",
                "lite2pg.repaired_row has them; give the column its name back, and take the repair back then");
  }
  /// What the rows of the table read last were kept by; in the order of inserted rows where there are such.
  std::vector<std::string> key_of(Session& session) {
    const auto rows = session.query(
        "SELECT k FROM pg_catalog.unnest((SELECT key_columns FROM lite2pg.repaired_row WHERE repair = $1 AND "
        "table_schema = $2 AND table_name = $3 ORDER BY change = 'i' DESC, number LIMIT 1)) WITH ORDINALITY u(k, n) "
        "ORDER BY n",
        {undone_.id, schemas_.back(), names_.back()});
    std::vector<std::string> names;
    for (const Fields& f : rows) names.push_back(f[0].value());
    return names;
  }

  [[nodiscard]] KeptRows kept(const AppliedTable& t) const { return {undone_, schemas_[t.number], names_[t.number]}; }

  void stage() {
    if (const std::string make = make_scratch_sql(scratch_); !make.empty()) connection_.execute(make);
    connection_.execute(create_written_sql(scratch_));
    if (!settings_.dry_run) switch_triggers_off(connection_, tables_);
    for (const AppliedTable& t : tables_) {
      for (const std::string& sql : create_temporary_sql(t)) connection_.execute(sql);
      for (const std::string& sql : stage_undo_sql(t, kept(t))) {
        connection_.execute(sql);
      }
      name_moved(t);
      connection_.execute(lock_sql(t));
      // Who waited for the lock may have changed it.
      for (const auto& row : connection_.query(moved_meanwhile_sql(t))) {
        refuse({t.number, std::strtoull(row[0]->c_str(), nullptr, 10), "it was changed since the repair"});
      }
    }
    for (const RefusedChange& r : drop_blocked(connection_, tables_)) refuse(r);
  }
  void name_moved(const AppliedTable& t) {
    for (const auto& f : connection_.query(all_rows_sql(t, kept(t)))) {
      const std::uint64_t id = std::strtoull(f[0]->c_str(), nullptr, 10);
      const char change = f[1]->front();
      rows_[{t.number, id}] = {change == 'i'   ? ChangeKind::remove
                               : change == 'd' ? ChangeKind::insert
                                               : ChangeKind::update,
                               f[2].value_or(""),
                               {}};
      if (f[3] == "t") continue;
      refuse({t.number, id, "it was changed since the repair"});
    }
  }
  void refuse(const RefusedChange& r) {
    const auto found = rows_.find({r.table, r.id});
    if (found == rows_.end()) return;
    result_.skipped.add({names_[r.table], std::string(name_of(found->second.kind)), found->second.key, r.reason});
    rows_.erase(found);
  }

  void change() {
    connection_.execute(begin_repair_sql(result_.record, version()));
    for (const AppliedTable& t : tables_) {
      connection_.execute(keep_rows_sql(t, result_.record.id, schemas_[t.number], names_[t.number]));
    }
    for (const RefusedChange& r : make_changes(connection_, tables_)) {
      refuse(r);
      connection_.execute("DELETE FROM lite2pg.repaired_row WHERE repair = " + quote_literal(result_.record.id) +
                          " AND table_schema = " + quote_literal(schemas_[r.table]) + " AND table_name = " +
                          quote_literal(names_[r.table]) + " AND number = " + std::to_string(r.id));
    }
    switch_triggers_on(connection_, tables_);
    for (const AppliedTable& t : tables_) prove(t);
    if (const std::string drop = drop_scratch_sql(scratch_); !drop.empty()) connection_.execute(drop);
    connection_.execute(finish_repair_sql(result_.record));
  }
  /// As many rows as were to be changed, and each as it was kept.
  void prove(const AppliedTable& t) {
    for (const auto& f : connection_.query(written_rows_sql(t))) {
      result_.record.xids.insert(static_cast<std::uint32_t>(std::strtoul(f[0]->c_str(), nullptr, 10)));
    }
    if (connection_.query_value(wrong_rows_sql(t)) == "0") return;
    throw Error(ExitCode::refused,
                "table " + t.facts.name + ": rows did not become what they were; all of it was rolled back");
  }
  void tell() {
    for (const auto& [place, row] : rows_) {
      result_.changes.push_back({names_[place.first], std::string(name_of(row.kind)), row.key, row.columns});
      ++(row.kind == ChangeKind::insert   ? result_.record.inserted
         : row.kind == ChangeKind::update ? result_.record.updated
                                          : result_.record.deleted);
    }
  }

  const UndoSettings& settings_;
  UndoResult& result_;
  Target target_;
  DataConnection connection_;
  RepairRecord undone_;
  std::string scratch_;
  std::vector<std::string> schemas_, names_;
  std::vector<AppliedTable> tables_;
  std::map<std::pair<std::size_t, std::uint64_t>, Row> rows_;  ///< By table and number.
};

}  // namespace

UndoResult undo(const UndoSettings& settings) {
  UndoResult result;
  Undo(settings, result).run();
  return result;
}

}  // namespace lite2pg
