#include "import/tenants/file_notes.h"

#include <gtest/gtest.h>

#include "common/error.h"

namespace lite2pg::test::file_notes_test {
namespace {

TEST(FileNotes, AreReadAsTheyWereWritten) {
  FileNotes notes;
  notes.checks.push_back({"t", "c", "why"});
  notes.sequences.emplace_back("t", 42);
  notes.months["t"] = {"2025-01", "2025-03"};
  notes.misfits.push_back(
      {{"t", "c", "rowid 1", "'x'", "odd", 3, {{"[remedy]", {"one", "two"}}}}, {{"rowid 1", "'x'"}, {"rowid 2", ""}}});
  const FileNotes again = notes_from_json(to_json(notes));
  ASSERT_EQ(again.checks.size(), 1U);
  EXPECT_EQ(again.checks[0].reason, "why");
  EXPECT_EQ(again.sequences, notes.sequences);
  EXPECT_EQ(again.months, notes.months);
  ASSERT_EQ(again.misfits.size(), 1U);
  EXPECT_EQ(again.misfits[0].group.count, 3U);
  EXPECT_EQ(again.misfits[0].group.remedy, notes.misfits[0].group.remedy);
  EXPECT_EQ(again.misfits[0].rows, notes.misfits[0].rows);
  EXPECT_TRUE(notes_from_json(R"({"checks": [], "sequences": []})").misfits.empty());
  EXPECT_THROW((void)notes_from_json("x"), Error);
}

TEST(FileNotes, NumbersIssuedAreFoundAsSqliteFindsTables) {
  FileNotes notes;
  notes.sequences.emplace_back("Person", 42);
  EXPECT_EQ(notes.issued("person"), 42);
  EXPECT_EQ(notes.issued("note"), 0);
}

}  // namespace
}  // namespace lite2pg::test::file_notes_test
