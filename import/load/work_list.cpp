#include "import/load/work_list.h"

#include <algorithm>
#include <map>

#include "common/utf8.h"
#include "mapping/plan/ddl.h"

namespace lite2pg {
namespace {

// Seconds on an ordinary machine, measured once; they order the work and nothing else.
constexpr double index_seconds_per_row = 0.45e-6, check_seconds_per_row = 0.1e-6, key_seconds_per_row = 0.5e-6;
/// ANALYZE looks at 30,000 rows, however many there are (https://www.postgresql.org/docs/15/sql-analyze.html).
constexpr double analyze_seconds_per_row = 3e-6, analyzed_rows = 30000;

/// Tables below this are finished in the transaction that loads them: round trips would cost more than the work.
constexpr std::uint64_t small_table_bytes = std::uint64_t{2} << 20;

std::string step_name(std::size_t object, std::size_t statement, const ObjectPlan& o) {
  const std::string number = std::to_string(object + 1) + "." + std::to_string(statement + 1);
  const std::string name = is_valid_utf8(o.name) ? " " + o.name : "";  // the number alone is unique
  return number + " " + std::string(name_of(o.kind)) + name;
}

double step_cost(ObjectKind kind, std::size_t statement, double rows) {
  // The second statement of a key only attaches the index that the first one made.
  if (statement > 0) return seconds_per_statement;
  switch (kind) {
    case ObjectKind::check: return seconds_per_statement + rows * check_seconds_per_row;
    case ObjectKind::foreign_key: return seconds_per_statement + rows * key_seconds_per_row;
    default: return seconds_per_statement + rows * index_seconds_per_row;
  }
}

/// CREATE INDEX locks SHARE; everything else that changes a table stands alone.
TableLock lock_of(const std::string& sql) {
  const bool index = sql.starts_with("CREATE INDEX") || sql.starts_with("CREATE UNIQUE INDEX");
  return index ? TableLock::shared : TableLock::exclusive;
}

/// Builds the list table by table.
class Builder {
 public:
  Builder(const Plan& plan, const std::vector<std::vector<Slice>>& slices) : plan_(plan), slices_(slices) {
    for (std::size_t t = 0; t < plan.tables.size(); ++t) {
      by_source_[plan.tables[t].source] = t;
      by_target_[plan.tables[t].target] = t;
    }
    objects_.resize(plan.tables.size());
    for (std::size_t o = 0; o < plan.objects.size(); ++o) sort_in(o);
    data_.resize(plan.tables.size());
    finished_.resize(plan.tables.size());
  }

  WorkList build() {
    for (std::size_t t = 0; t < plan_.tables.size(); ++t) add_table(t);
    for (const std::size_t o : foreign_keys_) add_foreign_key(o);
    for (std::size_t t = 0; t < plan_.tables.size(); ++t) {
      if (!is_small(t)) add_closing_steps(t);
    }
    for (const std::size_t o : final_) {
      for (const Step& step : steps_of(o)) list_.final_steps.push_back(step);
    }
    return std::move(list_);
  }

 private:
  void sort_in(std::size_t o) {
    const ObjectPlan& object = plan_.objects[o];
    if (object.sql.empty()) return;
    const auto table = by_source_.find(object.table);
    if (object.phase == Phase::after_table && table != by_source_.end()) objects_[table->second].push_back(o);
    if (object.phase == Phase::after_load) foreign_keys_.push_back(o);
    if (object.phase == Phase::final_) final_.push_back(o);
  }

  [[nodiscard]] bool is_small(std::size_t t) const {
    // The rows of a fleet's table come in many transactions, a file each.
    return slices_[t].size() == 1 && plan_.tables[t].bytes < small_table_bytes && plan_.tables[t].tenant.empty();
  }

  /// 0 for views.
  [[nodiscard]] double rows_of(const ObjectPlan& object) const {
    const auto table = by_source_.find(object.table);
    return table == by_source_.end() ? 0 : static_cast<double>(plan_.tables[table->second].rows);
  }

  [[nodiscard]] std::vector<Step> steps_of(std::size_t o) const {
    std::vector<Step> steps;
    for (std::size_t s = 0; s < plan_.objects[o].sql.size(); ++s) {
      const double cost = step_cost(plan_.objects[o].kind, s, rows_of(plan_.objects[o]));
      steps.push_back({step_name(o, s, plan_.objects[o]), plan_.objects[o].sql[s], o, cost});
    }
    return steps;
  }

