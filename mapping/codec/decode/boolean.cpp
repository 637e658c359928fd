#include <string_view>

#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

bool read(std::string_view field) {
  if (field != std::string_view("\0", 1) && field != std::string_view("\1", 1)) throw_bad_field("boolean", field);
  return field[0] != 0;
}

std::string_view word_for(BoolWords words, bool b) noexcept {
  switch (words) {
    case BoolWords::t_f: return b ? "t" : "f";
    case BoolWords::T_F: return b ? "T" : "F";
    case BoolWords::true_false: return b ? "true" : "false";
    case BoolWords::True_False: return b ? "True" : "False";
    case BoolWords::TRUE_FALSE: return b ? "TRUE" : "FALSE";
    case BoolWords::y_n: return b ? "y" : "n";
    case BoolWords::Y_N: return b ? "Y" : "N";
    case BoolWords::yes_no: return b ? "yes" : "no";
    case BoolWords::Yes_No: return b ? "Yes" : "No";
    case BoolWords::YES_NO: return b ? "YES" : "NO";
    case BoolWords::on_off: return b ? "on" : "off";
    case BoolWords::On_Off: return b ? "On" : "Off";
    case BoolWords::ON_OFF: return b ? "ON" : "OFF";
    case BoolWords::zero_one: return b ? "1" : "0";
    case BoolWords::mixed:
    case BoolWords::nonzero: break;
  }
  return {};
}

/// The word in small letters as one number, so that a switch can tell the words apart; 0 for long ones.
constexpr std::uint64_t packed(std::string_view word) noexcept {
  std::uint64_t bits = 0;
  if (word.size() > 5) return bits;
  for (const char c : word) {
    const bool capital = c >= 'A' && c <= 'Z';
    bits = bits << 8 | static_cast<unsigned char>(capital ? c + ('a' - 'A') : c);
  }
  return bits;
}

}  // namespace

Value decode_boolean_number(std::string_view field) { return Value::of(std::int64_t{read(field)}); }

Value decode_boolean_word(BoolWords words, std::string_view field) {
  const bool b = read(field);
  return words >= BoolWords::mixed ? Value::of(std::int64_t{b}) : Value::text(word_for(words, b));
}

Value canonical_word(const Value& v, bool nonzero) noexcept {
  if (nonzero && v.storage() == StorageClass::integer) return Value::of(std::int64_t{v.integer() != 0});
  if (nonzero && v.storage() == StorageClass::real) return Value::of(std::int64_t{v.real() != 0});
  if (v.storage() == StorageClass::real && (v.real() == 0 || v.real() == 1))
    return Value::of(std::int64_t{v.real() == 1});
  if (v.storage() != StorageClass::text && v.storage() != StorageClass::blob) return v;
  if (v.storage() == StorageClass::blob && v.bytes().size() == 1 && static_cast<unsigned char>(v.bytes()[0]) < 2)
    return Value::of(std::int64_t{v.bytes()[0]});
  switch (packed(v.bytes())) {
    case packed("t"):
    case packed("true"):
    case packed("y"):
    case packed("yes"):
    case packed("on"):
    case packed("1"): return Value::of(std::int64_t{1});
    case packed("f"):
    case packed("false"):
    case packed("n"):
    case packed("no"):
    case packed("off"):
    case packed("0"): return Value::of(std::int64_t{0});
    default: return v;
  }
}

}  // namespace lite2pg
