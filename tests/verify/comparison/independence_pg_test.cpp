// Verify does not trust the import: for every codec, an encode that is wrong shows as a difference in that column and
// nowhere else. The rows go the way of an import (row writer, COPY, ledger), and verify reads them as ever.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "export/rows/source.h"
#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "import/load/row_writer.h"
#include "import/postgres/copy_stream.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/plan/ddl.h"
#include "tests/mapping/codec_domains.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_dir.h"
#include "tests/verify/bind_value.h"
#include "tests/verify/wrong_encode.h"
#include "verify/comparison/phases.h"

namespace lite2pg::independence_pg_test {
namespace {

using testing::IsEmpty;

constexpr std::int64_t rows_a_table = 40;

std::string type_of(const Codec& codec) {
  std::string type(wire_type(codec));
  if (codec.id() == CodecId::bit) return type + "(8)";
  if (codec.id() == CodecId::text && codec.text().max_chars > 0)
    return "varchar(" + std::to_string(codec.text().max_chars) + ")";
  if (codec.decimal().precision == 0 || codec.id() == CodecId::money) return type;
  return type + "(" + std::to_string(codec.decimal().precision) + "," + std::to_string(codec.decimal().scale) + ")";
}

/// One table a domain of a codec, on both sides, and a ledger that says with which codec each was loaded.
class EveryCodec {
 public:
  EveryCodec() {
    SQLite::Database db(source_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Transaction whole(db);
    std::size_t number = 0;
    for (const test::CodecDomain& domain : test::codec_domains()) {
      // Elements and bounds go through the codecs of scalars.
      if (domain.codec.shape == FieldShape::scalar) add(db, domain, "t" + std::to_string(number++));
    }
    whole.commit();
    write_ledger();
    target_.psql("CREATE EXTENSION hstore");
    for (const Loaded& t : tables_) target_.psql(create_table_sql(t.plan, "public"));
  }

  /// Loads the codec's tables anew, or all.
  void load(std::optional<CodecId> codec = {}) {
    DataConnection connection(Target{target_.uri()}, "test");
    for (const Loaded& t : tables_) {
      if (codec && t.plan.columns[1].codec.id() != *codec) continue;
      connection.execute("TRUNCATE " + qualified("public", t.plan.target));
      FieldBuffer buffer;
      RowWriter writer(t.plan);
      for (std::size_t i = 0; i < t.values.size(); ++i) {
        const std::array row = {Value::of(static_cast<std::int64_t>(i)), t.values[i].view()};
        ASSERT_EQ(writer.write(row, buffer).reason, Misfit::none) << to_string(t.plan.columns[1].codec);
      }
      connection.copy_in_begin(copy_in_sql(t.plan, "public", false));
      connection.copy_in_send(buffer.view());
      ASSERT_EQ(connection.copy_in_end(), t.values.size());
    }
  }

  /// Differences as "t7 changed id=3 v"; what is no such change is shown whole.
  [[nodiscard]] std::vector<std::string> differences() const {
    VerifyOptions options;
    options.source = source_;
    options.target = target_.uri();
    options.data_only = true;
    options.common.jobs = 2;
    options.diff_limit = 1000;
    Progress progress(std::make_shared<Console>(), ProgressMode::never);
    const VerifyResult result = verify(options, progress);
    EXPECT_EQ(result.tables.size(), tables_.size());
    EXPECT_THAT(result.assumptions, IsEmpty());
    EXPECT_EQ(result.plan.substr(0, 4), "run ");
    std::vector<std::string> lines;
    for (const TableOutcome& t : result.tables) {
      for (const Difference& d : t.report.differences)
        lines.push_back(t.report.source + " " + std::string(name_of(d.kind)) + " " + d.key + " " + d.column);
    }
    return lines;
  }

  /// What `differences` must be when all fields of the codec are wrong.
  [[nodiscard]] std::vector<std::string> expected(CodecId codec) const {
    std::vector<std::string> lines;
    for (const Loaded& t : tables_) {
      if (t.plan.columns[1].codec.id() != codec) continue;
      for (std::size_t i = 0; i < t.values.size(); ++i)
        lines.push_back(t.plan.source + " changed id=" + std::to_string(i) + " v");
    }
    return lines;
  }
  [[nodiscard]] std::string first_table(CodecId codec) const {
    return std::ranges::find(tables_, codec, [](const Loaded& t) { return t.plan.columns[1].codec.id(); })->plan.source;
  }

 private:
  struct Loaded {
    TablePlan plan;
    std::vector<OwnedValue> values;
  };

  void add(SQLite::Database& db, const test::CodecDomain& domain, const std::string& name) {
    db.exec("CREATE TABLE " + name + " (id INTEGER PRIMARY KEY, v)");
    Loaded& table = tables_.emplace_back();
    table.plan = plan_of(domain.codec, name);
    test::Random random(std::hash<std::string>{}(domain.name));
    SQLite::Statement insert(db, "INSERT INTO " + name + " VALUES (?, ?)");
    for (std::int64_t i = 0; i < rows_a_table; ++i) {
      table.values.push_back(domain.make(random));
      insert.bind(1, i);
      test::bind_value(insert, 2, table.values.back().view());
      insert.exec();
      insert.reset();
    }
  }

  static TablePlan plan_of(const Codec& codec, const std::string& name) {
    TablePlan plan;
    plan.source = plan.target = name;
    plan.key = {0};
    ColumnPlan& id = plan.columns.emplace_back();
    id.source = id.target = "id";
    id.source_index = 0;
    // Another codec than that of the values, which may be the wrong one.
    id.codec = codec.id() == CodecId::int8 ? CodecId::int4 : CodecId::int8;
    id.type = wire_type(id.codec);
    ColumnPlan& v = plan.columns.emplace_back();
    v.source = v.target = "v";
    v.source_index = 1;
    v.type = type_of(codec);
    v.codec = codec;
    v.fidelity = is_spelling_exact(codec) ? Fidelity::exact : Fidelity::equivalent;
    return plan;
  }

  void write_ledger() const {
    Session session(Target{target_.uri()}, "test");
    ensure_ledger(session);
    Plan plan;
    plan.schema = SqliteSource(source_, 1).schema();
    for (const Loaded& t : tables_) plan.tables.push_back(t.plan);
    RunRecord run;
    run.id = new_run_id();
    run.target_schema = "public";
    run.staging_schema = staging_schema_of(run.id);
    run.settings = "{}";
    record_run(session, run, to_json(plan));
    record_state(session, run.id, RunState::staged, "", "{}");
    record_state(session, run.id, RunState::published, "", "{}");
  }

  test::TempDir dir_;
  test::TempDatabase target_;
  std::string source_ = dir_ / "source.db";
  std::vector<Loaded> tables_;
};

class Independence : public testing::TestWithParam<CodecId> {
 protected:
  /// Not for the suite: where that fails, its tests count as skipped.
  void SetUp() override {
    if (tables_) return;
    auto tables = std::make_unique<EveryCodec>();
    ASSERT_NO_FATAL_FAILURE(tables->load());
    ASSERT_THAT(tables->differences(), IsEmpty());  // With the right codecs: each test leaves it so.
    tables_ = std::move(tables);
  }
  static void TearDownTestSuite() {
    if (tables_) {
      EXPECT_THAT(tables_->differences(), IsEmpty());
    }
    tables_.reset();
  }

