// Rows as questions see them: lines of COPY's text format, row n being "rowid n".
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "import/existing/row_question.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test {

class CountingCursor : public RowCursor {
 public:
  bool next(Row&) override { return false; }
  [[nodiscard]] std::string locate() const override { return "rowid " + std::to_string(row_); }
  [[nodiscard]] std::int64_t row_number() const override { return row_; }
  void step() { ++row_; }

 private:
  std::int64_t row_ = 0;
};

/// A table of "id bigint, a integer, b text", asked on a server that does not have it.
class QuestionFixture : public testing::Test {
 protected:
  static ColumnPlan column(const std::string& name, int source, const std::string& type) {
    ColumnPlan c;
    c.source = c.target = name;
    c.source_index = source;
    c.type = type;
    return c;
  }
  static TargetConstraint constraint(ConstraintKind kind, const std::vector<std::string>& columns) {
    TargetConstraint c{kind, "c", "t", "", "", "", {}, false, {}};
    c.columns = columns;
    c.by_columns_alone = true;
    return c;
  }
  static void show(RowQuestion& question, const std::vector<std::string>& lines) {
    CountingCursor cursor;
    for (const std::string& line : lines) {
      cursor.step();
      question.see(line + "\n", cursor);
    }
  }
  static ConstraintAnswers answer_of(RowQuestion& question) {
    ConstraintAnswers answers;
    question.answer(answers);
    return answers;
  }
  /// "id, id % 7, tN" for 1 to `count`.
  static std::vector<std::string> many(int count) {
    std::vector<std::string> lines;
    for (int i = 1; i <= count; ++i)
      lines.push_back(std::to_string(i) + "\t" + std::to_string(i % 7) + "\tt" + std::to_string(i));
    return lines;
  }

  static TablePlan plan() {
    TablePlan table;
    table.source = table.target = "t";
    table.columns = {column("id", 0, "bigint"), column("a", 1, "integer"), column("b", 2, "text")};
    return table;
  }

  TablePlan table_ = plan();
  TempDatabase database_;
  Session session_{Target{database_.uri()}, "test"};
};

}  // namespace lite2pg::test
