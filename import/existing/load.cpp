#include "import/existing/load.h"

#include <algorithm>

#include "common/console/log.h"
#include "common/interrupt.h"
#include "common/text.h"
#include "import/catalog/schema_objects.h"
#include "import/existing/objects.h"
#include "import/existing/read_back.h"
#include "import/existing/tables.h"
#include "import/existing/trigger_choice.h"
#include "import/load/monitor.h"
#include "import/load/window.h"
#include "import/postgres/search_path.h"
#include "mapping/plan/ddl.h"

namespace lite2pg {
namespace {

/// One try of the transaction.
class ExistingLoad {
 public:
  ExistingLoad(const LoadContext& context, const TargetCatalog& catalog, LeadingSession& leading,
               const ExistingLoadOptions& options, BulkConnection& connection, const StopFlag& stop)
      : context_(context),
        plan_(context.plan),
        catalog_(catalog),
        leading_(leading),
        options_(options),
        connection_(connection),
        tables_(context, options.schema, connection, stop) {}

  ExistingLoadResult run() {
    begin();
    clear_the_way();
    for (const std::size_t t : load_order(plan_, triggers_.fired)) load_table(t);
    set_sequences();
    fill_by_triggers();
    put_back();
    if (options_.before_commit) options_.before_commit(result_.tables);
    record();
    commit();
    analyze();
    return std::move(result_);
  }

 private:
  /// The locks keep everybody out until the end: what is looked at now stays so.
  void begin() {
    tables_.look_for_foreign_parts(leading_.get());
    tables_.begin([this]() -> Session& { return leading_.get(); });
    objects_ = existing_objects(leading_.get(), plan_, options_.schema);
    triggers_ = choose_triggers(leading_.get(), plan_, catalog_, options_.triggers);
    if (!triggers_.asked.empty()) throw asked_error(triggers_);
    std::erase_if(objects_.triggers, [&](const ExistingTrigger& t) { return triggers_.fires(t.table); });
    result_.warnings = lines_of(triggers_);
    if (!options_.truncate && !options_.append) require_empty();
  }

  void require_empty() {
    std::vector<std::string> filled;
    for (const TablePlan& table : plan_.tables) {
      if (!connection_.query_value("SELECT 1 FROM " + tables_.name_of(table) + " LIMIT 1").empty()) {
        filled.push_back(table.target);
      }
    }
    if (!filled.empty()) throw filled_error(filled);
  }

  void clear_the_way() {
    // Keys of other tables matter only when rows that they refer to are taken away.
    if (!options_.truncate) std::erase_if(objects_.keys, &ExistingKey::incoming);
    for (const ExistingKey& key : objects_.keys) connection_.execute(key.drop_sql);
    for (const ExistingTrigger& trigger : objects_.triggers) connection_.execute(trigger.disable_sql);
    if (options_.truncate) tables_.truncate();
  }

  void load_table(std::size_t t) {
    throw_if_interrupted();
    const TablePlan& table = plan_.tables[t];
    if (context_.window != nullptr && !context_.window->fits(load_cost(table))) throw window_error();
    const TargetTable* target = catalog_.find_table(table.target);
    const bool freeze = options_.truncate && target != nullptr && target->kind == 'r';
    RunMonitor::Work work(context_.monitor, "table '" + table.source + "'", table.source);
    const OwnRows own = own_rows_in(table);
    const bool fires = triggers_.fires(table.target);
    as_application(fires, [&] { result_.tables.push_back(tables_.copy(t, freeze, row_search(fires))); });
    const Table* source = context_.source.schema().find_table(table.source);
    if (source != nullptr)
      check_read_back(connection_, {tables_.reader(), *source, rows_aside(table)}, table, options_.schema, own);
    const TableRecord& loaded = result_.tables.back();
    work.loaded(loaded);
    context_.progress.finished(table.source, loaded.rows, loaded.seconds);
    if (context_.monitor != nullptr) context_.monitor->ask_after_table(table, loaded, {});
  }

