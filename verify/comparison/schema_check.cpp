#include "verify/comparison/schema_check.h"

#include <algorithm>
#include <optional>
#include <set>

#include "common/text.h"
#include "import/catalog/event_triggers.h"
#include "import/ledger/recorded_shape.h"
#include "verify/schema/compare.h"
#include "verify/schema/planned_shape.h"
#include "verify/schema/sequence_check.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

constexpr int major = 10000;  ///< 150018 -> 15

/// The plan without tables that were not selected: `plan` itself where all were, since plans of thousands of tables
/// are large; else made in `made`.
const Plan& selected(const Plan& plan, const VerifyOptions& options, std::optional<Plan>& made) {
  if (options.common.tables.empty() && options.common.exclude.empty()) return plan;
  made = plan;
  const auto left_out = [&](const std::string& table) {
    return !is_selected(table, options.common.tables, options.common.exclude);
  };
  std::erase_if(made->tables, [&](const TablePlan& t) { return left_out(t.source); });
  std::erase_if(made->objects, [&](const ObjectPlan& o) { return !o.table.empty() && left_out(o.table); });
  return *made;
}

/// The run's tables wait in their staging schema: publish makes what names the schema in which they will stand.
bool is_unpublished(const ChosenPlan& chosen) { return chosen.run && chosen.run->state == RunState::staged; }

bool waits_for_publish(const ObjectPlan& object) { return object.phase == Phase::publish && !object.sql.empty(); }

const Plan& standing(const Plan& plan, const ChosenPlan& chosen, std::optional<Plan>& made) {
  if (!is_unpublished(chosen)) return plan;
  if (!made) made = plan;
  std::erase_if(made->objects, waits_for_publish);
  return *made;
}

/// What stands, without the plan's tables that are not asked about: they are not extra.
SchemaShape without_unselected(SchemaShape actual, const Plan& whole, const Plan& plan) {
  std::set<std::string> names;
  for (const TablePlan& t : whole.tables) names.insert(t.target);
  for (const TablePlan& t : plan.tables) names.erase(t.target);
  std::erase_if(actual, [&](const ShapeObject& o) { return names.contains(o.table); });
  return actual;
}

/// The record in the words of the schema that is looked at: a run that was rolled back stands elsewhere.
SchemaShape moved(SchemaShape shape, const std::string& from, const std::string& to) {
  if (from == to) return shape;
  for (ShapeObject& o : shape) {
    std::string& text = o.definition;
    for (std::size_t at = 0; (at = text.find(from + ".", at)) != text.npos; at += to.size()) {
      text.replace(at, from.size(), to);
    }
  }
  return shape;
}

/// `chosen` has its plan's tables as they were planned.
class SchemaCheck {
 public:
  SchemaCheck(Session& session, const VerifyOptions& options, const ChosenPlan& chosen, VerifyResult& result)
      : session_(session),
        options_(options),
        chosen_(chosen),
        result_(result),
        plan_(standing(selected(chosen.plan, options, made_), chosen, made_)) {}

  void check() {
    read();
    tell_of_what_waits();
    if (record_) compare_record();
    compare_plan();
    result_.schema.compared = true;
  }
  [[nodiscard]] bool has_record() const noexcept { return record_.has_value(); }

 private:
  void read() {
    if (chosen_.run) record_ = read_record();
    const ReadOnly guard(session_);
    actual_ = without_unselected(read_schema_shape(session_, chosen_.catalog.schema), chosen_.plan, plan_);
    server_version_ = session_.server_version();
    note_replica_roles();
    for (const std::string& line : event_triggers(session_))
      result_.warnings.push_back(line + ": it fires where something changes the schema, and is not in the plan");
  }

  std::optional<RecordedShape> read_record() {
    try {
      const ReadOnly guard(session_);
      return recorded_shape(session_, chosen_.run->id);
    } catch (const TargetError& e) {
      if (e.sqlstate() != "42501") throw;
      result_.left_out.push_back(
          {"schema", "", "the ledger's record of it: " + std::string(e.what()), Unproven::schema});
    } catch (const Error& e) {
      result_.faults.emplace_back(e.what());
    }
    return std::nullopt;
  }

  void tell_of_what_waits() {
    if (!is_unpublished(chosen_)) return;
    std::optional<Plan> made;
    for (const ObjectPlan& o : selected(chosen_.plan, options_, made).objects) {
      if (!waits_for_publish(o)) continue;
      result_.left_out.push_back({o.table, o.target_name, "it is made when the run is published", Unproven::nothing});
    }
  }

  /// In a session with this setting neither triggers nor foreign keys act.
  void note_replica_roles() {
    const auto rows = session_.query(
        "SELECT coalesce(r.rolname, 'every role') FROM pg_catalog.pg_db_role_setting s "
        "LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole WHERE s.setdatabase IN (0, (SELECT oid FROM "
        "pg_catalog.pg_database WHERE datname = pg_catalog.current_database())) AND EXISTS (SELECT FROM "
        "pg_catalog.unnest(s.setconfig) c WHERE c = 'session_replication_role=replica')");
    for (const Fields& f : rows) {
      result_.warnings.push_back("session_replication_role is 'replica' for " + f[0].value_or("") +
                                 ": its statements fire no trigger and check no foreign key");
    }
  }

