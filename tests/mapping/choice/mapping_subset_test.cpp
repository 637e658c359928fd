#include "mapping/choice/mapping_subset.h"

#include <gtest/gtest.h>

#include "mapping/choice/mapping_file.h"

namespace lite2pg::test {
namespace {

Schema with_note() {
  Schema schema;
  Table& table = schema.tables.emplace_back();
  table.name = "note";
  table.columns.resize(1);
  table.columns[0].name = "at";
  return schema;
}

TEST(MappingSubset, LeavesOutWhatTheSchemaLacks) {
  EXPECT_EQ(mapping_subset("[defaults]\n"
                           "on_misfit = \"reject\"\n"
                           "[table.note]  # ours\n"
                           "partition_by = \"day\"\n"
                           "target = \"notes\"\n"
                           "[table.\"note\".column.at]\n"
                           "skip = true\n"
                           "[table.note.column.lang]\n"
                           "skip = true\n"
                           "[table.\"*\".column.lang]\n"
                           "skip = true\n"
                           "  [table.tag]\n"
                           "skip = true\n"
                           "[sequences]\n",
                           with_note()),
            "[defaults]\n"
            "on_misfit = \"reject\"\n"
            "[table.note]  # ours\n"
            "\n"
            "target = \"notes\"\n"
            "[table.\"note\".column.at]\n"
            "skip = true\n"
            "\n"
            "\n"
            "[table.\"*\".column.lang]\n"
            "skip = true\n"
            "\n"
            "\n"
            "[sequences]\n");
}

TEST(MappingSubset, KeepsWhatIsThereAndWhatIsNoMapping) {
  const std::string text = "[table.note]\npartition_by = \"AT\"\n";
  EXPECT_EQ(mapping_subset(text, with_note()), text);
  EXPECT_EQ(mapping_subset("[[[\n", with_note()), "[[[\n");
  EXPECT_EQ(mapping_subset("", with_note()), "");
}

TEST(MappingSubset, IsWhatTheSchemaIsCheckedAgainst) {
  const std::string text = "[table.note.column.lang]\nskip = true\n[table.tag]\nskip = true\n";
  EXPECT_ANY_THROW((void)MappingFile::parse(text).check(with_note()));
  EXPECT_TRUE(MappingFile::parse(mapping_subset(text, with_note())).check(with_note()).empty());
}

}  // namespace
}  // namespace lite2pg::test
