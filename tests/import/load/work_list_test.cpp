#include "import/load/work_list.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace lite2pg::work_list_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr std::uint64_t large = 100 << 20;

TablePlan table(const std::string& name, std::uint64_t bytes) {
  TablePlan t;
  t.source = name;
  t.target = name + "_t";
  t.rows = bytes / 100;
  t.bytes = bytes;
  return t;
}

ObjectPlan object(ObjectKind kind, const std::string& name, const std::string& table, Phase phase,
                  std::vector<std::string> sql) {
  ObjectPlan o;
  o.kind = kind;
  o.name = name;
  o.table = table;
  o.phase = phase;
  o.sql = std::move(sql);
  return o;
}

/// Two large tables with key, index and a foreign key from b to a; a small one with an index; a view.
Plan example() {
  Plan plan;
  plan.tables = {table("a", large), table("b", 2 * large), table("c", 1000)};
  const auto after = Phase::after_table;
  plan.objects = {
      object(
          ObjectKind::primary_key, "a_pk", "a", after,
          {"CREATE UNIQUE INDEX a_pk ON a_t (id)", "ALTER TABLE a_t ADD CONSTRAINT a_pk PRIMARY KEY USING INDEX a_pk"}),
      object(ObjectKind::index, "a_x", "a", after, {"CREATE INDEX a_x ON a_t (x)"}),
      object(ObjectKind::check, "b_check", "b", after, {"ALTER TABLE b_t ADD CHECK (x > 0)"}),
      object(ObjectKind::index, "c_x", "c", after, {"CREATE INDEX c_x ON c_t (x)"}),
      object(ObjectKind::foreign_key, "b_a", "b", Phase::after_load,
             {"ALTER TABLE b_t ADD FOREIGN KEY (a) REFERENCES a_t"}),
      object(ObjectKind::view, "v", "", Phase::final_, {"CREATE VIEW v AS SELECT 1"}),
      object(ObjectKind::trigger, "lost", "a", Phase::none, {}),
  };
  plan.objects[4].target_table = "b_t";
  plan.objects[4].target_parent = "a_t";
  return plan;
}

std::vector<std::vector<Slice>> whole(std::size_t tables) {
  return std::vector<std::vector<Slice>>(tables, std::vector<Slice>(1));
}

/// The number of the job that runs a statement which contains `text`.
std::size_t job_of(const WorkList& list, const std::string& text) {
  for (std::size_t i = 0; i < list.jobs.size(); ++i) {
    const auto* step = std::get_if<StepJob>(&list.jobs[i]);
    if (step != nullptr && step->step.sql.find(text) != std::string::npos) return i;
  }
  ADD_FAILURE() << "no job for " << text;
  return 0;
}

/// All that must be done before an item, directly or not.
std::set<std::size_t> before(const WorkList& list, std::size_t item) {
  std::set<std::size_t> all;
  for (const std::size_t a : list.items[item].after) {
    all.insert(a);
    all.merge(before(list, a));
  }
  return all;
}

TEST(WorkList, LoadsEachTableOnce) {
  const WorkList list = make_work_list(example(), whole(3));
  std::vector<std::size_t> tables;
  for (const Job& job : list.jobs) {
    if (const auto* load = std::get_if<LoadJob>(&job)) {
      EXPECT_TRUE(load->whole());
      tables.push_back(load->table);
    }
  }
  EXPECT_THAT(tables, UnorderedElementsAre(0, 1, 2));
  EXPECT_EQ(list.jobs.size(), list.items.size());
}

TEST(WorkList, BuildsIndexesAfterTheirTableOnly) {
  const WorkList list = make_work_list(example(), whole(3));
  const std::size_t index = job_of(list, "CREATE INDEX a_x");
  ASSERT_EQ(before(list, index).size(), 1U);
  EXPECT_EQ(std::get<LoadJob>(list.jobs[*before(list, index).begin()]).table, 0U);
  EXPECT_THAT(list.items[index].locks, ElementsAre(std::pair(std::size_t{0}, TableLock::shared)));
}

TEST(WorkList, AttachesAKeyAfterItsIndexAndAlone) {
  const WorkList list = make_work_list(example(), whole(3));
  const std::size_t attach = job_of(list, "USING INDEX");
  EXPECT_TRUE(before(list, attach).contains(job_of(list, "CREATE UNIQUE INDEX a_pk")));
  EXPECT_THAT(list.items[attach].locks, ElementsAre(std::pair(std::size_t{0}, TableLock::exclusive)));
}

TEST(WorkList, AddsForeignKeysAfterTheParentsKeyWithBothTablesLocked) {
  const WorkList list = make_work_list(example(), whole(3));
  const std::size_t key = job_of(list, "FOREIGN KEY");
  EXPECT_TRUE(before(list, key).contains(job_of(list, "USING INDEX")));
  EXPECT_THAT(list.items[key].locks, UnorderedElementsAre(std::pair(std::size_t{0}, TableLock::exclusive),
                                                          std::pair(std::size_t{1}, TableLock::exclusive)));
}