  static std::unique_ptr<EveryCodec> tables_;
};

std::unique_ptr<EveryCodec> Independence::tables_;

TEST_P(Independence, WrongFieldsOfOneCodecAreNamedAndNothingElse) {
  const CodecId codec = GetParam();
  {
    const test::WrongEncode wrong(codec);
    tables_->load(codec);
  }
  EXPECT_THAT(tables_->differences(), testing::UnorderedElementsAreArray(tables_->expected(codec)));
  {
    const test::WrongEncode wrong(codec, 7);
    tables_->load(codec);
  }
  EXPECT_THAT(tables_->differences(), testing::ElementsAre(tables_->first_table(codec) + " changed id=7 v"));
  tables_->load(codec);
}

/// Every codec that there is: a new one without a domain fails here.
std::vector<CodecId> all_codecs() {
  std::vector<CodecId> ids;
  for (int id = 0; id <= static_cast<int>(CodecId::jsonb); ++id) ids.push_back(static_cast<CodecId>(id));
  return ids;
}

INSTANTIATE_TEST_SUITE_P(All, Independence, testing::ValuesIn(all_codecs()), [](const auto& p) {
  const std::string name = to_string({p.param});
  return name.substr(0, name.find('('));
});

}  // namespace
}  // namespace lite2pg::independence_pg_test