  [[nodiscard]] std::vector<Step> closing_steps(std::size_t t) const {
    const TablePlan& table = plan_.tables[t];
    std::vector<Step> steps;
    if (std::string sql = set_identity_sql(table, ""); !sql.empty()) {
      steps.push_back({"identity " + table.target, std::move(sql), Step::no_object, seconds_per_statement});
    }
    const double rows = std::min(static_cast<double>(table.rows), analyzed_rows);
    steps.push_back({"analyze " + table.target, "ANALYZE " + quote_identifier(table.target), Step::no_object,
                     seconds_per_statement + rows * analyze_seconds_per_row});
    return steps;
  }

  std::size_t add(Job job, WorkItem item) {
    list_.jobs.push_back(std::move(job));
    list_.items.push_back(std::move(item));
    return list_.jobs.size() - 1;
  }

  void add_table(std::size_t t) {
    const std::size_t parts = slices_[t].size();
    for (std::size_t s = 0; s < parts; ++s) {
      LoadJob job{t, slices_[t][s], "", {}};
      if (parts > 1) job.label = std::to_string(s + 1) + "/" + std::to_string(parts);
      if (is_small(t)) job.then = all_steps(t);
      data_[t].push_back(add(std::move(job), {load_cost(plan_.tables[t]) / static_cast<double>(parts)}));
    }
    finished_[t] = data_[t];
    if (is_small(t)) return;
    for (const std::size_t o : objects_[t]) add_object(t, o);
  }

  [[nodiscard]] std::vector<Step> all_steps(std::size_t t) const {
    std::vector<Step> all;
    for (const std::size_t o : objects_[t]) {
      for (Step& step : steps_of(o)) all.push_back(std::move(step));
    }
    for (Step& step : closing_steps(t)) all.push_back(std::move(step));
    return all;
  }

  /// The statements of one object follow each other; objects of one table wait for its data only.
  void add_object(std::size_t t, std::size_t o) {
    std::vector<std::size_t> after = data_[t];
    for (Step& step : steps_of(o)) {
      WorkItem item{step.cost, after, {{t, lock_of(step.sql)}}};
      after = {add(StepJob{t, std::move(step)}, std::move(item))};
    }
    finished_[t].insert(finished_[t].end(), after.begin(), after.end());
  }

  /// Needs the parent's keys, and the child's indexes: where one begins with the key's columns, the server merges two
  /// indexes instead of hashing the parent (20 million rows: 1.8 instead of 8.7 s). SHARE ROW EXCLUSIVE on both tables.
  void add_foreign_key(std::size_t o) {
    const ObjectPlan& object = plan_.objects[o];
    const auto child = by_target_.find(object.target_table), parent = by_target_.find(object.target_parent);
    if (child == by_target_.end()) return;
    WorkItem item{0, finished_[child->second], {{child->second, TableLock::exclusive}}};
    if (parent != by_target_.end() && parent != child) item.locks.emplace_back(parent->second, TableLock::exclusive);
    if (parent != by_target_.end()) {
      item.after.insert(item.after.end(), finished_[parent->second].begin(), finished_[parent->second].end());
    }
    for (Step& step : steps_of(o)) {
      item.cost = step.cost;
      item.after = {add(StepJob{child->second, std::move(step)}, item)};
    }
  }

  void add_closing_steps(std::size_t t) {
    for (Step& step : closing_steps(t)) {
      const double cost = step.cost;
      add(StepJob{t, std::move(step)}, {cost, finished_[t], {{t, TableLock::exclusive}}});
    }
  }

  const Plan& plan_;
  const std::vector<std::vector<Slice>>& slices_;
  std::map<std::string, std::size_t> by_source_, by_target_;
  std::vector<std::vector<std::size_t>> objects_;  ///< Per table: its objects of phase after_table.
  std::vector<std::size_t> foreign_keys_, final_;
  std::vector<std::vector<std::size_t>> data_, finished_;  ///< Per table: the jobs that load it; and all its objects.
  WorkList list_;
};

}  // namespace

WorkCost cost_of(const Plan& plan, const WorkList& list) {
  WorkCost cost;
  for (const TablePlan& table : plan.tables) cost.rows += load_cost(table);
  const auto add = [&](const std::vector<Step>& steps) {
    for (const Step& step : steps) cost.statements += step.cost;
    cost.steps += steps.size();
  };
  for (const Job& job : list.jobs) {
    if (const auto* load = std::get_if<LoadJob>(&job)) add(load->then);
    if (const auto* step = std::get_if<StepJob>(&job)) add({step->step});
  }
  add(list.final_steps);
  return cost;
}

WorkList make_work_list(const Plan& plan, const std::vector<std::vector<Slice>>& slices) {
  return Builder(plan, slices).build();
}

}  // namespace lite2pg