TEST(WorkList, AddsForeignKeysAfterTheChildsIndexesWhichMakeThemCheap) {
  Plan plan = example();
  plan.objects.push_back(
      object(ObjectKind::index, "b_a_x", "b", Phase::after_table, {"CREATE INDEX b_a_x ON b_t (a)"}));
  const WorkList list = make_work_list(plan, whole(3));
  EXPECT_TRUE(before(list, job_of(list, "FOREIGN KEY")).contains(job_of(list, "CREATE INDEX b_a_x")));
}

TEST(WorkList, FinishesASmallTableInItsLoad) {
  const WorkList list = make_work_list(example(), whole(3));
  for (const Job& job : list.jobs) {
    const auto* load = std::get_if<LoadJob>(&job);
    if (load == nullptr) {
      EXPECT_EQ(std::get<StepJob>(job).step.sql.find("c_t"), std::string::npos);
    } else if (load->table == 2) {
      ASSERT_EQ(load->then.size(), 2U);
      EXPECT_EQ(load->then[0].sql, "CREATE INDEX c_x ON c_t (x)");
      EXPECT_EQ(load->then[1].sql, "ANALYZE \"c_t\"");
    } else {
      EXPECT_TRUE(load->then.empty());
    }
  }
}

TEST(WorkList, AnalyzesAfterTheIndexes) {
  const WorkList list = make_work_list(example(), whole(3));
  const auto all = before(list, job_of(list, "ANALYZE \"a_t\""));
  EXPECT_TRUE(all.contains(job_of(list, "CREATE INDEX a_x")));
  EXPECT_TRUE(all.contains(job_of(list, "USING INDEX")));
}

TEST(WorkList, WaitsForAllSlices) {
  auto slices = whole(3);
  slices[0].resize(3);
  const WorkList list = make_work_list(example(), slices);
  std::vector<std::string> labels;
  for (const Job& job : list.jobs) {
    const auto* load = std::get_if<LoadJob>(&job);
    if (load != nullptr && load->table == 0) labels.push_back(load->label);
  }
  EXPECT_THAT(labels, ElementsAre("1/3", "2/3", "3/3"));
  EXPECT_EQ(before(list, job_of(list, "CREATE INDEX a_x")).size(), 3U);
}

TEST(WorkList, KeepsViewsForTheEnd) {
  const WorkList list = make_work_list(example(), whole(3));
  ASSERT_EQ(list.final_steps.size(), 1U);
  EXPECT_EQ(list.final_steps[0].sql, "CREATE VIEW v AS SELECT 1");
}

TEST(WorkList, NamesEveryStepOnce) {
  const WorkList list = make_work_list(example(), whole(3));
  std::set<std::string> names;
  std::size_t steps = 0;
  const auto note = [&](const Step& step) {
    names.insert(step.name);
    ++steps;
  };
  for (const Job& job : list.jobs) {
    if (const auto* load = std::get_if<LoadJob>(&job)) {
      std::ranges::for_each(load->then, note);
    } else {
      note(std::get<StepJob>(job).step);
    }
  }
  std::ranges::for_each(list.final_steps, note);
  EXPECT_EQ(names.size(), steps);
  EXPECT_TRUE(names.contains("1.2 primary_key a_pk")) << testing::PrintToString(names);
}

TEST(WorkList, SetsIdentityPositions) {
  Plan plan = example();
  ColumnPlan id;
  id.source = id.target = "id";
  id.identity = true;
  plan.tables[0].columns = {id};
  const WorkList list = make_work_list(plan, whole(3));
  const auto& step = std::get<StepJob>(list.jobs[job_of(list, "setval")]).step;
  EXPECT_EQ(step.name, "identity a_t");
}

TEST(WorkList, TwoWorkersFinishInLittleMoreThanHalfTheTime) {
  Plan plan;
  for (int t = 0; t < 6; ++t) {
    const std::string name = "t" + std::to_string(t);
    plan.tables.push_back(table(name, static_cast<std::uint64_t>(t + 1) * large));
    for (int i = 0; i < 2; ++i) {
      plan.objects.push_back(object(ObjectKind::index, name + std::to_string(i), name, Phase::after_table,
                                    {"CREATE INDEX ON " + name + "_t (x)"}));
    }
  }
  const WorkList list = make_work_list(plan, whole(6));
  const auto end = [&](std::size_t workers) {
    double latest = 0;
    for (const Placement& p : simulate(list.items, workers)) latest = std::max(latest, p.end);
    return latest;
  };
  EXPECT_LT(end(2), 0.55 * end(1));
}

}  // namespace
}  // namespace lite2pg::work_list_test