  /// The load is over when a row is refused: which one it was is asked in a transaction that begins as this one did.
  [[nodiscard]] RowSearch row_search(bool triggers_fire) {
    const auto begin = [this, triggers_fire] {
      connection_.execute("ROLLBACK");
      tables_.begin([this]() -> Session& { return leading_.get(); });
      clear_the_way();
      if (triggers_fire) connection_.execute(application_path_sql(options_.schema));
    };
    return {begin, [this] { connection_.execute("ROLLBACK"); }};
  }

  /// Before its load.
  [[nodiscard]] OwnRows own_rows_in(const TablePlan& table) {
    if (!options_.append || knows_writers()) return {options_.append};
    return {false, stored_texts(connection_, table, options_.schema)};
  }

  [[nodiscard]] const OrphanRows* rows_aside(const TablePlan& table) const {
    if (context_.orphans == nullptr) return nullptr;
    const auto aside = context_.orphans->find(table.source);
    return aside == context_.orphans->end() ? nullptr : &aside->second;
  }

  [[nodiscard]] Error window_error() const {
    return {ExitCode::partial,
            "the window of " + human_seconds(context_.window->seconds()) + " has no room for more: nothing was written",
            "begin again in a longer window"};
  }

  void set_sequences() {
    for (const TablePlan& table : plan_.tables) {
      const TargetTable* target = catalog_.find_table(table.target);
      if (target == nullptr) continue;
      for (const ColumnPlan& column : table.columns) {
        const TargetColumn* actual = target->find_column(column.target);
        if (actual == nullptr || actual->sequence.empty()) continue;
        connection_.execute(set_sequence_sql(table, column, options_.schema, actual->sequence));
        ++result_.sequences;
      }
    }
    for (const SequencePlan& sequence : plan_.sequences) {
      connection_.execute(set_sequence_sql(sequence, options_.schema));
      ++result_.sequences;
    }
  }

  /// Functions of the target's triggers run in `work`.
  template <typename Work>
  void as_application(bool triggers_fire, Work work) {
    if (triggers_fire) connection_.execute(application_path_sql(options_.schema));
    work();
    if (triggers_fire) connection_.execute(search_path_sql(""));
  }

  /// Columns that triggers fill get their values by an UPDATE that changes nothing else, or the load is refused.
  void fill_by_triggers() {
    for (const TablePlan& table : plan_.tables) {
      std::string triggers, columns;
      for (const FillingTrigger& f : triggers_.updates) {
        if (f.table != table.target) continue;
        connection_.execute("ALTER TABLE " + tables_.name_of(table) + " ENABLE TRIGGER " + quote_identifier(f.trigger));
        triggers += (triggers.empty() ? "" : ", ") + f.trigger;
        columns += (columns.empty() ? "" : ", ") + f.column;
      }
      if (!triggers.empty()) fill(table, triggers, columns);
    }
  }

  void fill(const TablePlan& table, const std::string& triggers, const std::string& columns) {
    const std::string before = connection_.query_value(content_sql(table, options_.schema));
    as_application(true,
                   [&] { tables_.execute("filling " + columns, table.source, touch_sql(table, options_.schema)); });
    if (connection_.query_value(content_sql(table, options_.schema)) == before) return;
    throw Error(ExitCode::refused,
                "trigger " + triggers + " of table '" + table.target + "', which fills column " + columns +
                    ", changes other values too; the target is as it was",
                "--triggers=off loads without it, and names the UPDATE that fills the column afterwards");
  }

  void put_back() {
    // Checks that were put off to the end would stand in the way of ALTER TABLE.
    tables_.execute("deferred constraints", "", "SET CONSTRAINTS ALL IMMEDIATE");
    std::vector<Refusal> refusals;
    for (const ExistingKey& key : objects_.keys) add(key, refusals);
    if (!refusals.empty()) throw BrokenKeys(std::move(refusals));
    for (const ExistingTrigger& trigger : objects_.triggers) connection_.execute(trigger.enable_sql);
    result_.keys = objects_.keys.size();
    result_.triggers = objects_.triggers.size();
  }

