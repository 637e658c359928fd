// Forms in which columns write values otherwise than their types: encode and decode each read them in their own way,
// and agree.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "mapping/codec/decode/spellings/meaning.h"
#include "mapping/codec/encode/spellings/spelling.h"

namespace lite2pg::spellings_test {
namespace {

std::string spelled(const Value& v) {
  if (v.storage() == StorageClass::text) return std::string(v.bytes());
  return v.storage() == StorageClass::integer ? std::to_string(v.integer()) + " as INTEGER" : "other";
}

/// What the codec is to read.
std::string read(WrittenForm form, const Value& v) {
  std::string encoded, decoded;
  std::string text = spelled(read_spelling(form, v, encoded));
  EXPECT_EQ(spelled(meaning_of(form, v, decoded)), text) << traits_of(form).word;
  return text;
}
std::string read(WrittenForm form, const std::string& text) { return read(form, Value::text(text)); }
std::string read(WrittenForm form, std::int64_t n) { return read(form, Value::of(n)); }

/// Texts that are not in the form stay what they are.
void expect_unread(WrittenForm form, std::initializer_list<const char*> texts) {
  for (const char* text : texts) EXPECT_EQ(read(form, text), text);
}

constexpr const char* refused = "not in the column's form";

TEST(Spellings, LiteralsAreNumbersOfPrograms) {
  EXPECT_EQ(read(WrittenForm::literal, "0x1F"), "31");
  EXPECT_EQ(read(WrittenForm::literal, " -0X1f "), "-31");
  EXPECT_EQ(read(WrittenForm::literal, "0b1010_0101"), "165");
  EXPECT_EQ(read(WrittenForm::literal, "0o17"), "15");
  EXPECT_EQ(read(WrittenForm::literal, "1_000_000.50"), "1000000.50");
  EXPECT_EQ(read(WrittenForm::literal, "0xFFFFFFFFFFFFFFFFFFFFFFFF"), "79228162514264337593543950335");
  EXPECT_EQ(read(WrittenForm::literal, "0x00"), "0");
  expect_unread(WrittenForm::literal, {"12", "017", "0x", "0xG", "0x1__F", "0x_1", "0x1_", "1__0", "_1", "1_", "0b12",
                                       "0o8", "x1F", "1_.5", ""});
  EXPECT_EQ(read(WrittenForm::literal, 5), "5 as INTEGER");
}

TEST(Spellings, HexIsAllOrNothing) {
  EXPECT_EQ(read(WrittenForm::hex, "1f"), "31");
  EXPECT_EQ(read(WrittenForm::hex, "10"), "16");
  EXPECT_EQ(read(WrittenForm::hex, "#ff8800"), "16746496");
  EXPECT_EQ(read(WrittenForm::hex, "-0x1F"), "-31");
  EXPECT_EQ(read(WrittenForm::hex, "g"), refused);
  EXPECT_EQ(read(WrittenForm::hex, "1.5"), refused);
  EXPECT_EQ(read(WrittenForm::hex, 10), refused);
  EXPECT_EQ(read(WrittenForm::hex, ""), "");
  EXPECT_EQ(traits_of(WrittenForm::hex).write("255"), "ff");
  EXPECT_EQ(traits_of(WrittenForm::hex).write("-16"), "-10");
  EXPECT_EQ(traits_of(WrittenForm::hex).write("79228162514264337593543950335"), "ffffffffffffffffffffffff");
  EXPECT_EQ(traits_of(WrittenForm::hex).write("1.5"), "");
}

TEST(Spellings, BookKeepersHaveTheirOwnMinus) {
  EXPECT_EQ(read(WrittenForm::accounting, "(12.50)"), "-12.50");
  EXPECT_EQ(read(WrittenForm::accounting, "( 1,234.50 )"), "-1,234.50");
  EXPECT_EQ(read(WrittenForm::accounting, "12.50-"), "-12.50");
  EXPECT_EQ(read(WrittenForm::accounting, "12.50 \u2212"), "-12.50");
  EXPECT_EQ(read(WrittenForm::accounting, "\u221212"), "-12");
  expect_unread(WrittenForm::accounting, {"12.50", "-12.50", "(-12)", "((12))", "()", "-", "-12-", "(12)-", "-(12)"});
}

TEST(Spellings, FractionsAreTheDecimalsThatTheyMake) {
  EXPECT_EQ(read(WrittenForm::fraction, "1/2"), "0.5");
  EXPECT_EQ(read(WrittenForm::fraction, "-2 3/4"), "-2.75");
  EXPECT_EQ(read(WrittenForm::fraction, "6/3"), "2");
  EXPECT_EQ(read(WrittenForm::fraction, "3/6"), "0.5");
  EXPECT_EQ(read(WrittenForm::fraction, "2½"), "2.5");
  EXPECT_EQ(read(WrittenForm::fraction, "⅜"), "0.375");
  EXPECT_EQ(read(WrittenForm::fraction, "1/1024"), "0.0009765625");
  expect_unread(WrittenForm::fraction,
                {"1/3", "1/0", "1/2/3", "1 /2", "/2", "1/", "0.5", "1/-2", "⅓", "2 ½ ½", "x1/2"});
}

TEST(Spellings, DigitsOfOtherScripts) {
  EXPECT_EQ(read(WrittenForm::native, "١٢٣٫٥"), "123.5");
  EXPECT_EQ(read(WrittenForm::native, "१२,३४५"), "12,345");
  EXPECT_EQ(read(WrittenForm::native, "－１２．５"), "-12.5");
  EXPECT_EQ(read(WrittenForm::native, "۱۲۳"), "123");
  EXPECT_EQ(read(WrittenForm::native, "๔๒"), "42");
  expect_unread(WrittenForm::native, {"123", "一", "é", "½"});
}

TEST(Spellings, GroupsOfTwoBeforeTheLastThree) {
  EXPECT_EQ(read(WrittenForm::lakh, "12,34,567.50"), "1234567.50");
  EXPECT_EQ(read(WrittenForm::lakh, "-1,23,456"), "-123456");
  EXPECT_EQ(read(WrittenForm::lakh, "1,234"), "1234");
  expect_unread(WrittenForm::lakh, {"123,456", "1234", "1,2,345", "12,34", ",123", "1,,234", "1,23,45"});
}

TEST(Spellings, ClocksWithoutAColon) {
  for (const char* text : {"0830", "830", "8.30", "8h30", "08h30", "8 h 30", "8.30 Uhr", "8.30h", "08H30"})
    EXPECT_EQ(read(WrittenForm::hhmm, text), "08:30:00") << text;
  EXPECT_EQ(read(WrittenForm::hhmm, "8h"), "08:00:00");
  EXPECT_EQ(read(WrittenForm::hhmm, 830), "08:30:00");
  EXPECT_EQ(read(WrittenForm::hhmm, 5), "00:05:00");
  EXPECT_EQ(read(WrittenForm::hhmm, std::int64_t{0}), "00:00:00");
  expect_unread(WrittenForm::hhmm, {"8", "08:30", "08:30:15", "8.3", "8.", "h30", "083000", "8h3", "noon", "8.30.15"});
  EXPECT_EQ(read(WrittenForm::hhmm, -830), "-830 as INTEGER");
  EXPECT_EQ(read(WrittenForm::hhmmss, "083015"), "08:30:15");
  EXPECT_EQ(read(WrittenForm::hhmmss, "083015.25"), "08:30:15.25");
  expect_unread(WrittenForm::hhmmss, {"0830", "08:30:15", "083015.", "0830155", "083015,5"});
  EXPECT_EQ(read(WrittenForm::hhmmss, 83015), "83015 as INTEGER");
}

TEST(Spellings, MonthsAndYearsAreTheirFirstDays) {
  for (const char* text :
       {"2026-11", "2026/11", "11/2026", "11.2026", "202611", "Nov 2026", "november 2026", "2026-Nov"})
    EXPECT_EQ(read(WrittenForm::month, text), "2026-11-01") << text;
  EXPECT_EQ(read(WrittenForm::month, 202611), "2026-11-01");
  for (const char* text : {"2026", "2026-13", "2026-00", "2026-11-01", "26-11", "179911", "Foo 2026", "0999-11"})
    EXPECT_EQ(read(WrittenForm::month, text), refused) << text;
  EXPECT_EQ(read(WrittenForm::year, "2026"), "2026-01-01");
  EXPECT_EQ(read(WrittenForm::year, 2026), "2026-01-01");
  for (const char* text : {"26", "2026-11", "0999", "20261", "2026-01-01"})
    EXPECT_EQ(read(WrittenForm::year, text), refused);
  EXPECT_EQ(read(WrittenForm::first_day, "2026"), "2026-01-01");
  EXPECT_EQ(read(WrittenForm::first_day, "2026-11"), "2026-11-01");
  expect_unread(WrittenForm::first_day, {"2026-11-17", "soon"});
  EXPECT_EQ(traits_of(WrittenForm::month).write("2026-11-01"), "2026-11");
  EXPECT_EQ(traits_of(WrittenForm::month).write("2026-11-02"), "");
  EXPECT_EQ(traits_of(WrittenForm::year).write("2026-01-01"), "2026");
  EXPECT_EQ(traits_of(WrittenForm::year).write("2026-02-01"), "");
}

constexpr const char* uuid = "6f9619ff8b86401ab42d00cf4fc964ff";

/// 6f9619ff-8b86-401a-b42d-00cf4fc964ff, as other programs write it: base64 and base32 of coreutils, the rest by
/// Python's integers.
TEST(Spellings, UuidsOfFewerLetters) {
  EXPECT_EQ(read(WrittenForm::base64, "b5YZ/4uGQBq0LQDPT8lk/w=="), uuid);
  EXPECT_EQ(read(WrittenForm::base64, "b5YZ_4uGQBq0LQDPT8lk_w"), uuid);
  EXPECT_EQ(read(WrittenForm::base64_dotnet, "/xmWb4aLGkC0LQDPT8lk/w=="), uuid);
  EXPECT_EQ(read(WrittenForm::base64_bytes, "AAECAwQFBgcICQoLDA0ODw=="), "000102030405060708090a0b0c0d0e0f");
  EXPECT_EQ(read(WrittenForm::base32, "N6LBT74LQZABVNBNADHU7SLE74"), uuid);
  EXPECT_EQ(read(WrittenForm::base32, "n6lbt74lqzabvnbnadhu7sle74======"), uuid);
  EXPECT_EQ(read(WrittenForm::shortuuid, "MrfFSB9iPGWH2FXdMyuVXk"), uuid);
  EXPECT_EQ(read(WrittenForm::base58, "EnC5jm3BLnCpnmGFoxEtop"), uuid);
  EXPECT_EQ(read(WrittenForm::base62, "3OYkBO56jcsu8o2F0nnIMR"), uuid);
  EXPECT_EQ(read(WrittenForm::ulid, "01ARZ3NDEKTSV4RRFFQ69G5FAV"), "01563e3ab5d3d6764c61efb99302bd5b");
  EXPECT_EQ(read(WrittenForm::ulid, "01arz3ndektsv4rrffq69g5fav"), "01563e3ab5d3d6764c61efb99302bd5b");
  EXPECT_EQ(read(WrittenForm::ulid, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"), "ffffffffffffffffffffffffffffffff");
  EXPECT_EQ(read(WrittenForm::decimal, "148323679367508133614817451802563798271"), uuid);
  expect_unread(WrittenForm::ulid,
                {"8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAU"});
  expect_unread(WrittenForm::base32, {"N6LBT74LQZABVNBNADHU7SLE75", "N6LBT74LQZABVNBNADHU7SLE7"});
  expect_unread(WrittenForm::base64_bytes,
                {"AAECAwQFBgcICQoLDA0ODx==", "AAECAwQFBgcICQoLDA0OD", "AAECAwQFBgcICQoLDA0ODw="});
}

TEST(Spellings, AddressesWithoutPortAndZone) {
  EXPECT_EQ(read(WrittenForm::address, "10.0.0.1:8080"), "10.0.0.1");
  EXPECT_EQ(read(WrittenForm::address, "[::1]:443"), "::1");
  EXPECT_EQ(read(WrittenForm::address, "[::1]"), "::1");
  EXPECT_EQ(read(WrittenForm::address, "fe80::1%eth0"), "fe80::1");
  expect_unread(WrittenForm::address, {"10.0.0.1", "::1", "::ffff:10.0.0.1", "10.0.0.0/8"});
}

TEST(Spellings, PairsArePoints) {
  for (const char* text : {"1,2", "1 2", "1, 2", "POINT(1 2)", "point (1 2)", "[1,2]", "( 1 , 2 )", "1;2", "+1.0,2.00"})
    EXPECT_EQ(read(WrittenForm::pair, text), "(1,2)") << text;
  EXPECT_EQ(read(WrittenForm::pair, "-0.50 52.5200"), "(-0.5,52.52)");
  expect_unread(WrittenForm::pair, {"1", "1,", "a,b", "1,2,3", "POINT 1 2"});
}

TEST(Spellings, WordsOfATsvector) {
  EXPECT_EQ(read(WrittenForm::lexemes, "a fat  cat a"), "'a' 'cat' 'fat'");
  EXPECT_EQ(read(WrittenForm::lexemes, "'a b':3,1A x:2b,2a"), "'a b':1A,3 'x':2A");
  EXPECT_EQ(read(WrittenForm::lexemes, "it's 'it''s' 'a\\\\b' c\\ d"), "'a\\\\b' 'c d' 'it''s'");
  EXPECT_EQ(read(WrittenForm::lexemes, "b ab a"), "'a' 'ab' 'b'");
  expect_unread(WrittenForm::lexemes, {"", "  ", "'open", "a:", "a:0", "a:16384", ":1", "a:1x", "''", "a:1,", "b\\"});
}

/// Letters that forms are made of, a run each, and how long texts of them are.
struct Letters {
  std::string_view all;
  std::size_t least, most;
};
constexpr Letters letters[] = {
    {"0123456789abcdefABCDEF_xob.-+", 1, 9},
    {"0123456789abcdefABCDEF", 1, 32},
    {"01_", 3, 9},
    {"0123456789(),.- ", 1, 9},
    {"0123456789/ -", 3, 8},
    {"0248/ ", 3, 6},
    {"012345,", 5, 12},
    {"0123456789.hH: ", 3, 6},
    {"0123456789", 3, 6},
    {"2016-/. 9", 6, 8},
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_", 22, 22},
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 26, 26},
    {"0123456789ABCDEFGHJKMNPQRSTVWXYZ", 26, 26},
    {"0123456789", 36, 39},
    {"10.:%[]", 7, 14},
    {"12.,; ()[]-", 3, 10},
    {"abAD' :,12\\", 1, 14},
};

/// Whatever encode reads, decode reads as the same; and every form was read often.
TEST(Spellings, BothReadingsAgree) {
  std::mt19937 random(7);
  std::map<std::string_view, int> times_read;
  for (int i = 0; i < 300'000; ++i) {
    const Letters& from = letters[random() % std::size(letters)];
    std::string text;
    for (std::size_t k = from.least + random() % (from.most - from.least + 1); k > 0; --k)
      text += from.all[random() % from.all.size()];
    // Of a version and a variant, in either order of base64: '4' behind six octets and a half, '8' behind eight.
    if (from.least == 22 && i % 2 == 0)
      text.replace(8, 4, i % 4 == 0 ? "ABCI" : "AACI"), text[21] = "AQgw"[random() % 4];
    for (const SpellingTraits& form : spellings()) {
      std::string encoded, decoded;
      const std::string was = spelled(read_spelling(form.form, Value::text(text), encoded));
      if (was == text || was == refused) continue;
      ++times_read[form.word];
      EXPECT_EQ(spelled(meaning_of(form.form, Value::text(text), decoded)), was) << form.word << " " << text;
    }
  }
  for (const SpellingTraits& form : spellings()) {
    const bool other = form.form == WrittenForm::plain || form.form == WrittenForm::native;  // Not of these letters.
    if (!other) {
      EXPECT_GT(times_read[form.word], 20) << form.word;
    }
  }
}

}  // namespace
}  // namespace lite2pg::spellings_test
