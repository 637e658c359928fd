#include "import/run/existing_load.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "common/interrupt.h"
#include "import/load/table_loader.h"
#include "import/load/worker_connection.h"
#include "import/postgres/interrupt_watch.h"
#include "import/postgres/retry.h"
#include "import/run/existing_objects.h"
#include "import/run/publish.h"
#include "mapping/plan/ddl.h"

namespace lite2pg {
namespace {

/// One try of the transaction.
class ExistingLoad {
 public:
  ExistingLoad(const LoadContext& context, const TargetCatalog& catalog, Session& session,
               const ExistingLoadOptions& options, ConnectionSet& connections, const StopFlag& stop)
      : context_(context),
        plan_(context.plan),
        catalog_(catalog),
        session_(session),
        options_(options),
        connections_(connections),
        stop_(stop),
        connection_(context.target, "import " + context.run.id) {
    connections_.add(connection_);
  }
  ~ExistingLoad() { connections_.remove(connection_); }
  ExistingLoad(const ExistingLoad&) = delete;
  ExistingLoad& operator=(const ExistingLoad&) = delete;

  ExistingLoadResult run() {
    begin();
    clear_the_way();
    for (std::size_t t = 0; t < plan_.tables.size(); ++t) load_table(t);
    if (options_.check) options_.check(result_.tables);
    set_sequences();
    put_back();
    record();
    commit();
    analyze();
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::string name_of(const TablePlan& table) const { return qualified(options_.schema, table.target); }

  /// The locks keep everybody out until the end: what is looked at now stays so.
  void begin() {
    connection_.execute("BEGIN; SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = '" +
                        std::to_string(options_.lock_timeout_seconds) + "s'");
    std::vector<std::string> names;
    for (const TablePlan& table : plan_.tables) names.push_back(name_of(table));
    std::ranges::sort(names);
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
    if (!list.empty()) connection_.execute("LOCK TABLE " + list + " IN ACCESS EXCLUSIVE MODE");
    objects_ = existing_objects(session_, plan_, options_.schema);
    if (!options_.truncate && !options_.append) require_empty();
  }

  void require_empty() {
    std::vector<std::string> filled;
    for (const TablePlan& table : plan_.tables) {
      if (!connection_.query_value("SELECT 1 FROM " + name_of(table) + " LIMIT 1").empty()) {
        filled.push_back(table.target);
      }
    }
    if (filled.empty()) return;
    throw Error(ExitCode::refused, "tables that hold rows already: " + name_list(filled),
                "--truncate empties them first, --append adds to them; --exclude leaves tables out");
  }

  void clear_the_way() {
    // Keys of other tables matter only when rows that they refer to are taken away.
    if (!options_.truncate) std::erase_if(objects_.keys, &ExistingKey::incoming);
    for (const ExistingKey& key : objects_.keys) connection_.execute(key.drop_sql);
    for (const ExistingTrigger& trigger : objects_.triggers) connection_.execute(trigger.disable_sql);
    if (options_.truncate) truncate();
  }

  void truncate() {
    std::string list;
    for (const TablePlan& table : plan_.tables) list += (list.empty() ? "" : ", ") + name_of(table);
    if (!list.empty()) connection_.execute("TRUNCATE " + list);
  }

  void load_table(std::size_t t) {
    throw_if_interrupted();
    const TablePlan& table = plan_.tables[t];
    const TargetTable* target = catalog_.find_table(table.target);
    const bool freeze = options_.truncate && target != nullptr && target->kind == 'r';
    if (!reader_) reader_ = context_.source.reader();
    const LoadJob job{t, {}, "", {}};
    TableLoader loader(context_, job, buffer_);
    result_.tables.push_back(
        loader.copy_within(connection_, *reader_, stop_, copy_in_sql(table, options_.schema, freeze)));
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
  }

  void put_back() {
    // Checks that were put off to the end would stand in the way of ALTER TABLE.
    connection_.execute("SET CONSTRAINTS ALL IMMEDIATE");
    std::vector<Refusal> refusals;
    for (const ExistingKey& key : objects_.keys) add(key, refusals);
    if (!refusals.empty()) throw BrokenKeys(std::move(refusals));
    for (const ExistingTrigger& trigger : objects_.triggers) connection_.execute(trigger.enable_sql);
    result_.keys = objects_.keys.size();
    result_.triggers = objects_.triggers.size();
  }

  void add(const ExistingKey& key, std::vector<Refusal>& refusals) {
    throw_if_interrupted();
    connection_.execute("SAVEPOINT foreign_key");
    try {
      connection_.execute(key.add_sql);
    } catch (const TargetError& e) {
      if (!is_refusal(e)) throw;
      connection_.execute("ROLLBACK TO SAVEPOINT foreign_key");
      const bool leave = e.sqlstate() == "23503" && plan_.options.orphans == OrphanPolicy::not_valid;
      if (!leave) return refusals.push_back({key.table, Step::no_object, e.sqlstate(), key.name + ": " + e.what()});
      connection_.execute(key.add_sql + " NOT VALID");
      result_.not_valid.push_back(key.table + "." + key.name);
    }
    if (!key.comment_sql.empty()) connection_.execute(key.comment_sql);
    connection_.execute("RELEASE SAVEPOINT foreign_key");
  }

  void record() {
    if (!options_.ledger) return;
    std::vector<std::string> statements;
    for (const TableRecord& table : result_.tables) statements.push_back(insert_table_sql(context_.run.id, table));
    statements.push_back(mark_published_sql(context_.run.id));
    for (const std::string& sql : statements) connection_.execute(sql);
  }

  /// Once it is sent it must not be done a second time, whatever becomes of the connection.
  void commit() {
    try {
      connection_.execute("COMMIT");
    } catch (const TargetError& e) {
      throw Error(ExitCode::target, "the COMMIT was sent, but not answered: " + std::string(e.what()),
                  "lite2pg-verify shows whether the rows are there");
    }
  }

  /// Statistics are no part of what was promised: what goes wrong is told, no more.
  void analyze() {
    try {
      for (const TablePlan& table : plan_.tables) connection_.execute("ANALYZE " + name_of(table));
    } catch (const TargetError& e) {
      spdlog::warn("ANALYZE: {}", e.what());
    }
  }

  const LoadContext& context_;
  const Plan& plan_;
  const TargetCatalog& catalog_;
  Session& session_;
  const ExistingLoadOptions& options_;
  ConnectionSet& connections_;
  const StopFlag& stop_;
  DataConnection connection_;
  std::unique_ptr<Reader> reader_;
  FieldBuffer buffer_;
  ExistingObjects objects_;
  ExistingLoadResult result_;
};

}  // namespace

BrokenKeys::BrokenKeys(std::vector<Refusal> refusals)
    : Error(ExitCode::refused,
            std::to_string(refusals.size()) + (refusals.size() == 1 ? " foreign key does" : " foreign keys do") +
                " not hold with the loaded rows; the target is as it was",
            "--orphans=not-valid keeps such rows and makes these foreign keys NOT VALID"),
      refusals_(std::move(refusals)) {}

ExistingLoadResult load_existing(const LoadContext& context, const TargetCatalog& catalog, Session& session,
                                 const ExistingLoadOptions& options) {
  ConnectionSet connections;
  const StopFlag stop;
  const InterruptWatch watch(stop, stop_connections(connections));
  for (unsigned attempt = 1;; ++attempt) {
    try {
      return ExistingLoad(context, catalog, session, options, connections, stop).run();
    } catch (const TargetError& e) {
      throw_if_interrupted();
      if (!e.transient() || attempt > options.retries) throw;
      const auto delay = retry_delay(attempt);
      spdlog::warn("{}; the transaction begins again in {} ms ({} of {})", e.what(), delay.count(), attempt,
                   options.retries);
      wait_for_retry(delay, stop);
    }
  }
}

}  // namespace lite2pg