  void add(const ExistingKey& key, std::vector<Refusal>& refusals) {
    const std::string what = "foreign key " + key.name;
    context_.progress.working_on(what);
    connection_.execute("SAVEPOINT foreign_key");
    try {
      tables_.execute(what, key.table, key.add_sql);
    } catch (const TargetError& e) {
      if (!is_refusal(e)) throw;
      connection_.execute("ROLLBACK TO SAVEPOINT foreign_key");
      const bool leave = e.sqlstate() == "23503" && plan_.options.orphans == OrphanPolicy::not_valid;
      if (!leave) return refusals.push_back({key.table, Step::no_object, e.sqlstate(), key.name + ": " + e.what()});
      tables_.execute(what, key.table, key.add_sql + " NOT VALID");
      result_.not_valid.push_back(key.table + "." + key.name);
    }
    if (!key.comment_sql.empty()) connection_.execute(key.comment_sql);
    connection_.execute("RELEASE SAVEPOINT foreign_key");
  }

  void record() {
    if (!options_.ledger) return;
    std::vector<std::string> statements;
    for (const TableRecord& table : result_.tables)
      statements.push_back(insert_table_sql(context_.run.id, table, knows_writers()));
    statements.push_back(mark_published_sql(context_.run.id));
    for (const std::string& sql : statements) connection_.execute(sql);
  }

  /// Once it is sent, only the server knows whether it is done.
  void commit() {
    const std::string xid = knows_writers() ? connection_.query_value("SELECT pg_current_xact_id()") : "";
    const int process = connection_.server_process();
    try {
      tables_.execute("COMMIT", "", "COMMIT");
    } catch (const TargetError& e) {
      if (!e.transient()) throw;
      log_warn("{}; looking whether the transaction was committed", e.what());
      if (!is_committed(xid, process)) throw;
    }
  }

  [[nodiscard]] bool knows_writers() const { return context_.server.can(Capability::row_writers); }

  /// https://www.postgresql.org/docs/15/functions-info.html, pg_xact_status
  [[nodiscard]] bool is_committed(const std::string& xid, int process) {
    connection_.sever();
    context_.server.end_process(process);  // it might commit after we looked
    if (xid.empty() && options_.ledger) return state_of(leading_.get(), context_.run.id) == RunState::published;
    std::string status = "unknown";
    if (!xid.empty()) {
      const auto rows = leading_.get().query("SELECT pg_xact_status($1::text::xid8)", {xid});
      status = rows[0][0].value_or("unknown");
    }
    if (status == "committed" || status == "aborted") return status == "committed";
    throw Error(ExitCode::target, "the COMMIT was sent, but its outcome is " + status,
                "lite2pg-verify shows whether the rows are there");
  }

  /// Statistics are no part of what was promised: what goes wrong is told, no more.
  void analyze() {
    try {
      for (const TablePlan& table : plan_.tables) {
        const RunMonitor::Work work(context_.monitor, "ANALYZE", table.source);
        connection_.run({"ANALYZE " + tables_.name_of(table)});
      }
    } catch (const Error& e) {
      log_warn("ANALYZE: {}", e.what());
    }
  }

  const LoadContext& context_;
  const Plan& plan_;
  const TargetCatalog& catalog_;
  LeadingSession& leading_;
  const ExistingLoadOptions& options_;
  BulkConnection& connection_;
  ExistingTables tables_;
  ExistingObjects objects_;
  TriggerChoice triggers_;
  ExistingLoadResult result_;
};

}  // namespace

BrokenKeys::BrokenKeys(std::vector<Refusal> refusals)
    : Error(ExitCode::refused,
            std::to_string(refusals.size()) + (refusals.size() == 1 ? " foreign key does" : " foreign keys do") +
                " not hold with the loaded rows; the target is as it was",
            "--orphans=set-aside leaves such rows out; --orphans=not-valid keeps them and makes these foreign keys NOT "
            "VALID"),
      refusals_(std::move(refusals)) {}

ExistingLoadResult load_existing(const LoadContext& context, const TargetCatalog& catalog, LeadingSession& leading,
                                 const ExistingLoadOptions& options) {
  const StopFlag stop;
  WorkerConnection connection(context.server, stop);
  return with_retries(context.retries, "the transaction begins again", stop, [&](unsigned) {
    connection.close();  // whatever an earlier try left open is rolled back
    try {
      return ExistingLoad(context, catalog, leading, options, connection.get(), stop).run();
    } catch (const TargetError&) {
      throw_if_interrupted();  // the statement was cancelled for it
      throw;
    }
  });
}

}  // namespace lite2pg
