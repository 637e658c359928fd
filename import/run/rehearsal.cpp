#include "import/run/rehearsal.h"

#include <algorithm>

#include "common/interrupt.h"
#include "import/existing/objects.h"
#include "import/existing/tables.h"
#include "import/existing/trigger_choice.h"
#include "import/load/worker_connection.h"
#include "import/postgres/search_path.h"

namespace lite2pg {
namespace {

class Rehearsal {
 public:
  Rehearsal(const LoadContext& context, Session& session, const RehearsalOptions& options, BulkConnection& connection,
            const StopFlag& stop)
      : plan_(context.plan),
        session_(session),
        options_(options),
        connection_(connection),
        tables_(context, options.schema, connection, stop) {}

  std::vector<Violations> run() {
    begin();
    take_off();
    if (options_.truncate) tables_.truncate();
    for (const std::size_t t : load_order(plan_, options_.fired)) load_table(t);
    for (const TargetConstraint& c : constraints_) ask(c);
    connection_.execute("ROLLBACK");
    return std::move(violations_);
  }

 private:
  void begin() {
    tables_.look_for_foreign_parts(session_);
    tables_.begin([this]() -> Session& { return session_; });
    constraints_ = read_constraints(connection_.query_value(constraints_sql(plan_, options_.schema)), plan_);
  }

  /// Foreign keys first: they rest on the unique ones.
  void take_off() {
    for (const bool keys : {true, false})
      for (const TargetConstraint& c : constraints_)
        if ((c.kind == ConstraintKind::foreign_key) == keys && !c.drop_sql.empty()) connection_.execute(c.drop_sql);
    for (const ExistingTrigger& t : existing_objects(session_, plan_, options_.schema).triggers)
      if (!fires(t.table)) connection_.execute(t.disable_sql);
  }

  /// What the server refuses for another reason (a domain's CHECK, a type's input) ends this table alone.
  template <typename Work>
  void guarded(ConstraintKind kind, const std::string& name, const std::string& table, Work work) {
    throw_if_interrupted();
    connection_.execute("SAVEPOINT rehearsal");
    try {
      work();
      connection_.execute("RELEASE SAVEPOINT rehearsal");
    } catch (const TargetError& e) {
      if (e.transient()) throw;
      connection_.execute("ROLLBACK TO SAVEPOINT rehearsal");
      violations_.push_back({kind, name, table, 0, {}, e.what()});
    }
  }

  [[nodiscard]] bool fires(const std::string& table) const {
    return std::ranges::find(options_.fired, table) != options_.fired.end();
  }

  void load_table(std::size_t t) {
    const std::string& table = plan_.tables[t].target;
    const auto as_application = [&] {
      if (fires(table)) connection_.execute(application_path_sql(options_.schema));
    };
    const auto begin_again = [&] {
      connection_.execute("ROLLBACK TO SAVEPOINT rehearsal");
      as_application();
    };
    guarded(ConstraintKind::rows, "", table, [&] {
      as_application();
      (void)tables_.copy(t, false, {begin_again, [] {}});  // Its savepoint ends it.
      if (fires(table)) connection_.execute(search_path_sql(""));
    });
  }

  void ask(const TargetConstraint& c) {
    guarded(c.kind, c.name, c.table, [&] {
      if (!c.add_sql.empty()) return connection_.execute(c.add_sql);
      Violations v = read_violations(connection_.query_value(violations_sql(c, options_.schema)), c);
      if (v.count > 0) violations_.push_back(std::move(v));
    });
  }

  const Plan& plan_;
  Session& session_;
  const RehearsalOptions& options_;
  BulkConnection& connection_;
  ExistingTables tables_;
  std::vector<TargetConstraint> constraints_;
  std::vector<Violations> violations_;
};

}  // namespace

std::vector<Violations> rehearse(const LoadContext& context, Session& session, BulkConnection& connection,
                                 const RehearsalOptions& options) {
  const StopFlag stop;
  return Rehearsal(context, session, options, connection, stop).run();
}

std::vector<Violations> rehearse_load(RunParts& parts) {
  PostgresLoadServer server(
      parts.target, parts.run.id,
      {.settings = {{"lock_timeout", std::to_string(parts.options.lock_timeout) + "s"}, {"statement_timeout", "0"}}});
  const LoadContext context{.server = server,
                            .source = parts.source->rows(),
                            .plan = parts.plan,
                            .run = parts.run,
                            .progress = parts.progress,
                            .monitor = &parts.monitor,
                            .orphans = &parts.orphans,
                            .keeps_rejected = false};
  const StopFlag stop;
  WorkerConnection connection(context.server, stop);
  const ImportOptions& o = parts.options;
  return rehearse(context, parts.session.get(), connection.get(),
                  {o.schema, o.truncate, fired_tables(parts.plan, {o.fire_triggers})});
}

}  // namespace lite2pg
