#include "import/tenants/file_notes.h"

#include <gtest/gtest.h>

#include "common/error.h"

namespace lite2pg::test {
namespace {

TEST(FileNotes, AreReadAsTheyWereWritten) {
  FileNotes notes;
  notes.checks.push_back({"t", "c", "why"});
  notes.sequences.emplace_back("t", 42);
  const FileNotes again = notes_from_json(to_json(notes));
  ASSERT_EQ(again.checks.size(), 1U);
  EXPECT_EQ(again.checks[0].reason, "why");
  EXPECT_EQ(again.sequences, notes.sequences);
  EXPECT_THROW((void)notes_from_json("x"), Error);
}

TEST(FileNotes, NumbersIssuedAreFoundAsSqliteFindsTables) {
  FileNotes notes;
  notes.sequences.emplace_back("Person", 42);
  EXPECT_EQ(notes.issued("person"), 42);
  EXPECT_EQ(notes.issued("note"), 0);
}

}  // namespace
}  // namespace lite2pg::test
