// For every codec: what encode takes, decode gives back. At least 100,000 random values of its domain a codec, all of
// which it must take; values of any kind, which it may refuse; and damaged fields, which decode must tell from what was
// written: that is how an error of encode comes to light.
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "common/error.h"
#include "mapping/codec/codec.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/codec/traits.h"
#include "mapping/value/value_text.h"
#include "tests/mapping/codec_domains.h"

namespace lite2pg::codec_property_test {
namespace {

using test::codec_domains;
using test::CodecDomain;
using test::Random;

/// So many values of one domain that its codec, which may have several, gets 100,000.
std::size_t values_of(CodecId id) {
  std::size_t domains = 0;
  for (const CodecDomain& d : codec_domains()) domains += d.codec.id() == id ? 1 : 0;
  return 100'000 / domains + 1;
}

/// Encodes into a buffer of its own.
class Written {
 public:
  Written(const Codec& codec, const Value& v) : encoded_(encode(codec, v, buffer_)) {}
  [[nodiscard]] bool taken() const { return encoded_.misfit == Misfit::none && !encoded_.null; }
  [[nodiscard]] std::string_view field() const { return buffer_.view(); }
  [[nodiscard]] Misfit misfit() const { return encoded_.misfit; }

 private:
  FieldBuffer buffer_;
  Encoded encoded_;
};

/// Whether decode gives back what the field was made of.
testing::AssertionResult comes_back(const Codec& codec, const Value& v, std::string_view field) {
  std::string decoded_scratch, canonical_scratch;
  const Value wanted = canonical(codec, v, canonical_scratch);
  const Value got = decode(codec, field, decoded_scratch);
  if (is_spelling_exact(codec) && !same(wanted, v))
    return testing::AssertionFailure() << "canonical changed " << show(v);
  if (same(got, wanted)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << to_string(codec) << ": " << show(v) << " came back as " << show(got)
                                     << " instead of " << show(wanted);
}

class CodecProperty : public testing::TestWithParam<CodecDomain> {
 protected:
  Codec codec_ = GetParam().codec;
  Random random_{std::hash<std::string>{}(GetParam().name)};
};

TEST_P(CodecProperty, GivesBackItsWholeDomain) {
  for (std::size_t n = values_of(codec_.id()); n > 0; --n) {
    const OwnedValue v = GetParam().make(random_);
    const Written w(codec_, v.view());
    ASSERT_TRUE(w.taken()) << GetParam().name << " refuses " << show(v.view()) << ": " << describe(w.misfit());
    ASSERT_TRUE(comes_back(codec_, v.view(), w.field()));
  }
}

TEST_P(CodecProperty, GivesBackWhateverElseItTakes) {
  const auto check = [this](const OwnedValue& v) {
    const Written w(codec_, v.view());
    if (w.taken()) {
      ASSERT_TRUE(comes_back(codec_, v.view(), w.field()));
    }
  };
  for (int i = 0; i < 10'000; ++i) check(test::anything(random_));
  for (const OwnedValue& v : test::edge_values()) check(v);
}

/// Both formats take, refuse and leave out the same.
TEST_P(CodecProperty, IsSpelledWhenItIsTaken) {
  const auto check = [this](const OwnedValue& v) {
    FieldBuffer bytes, text;
    const Encoded encoded = encode(codec_, v.view(), bytes), spelled = spell(codec_, v.view(), text);
    ASSERT_EQ(encoded.misfit, spelled.misfit) << GetParam().name << ": " << show(v.view());
    ASSERT_EQ(encoded.null, spelled.null) << GetParam().name << ": " << show(v.view());
  };
  for (int i = 0; i < 2'000; ++i) check(GetParam().make(random_));
  for (int i = 0; i < 2'000; ++i) check(test::anything(random_));
  for (const OwnedValue& v : test::edge_values()) check(v);
}

/// Bits of a field that say nothing about the value: numeric's display scale, for numbers; letter case in JSON's
/// escapes and exponents.
bool says_nothing(const Codec& codec, std::string_view field, std::size_t bit) {
  const std::size_t byte = bit / 8;
  if (codec.shape == FieldShape::array) return byte < 12 || codec.id() == CodecId::numeric;  // Flags, element type.
  if (codec.id() == CodecId::inet || codec.id() == CodecId::cidr) return byte == 2;          // is_cidr
  if (codec.id() == CodecId::bit || codec.id() == CodecId::varbit) return byte + 1 >= field.size();  // Padding.
  if (codec.id() == CodecId::jsonb) return bit % 8 == 5;
  if (codec.id() == CodecId::numeric && codec.number() == NumberForm::spelled)
    return byte == 6 || byte == 7 || field.size() == 8;
  if (codec.id() == CodecId::numeric) return byte == 6 || byte == 7 || field.size() == 8;
  return codec.id() == CodecId::numeric_text && field.size() == 8 && byte < 6;
}

/// Whether decode tells the field from what `v` was written as; an exception tells, too.
bool notices(const Codec& codec, const Value& v, std::string_view field) {
  try {
    return !comes_back(codec, v, field);
  } catch (const Error&) {
    return true;
  }
}

TEST_P(CodecProperty, ShowsWhenOneBitOfTheFieldIsWrong) {
  // Fields of ranges are made anew by the server: bounds that cross or lie side by side are one empty range.
  if (codec_.shape == FieldShape::range || codec_.shape == FieldShape::multirange) return;
  std::size_t damaged = 0, unnoticed = 0;
  for (int i = 0; i < 2'000; ++i) {
    const OwnedValue v = GetParam().make(random_);
    const Written w(codec_, v.view());
    std::string field(w.field());
    if (field.empty()) continue;
    const std::size_t bit = random_.below(field.size() * 8);
    if (says_nothing(codec_, field, bit)) continue;
    field[bit / 8] = static_cast<char>(field[bit / 8] ^ (1 << bit % 8));
    ++damaged;
    if (notices(codec_, v.view(), field)) continue;
    ++unnoticed;
    // In a document a bit may really change nothing: "0e1" and "0e3", or a value whose name comes again.
    EXPECT_TRUE(codec_.id() == CodecId::jsonb || codec_.shape == FieldShape::array) << show(v.view()) << " bit " << bit;
  }
  if (codec_.id() == CodecId::numeric && codec_.shape != FieldShape::scalar) return;  // Every bit says nothing.
  EXPECT_GT(damaged, codec_.shape == FieldShape::scalar ? 500U : 300U);
  EXPECT_LE(unnoticed, damaged / 50);
}

INSTANTIATE_TEST_SUITE_P(All, CodecProperty, testing::ValuesIn(codec_domains()),
                         [](const auto& p) { return test::identifier_of(p.param) + std::to_string(p.index); });

// Formats in every combination, a random one a value.
TEST(CodecFormats, SpellEveryTextAgain) {
  Random random(7);
  for (const CodecId id : {CodecId::time, CodecId::timestamp, CodecId::timestamptz, CodecId::timetz}) {
    for (int i = 0; i < 100'000; ++i) {
      const Codec codec(id, random.iso_format(id));
      const OwnedValue v = OwnedValue(Value::text(random.moment(id, codec.temporal())));
      const Written w(codec, v.view());
      ASSERT_TRUE(w.taken()) << to_string(codec) << " refuses " << show(v.view());
      ASSERT_TRUE(comes_back(codec, v.view(), w.field()));
    }
  }
}

// A text that another format spelled is refused or comes back: never something else.
TEST(CodecFormats, DoNotMistakeEachOther) {
  Random random(8);
  for (int i = 0; i < 200'000; ++i) {
    const CodecId id = random.chance(3) ? CodecId::time : CodecId::timestamptz;
    const Codec codec(id, random.iso_format(id));
    const OwnedValue v = OwnedValue(Value::text(random.moment(id, random.iso_format(id))));
    const Written w(codec, v.view());
    if (w.taken()) {
      ASSERT_TRUE(comes_back(codec, v.view(), w.field()));
    }
  }
}

TEST(CodecDomains, CoverEveryCodec) {
  std::set<CodecId> seen;
  for (const CodecDomain& d : codec_domains()) seen.insert(d.codec.id());
  seen.insert(CodecId::geometry);  // PostGIS, which not every test server has: geometry_test.cpp.
  for (const CodecTraits& codec : all_codecs()) EXPECT_TRUE(seen.contains(codec.id)) << codec.name;
}

TEST(EmptyAsNull, IsNullForEveryCodec) {
  for (CodecDomain d : codec_domains()) {
    d.codec.empty_as_null = true;
    FieldBuffer out;
    std::string scratch;
    EXPECT_TRUE(encode(d.codec, Value::text(""), out).null);
    EXPECT_TRUE(canonical(d.codec, Value::text(""), scratch).is_null());
    EXPECT_FALSE(is_spelling_exact(d.codec));
  }
}

}  // namespace
}  // namespace lite2pg::codec_property_test
