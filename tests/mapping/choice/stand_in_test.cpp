#include "mapping/choice/stand_in.h"

#include <gtest/gtest.h>

#include "mapping/codec/decode/spellings/meaning.h"

namespace lite2pg::stand_in_test {
namespace {

ColumnPlan column(LabelForm form) {
  ColumnPlan c;
  c.labels = {"open", "Done", "DONE", "new"};
  c.label_form = form;
  return c;
}

bool stands(const ColumnStandIn& s, const Value& from, const Value& to) { return same(s.of(from), to); }

TEST(ColumnStandIn, LeavesEverythingAsItIsUnlessAsked) {
  const ColumnStandIn none{column(LabelForm::exact)};
  EXPECT_FALSE(none.is_needed());
  EXPECT_TRUE(stands(none, Value::text("OPEN"), Value::text("OPEN")));
  EXPECT_TRUE(none.of(Value::null()).is_null());
}

TEST(ColumnStandIn, FindsLabelsOfAnotherLetterCase) {
  const ColumnStandIn s{column(LabelForm::any_case)};
  EXPECT_TRUE(stands(s, Value::text("OPEN"), Value::text("open")));
  EXPECT_TRUE(stands(s, Value::text("Done"), Value::text("Done")));
  EXPECT_TRUE(stands(s, Value::text("done"), Value::text("done"))) << "two labels are meant alike";
  EXPECT_TRUE(stands(s, Value::text("other"), Value::text("other")));
}

TEST(ColumnStandIn, FindsLabelsOfTheSameLettersWhateverStandsBetween) {
  ColumnPlan c = column(LabelForm::letters);
  c.labels = {"in_progress", "done", "re-open", "reopen"};
  const ColumnStandIn s{c};
  EXPECT_TRUE(stands(s, Value::text("InProgress"), Value::text("in_progress")));
  EXPECT_TRUE(stands(s, Value::text("IN PROGRESS"), Value::text("in_progress")));
  EXPECT_TRUE(stands(s, Value::text("in_progres"), Value::text("in_progres")));
  EXPECT_TRUE(stands(s, Value::text("ReOpen"), Value::text("ReOpen"))) << "two labels are meant alike";
  EXPECT_TRUE(stands(s, Value::text("reopen"), Value::text("reopen")));
  EXPECT_TRUE(stands(s, Value::text(""), Value::text("")));
}

TEST(ColumnStandIn, TakesTheUnitOff) {
  ColumnPlan c;
  c.wording.unit = "€";
  const ColumnStandIn s{c};
  EXPECT_TRUE(stands(s, Value::text("12,50 €"), Value::text("12,50")));
  EXPECT_TRUE(stands(s, Value::text(" €12.50 "), Value::text("12.50")));
  EXPECT_TRUE(stands(s, Value::text("-€ 3"), Value::text("-3")));
  EXPECT_TRUE(stands(s, Value::text("-3\u00A0€"), Value::text("-3")));
  EXPECT_TRUE(stands(s, Value::text(""), Value::text(""))) << "what it is the codec says";
  for (const Value& v : {Value::text("12"), Value::text("12 $"), Value::text("€"), Value::text("-€-3"),
                         Value::of(std::int64_t{5}), Value::of(1.5)})
    EXPECT_TRUE(stands(s, v, Value::text("without its unit")));
}

TEST(ColumnStandIn, ReadsTheWordsOfTheColumn) {
  ColumnPlan c;
  c.wording.true_words = {"sí", "si"};
  c.wording.false_words = {"no"};
  const ColumnStandIn s{c};
  EXPECT_TRUE(stands(s, Value::text("Si"), Value::of(std::int64_t{1})));
  EXPECT_TRUE(stands(s, Value::text("sí"), Value::of(std::int64_t{1})));
  EXPECT_TRUE(stands(s, Value::text("NO"), Value::of(std::int64_t{0})));
  EXPECT_TRUE(stands(s, Value::text("tal vez"), Value::text("tal vez")));
  EXPECT_TRUE(stands(s, Value::of(std::int64_t{1}), Value::of(std::int64_t{1})));
}

/// A spelling is read before the unit and the words, and by the reading that is asked for.
TEST(ColumnStandIn, ReadsTheSpellingOfTheColumn) {
  ColumnPlan c;
  c.wording.spelling = WrittenForm::accounting;
  EXPECT_TRUE(stands(ColumnStandIn{c}, Value::text("(12.50)"), Value::text("-12.50")));
  EXPECT_TRUE(stands(ColumnStandIn(c, meaning_of), Value::text("12.50-"), Value::text("-12.50")));
  c.wording.unit = "$";
  EXPECT_TRUE(stands(ColumnStandIn{c}, Value::text("($12.50)"), Value::text("-12.50")));
  c.wording.null_words = {"-"};
  EXPECT_TRUE(ColumnStandIn{c}.of(Value::text("-")).is_null());
  EXPECT_TRUE(ColumnStandIn{c}.is_needed());
}

TEST(ColumnStandIn, MakesNullOfWords) {
  ColumnPlan c;
  c.wording.null_words = {"null", "N/A"};
  EXPECT_TRUE(stands(ColumnStandIn{c}, Value::text("N/A"), Value::null()));
  EXPECT_TRUE(stands(ColumnStandIn{c}, Value::text("n/a"), Value::text("n/a")));
  c.null_as = "0";
  EXPECT_TRUE(stands(ColumnStandIn{c}, Value::text("null"), Value::of(std::int64_t{0})));
}

TEST(ColumnStandIn, FindsLabelsInArrays) {
  ColumnPlan c = column(LabelForm::any_case);
  c.codec.shape = FieldShape::array;
  const ColumnStandIn words{c};
  EXPECT_TRUE(stands(words, Value::text(R"(["OPEN", null, ["New"]])"), Value::text(R"(["open",null,["new"]])")));
  EXPECT_TRUE(stands(words, Value::text("{OPEN}"), Value::text("{OPEN}")));
  c.label_form = LabelForm::index;
  EXPECT_TRUE(stands(ColumnStandIn{c}, Value::text("[0,3,9]"), Value::text(R"(["open","new",9])")));
}

TEST(ColumnStandIn, CountsLabelsFromZeroOrOne) {
  const ColumnStandIn index{column(LabelForm::index)}, number{column(LabelForm::number)};
  EXPECT_TRUE(stands(index, Value::of(std::int64_t{0}), Value::text("open")));
  EXPECT_TRUE(stands(index, Value::of(std::int64_t{3}), Value::text("new")));
  EXPECT_TRUE(stands(index, Value::of(std::int64_t{4}), Value::of(std::int64_t{4})));
  EXPECT_TRUE(stands(number, Value::of(std::int64_t{1}), Value::text("open")));
  EXPECT_TRUE(stands(number, Value::of(std::int64_t{0}), Value::of(std::int64_t{0})));
  EXPECT_TRUE(stands(index, Value::of(std::int64_t{-1}), Value::of(std::int64_t{-1})));
}

TEST(ColumnStandIn, PutsAConstantInPlaceOfNull) {
  ColumnPlan c;
  for (const auto& [spelled, value] : {std::pair("7", Value::of(std::int64_t{7})), std::pair("1.5", Value::of(1.5)),
                                       std::pair("'it's", Value::text("it's")), std::pair("'", Value::text(""))}) {
    c.null_as = spelled;
    const ColumnStandIn s{c};
    EXPECT_TRUE(stands(s, Value::null(), value)) << spelled;
    EXPECT_TRUE(stands(s, Value::text("x"), Value::text("x")));
  }
}

}  // namespace
}  // namespace lite2pg::stand_in_test