  void compare_record() {
    const std::string& schema = chosen_.catalog.schema;
    const bool same_server = record_->server_version / major == server_version_ / major;
    const SchemaShape recorded = moved(shape_of_plan(std::move(record_->shape), plan_), record_->schema, schema);
    take(compare_shapes(recorded, actual_, same_server ? SchemaRigour::exact : SchemaRigour::respelled, schema), true,
         "recorded by PostgreSQL " + std::to_string(record_->server_version / major) +
             ", which spells them differently");
    result_.schema.objects = recorded.size();
  }

  /// What the record cannot know: whether it is what was planned. Without one, all that can be said.
  void compare_plan() {
    const SchemaShape planned = planned_shape(plan_);
    const bool ours = chosen_.planned_schema;
    SchemaComparison found = compare_shapes(planned, actual_, ours ? SchemaRigour::respelled : SchemaRigour::lenient,
                                            chosen_.catalog.schema);
    if (record_) {
      // What stands beside the plan the record tells.
      std::erase_if(found.differences,
                    [&](const SchemaDifference& d) { return d.fault == SchemaFault::extra || said(d); });
      found.not_judged.clear();
      found.as_planned.clear();
    } else {
      result_.schema.objects = planned.size();
    }
    take(std::move(found), ours, "no record of them was made when the run was published");
  }

  [[nodiscard]] bool said(const SchemaDifference& d) const {
    return std::ranges::any_of(result_.schema.differences, [&](const SchemaDifference& s) {
      return s.aspect == d.aspect && s.table == d.table && s.name == d.name;
    });
  }

  void take(SchemaComparison found, bool decides, const std::string& why_not_judged) {
    for (SchemaDifference& d : found.differences) {
      if (!decides && !options_.schema_only) d.weight = Weight::told;
      result_.schema.differences.push_back(std::move(d));
    }
    for (const ShapeObject& o : found.as_planned) {
      result_.left_out.push_back({o.table, o.name,
                                  std::string(name_of(o.aspect)) + " is " + std::string(name_of(o.state)) +
                                      ", as it was when the run was done",
                                  Unproven::nothing});
    }
    if (found.not_judged.empty()) return;
    const ShapeObject& first = found.not_judged.front();
    result_.left_out.push_back({"schema", "",
                                "expressions of " + std::to_string(found.not_judged.size()) + " objects (" +
                                    std::string(name_of(first.aspect)) + " of " + first.table +
                                    (first.name.empty() ? "" : "." + first.name) + ", ...): " + why_not_judged,
                                decides ? Unproven::schema : Unproven::nothing});
  }

  Session& session_;
  const VerifyOptions& options_;
  const ChosenPlan& chosen_;
  VerifyResult& result_;
  std::optional<Plan> made_;
  const Plan& plan_;
  std::optional<RecordedShape> record_;
  SchemaShape actual_;
  int server_version_ = 0;
};

/// What was not loaded is as the target's own migrations left it, sequences too.
bool is_kept(const ChosenPlan& chosen, const std::string& target) {
  const auto table = std::ranges::find(chosen.plan.tables, target, &TablePlan::target);
  return table != chosen.plan.tables.end() && chosen.kept.contains(table->source);
}

/// The names of the target's own tables and columns count.
void check_next_numbers(Session& session, const VerifyOptions& options, const ChosenPlan& chosen, bool recorded,
                        VerifyResult& result) {
  std::optional<Plan> made;
  SequenceFindings found = check_sequences(session, selected(chosen.plan, options, made), chosen.catalog);
  const bool decides = chosen.planned_schema || recorded || options.schema_only;
  for (SchemaDifference& d : found.differences) {
    if (!decides || is_kept(chosen, d.table)) d.weight = Weight::told;
    result.schema.differences.push_back(std::move(d));
  }
  result.schema.objects += found.checked;
  result.left_out.insert(result.left_out.end(), found.not_compared.begin(), found.not_compared.end());
}

/// Whether the ledger has a record of the schema.
bool compare_shape(Session& session, const VerifyOptions& options, ChosenPlan& chosen, VerifyResult& result) {
  const AsPlanned planned(chosen);
  SchemaCheck check(session, options, chosen, result);
  check.check();
  return check.has_record();
}

template <typename Work>
void guarded(const ChosenPlan& chosen, VerifyResult& result, const Work& work) {
  if (chosen.plan.schema.tables.empty()) {
    result.left_out.push_back(
        {"schema", "", "there is no plan of it: neither ledger nor source tells", Unproven::nothing});
    return;
  }
  try {
    work();
  } catch (const TargetError& e) {
    // Whoever lost the server has not looked: that is another end than a difference.
    if (e.sqlstate().empty() || e.stalled() || e.transient()) throw;
    result.left_out.push_back({"schema", "", e.what(), Unproven::schema});
  }
}

}  // namespace

void check_schema(Session& session, const VerifyOptions& options, ChosenPlan& chosen, VerifyResult& result) {
  guarded(chosen, result, [&] {
    const bool recorded = compare_shape(session, options, chosen, result);
    check_next_numbers(session, options, chosen, recorded, result);
  });
}

void check_shape(Session& session, const VerifyOptions& options, ChosenPlan& chosen, VerifyResult& result) {
  guarded(chosen, result, [&] { (void)compare_shape(session, options, chosen, result); });
}

}  // namespace lite2pg
