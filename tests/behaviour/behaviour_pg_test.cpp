// Tomorrow's rows: the same random INSERT, UPDATE and DELETE on SQLite and on what it was migrated to. Both take and
// refuse the same, and hold the same rows afterwards; whatever differs is in the plan's report.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <optional>

#include "tests/behaviour/random_schema.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::behaviour_pg_test {
namespace {

using namespace test;

unsigned number_from(const char* variable, unsigned otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

/// What the schemas of a run came to.
struct Tally {
  int schemas = 0, refused_by_sqlite = 0, objects = 0, carried = 0, taken = 0, refused = 0, reported = 0;
};

class Trial {
 public:
  Trial(unsigned seed, TargetSession& session, const std::string& file, Tally& tally)
      : seed_(seed), session_(session), file_(file), tally_(tally) {}

  /// Empty, or what differs without a word in the report.
  std::string run() {
    std::string difference;
    for (const bool without_changed : {false, true}) {
      difference = attempt(without_changed);
      if (difference.empty()) {
        tally_.reported += without_changed ? 1 : 0;
        return {};
      }
      if (!changed_) return difference;
    }
    return difference;
  }

 private:
  /// With what is carried alone; `without_changed`: as it is alone.
  std::string attempt(bool without_changed) {
    RandomSchema random(seed_);
    const std::vector<std::string> rows = random.todays_rows();
    for (int round = 0;; ++round) {
      std::vector<std::string> script = {random.spec().script()};
      script.insert(script.end(), rows.begin(), rows.end());
      std::optional<TwoDatabases> made;
      try {
        made.emplace(session_, file_, script);
      } catch (const SchemaRefused&) {
        ++tally_.refused_by_sqlite;
        return {};
      }
      TwoDatabases& databases = *made;
      if (!databases.plan().misfits.empty()) return {};  // Refused, with all reasons.
      if (round == 0 && !without_changed) count(databases.plan());
      if (round < 5 && leave_out(random.spec(), databases.plan(), without_changed)) continue;
      return compare(random, databases);
    }
  }

  void count(const Plan& plan) {
    changed_ = false;
    for (const ObjectPlan& object : plan.objects) {
      ++tally_.objects;
      tally_.carried += object.status == ObjectStatus::not_carried ? 0 : 1;
      changed_ = changed_ || object.status == ObjectStatus::changed;
    }
  }

  static bool leave_out(SchemaSpec& spec, const Plan& plan, bool without_changed) {
    bool any = false;
    for (const ObjectPlan& object : plan.objects) {
      const bool copied = object.kind == ObjectKind::generated_column && object.status == ObjectStatus::changed;
      const bool gone = object.status == ObjectStatus::not_carried || copied ||
                        (without_changed && object.status == ObjectStatus::changed);
      any = (gone && spec.take_out(object)) || any;
    }
    return any;
  }

  std::string compare(RandomSchema& random, TwoDatabases& databases) {
    constexpr int statements = 40;
    try {
      databases.load();
    } catch (const std::runtime_error& e) {
      return told(random, databases, std::string("the load fails: ") + e.what());
    }
    for (int n = 0; n < statements; ++n) {
      const std::string difference = databases.run(random.statement(databases));
      if (!difference.empty()) return told(random, databases, difference);
    }
    tally_.taken += databases.taken();
    tally_.refused += databases.refused();
    const std::string difference = databases.compare();
    return difference.empty() ? difference : told(random, databases, difference);
  }

  [[nodiscard]] std::string told(RandomSchema& random, const TwoDatabases& databases, const std::string& what) const {
    std::string text = "seed " + std::to_string(seed_) + "\n" + random.spec().script() + what + "\n";
    for (const ObjectPlan& object : databases.plan().objects) {
      for (const std::string& sql : object.sql) text += "  " + sql + "\n";
    }
    for (const TablePlan& table : databases.plan().tables) {
      for (const ColumnPlan& c : table.columns) {
        text += "  " + c.source + " " + c.type + " " + to_string(c.codec) + " " + c.default_sql + " " +
                c.generated_sql + "\n";
      }
    }
    return text;
  }

  unsigned seed_;
  TargetSession& session_;
  std::string file_;
  Tally& tally_;
  bool changed_ = false;
};

/// LITE2PG_SEED: the first schema; LITE2PG_SCHEMAS: how many.
TEST(Behaviour, RandomStatementsDoTheSame) {
  const unsigned first = number_from("LITE2PG_SEED", 1), count = number_from("LITE2PG_SCHEMAS", 150);
  const TempDatabase target;
  const TempDir folder;
  TargetSession session(target.uri());
  Tally tally;
  int differing = 0;
  for (unsigned seed = first; seed < first + count && differing < 10; ++seed) {
    ++tally.schemas;
    const std::string difference = Trial(seed, session, folder / "source.db", tally).run();
    if (difference.empty()) continue;
    ++differing;
    ADD_FAILURE() << difference;
  }
  std::cout << tally.schemas << " schemas (" << tally.refused_by_sqlite << " refused by SQLite), " << tally.objects
            << " objects (" << tally.carried << " carried), " << tally.taken << " statements taken and "
            << tally.refused << " refused by both, " << tally.reported
            << " schemas with a difference that the report names\n";
  EXPECT_GT(tally.taken, static_cast<int>(count)) << "few statements were taken: nothing is proven";
}

/// A REAL of -2^63, rounded into a numeric column; an index of a very long expression.
TEST(Behaviour, SeedsThatDifferedOnce) {
  const TempDatabase target;
  const TempDir folder;
  TargetSession session(target.uri());
  Tally tally;
  for (const unsigned seed : {1550U, 10877U, 12991U})
    EXPECT_EQ(Trial(seed, session, folder / "source.db", tally).run(), "");
}

}  // namespace
}  // namespace lite2pg::behaviour_pg_test
