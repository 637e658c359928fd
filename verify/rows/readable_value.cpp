#include "verify/rows/readable_value.h"

#include <chrono>

#include "mapping/codec/decode/iso.h"
#include "mapping/codec/traits.h"

namespace lite2pg {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using namespace std::chrono_literals;

constexpr std::chrono::sys_days pg_epoch{2000y / 1 / 1};

bool is_instant(const Codec& codec) {
  return is_temporal(codec.id()) && codec.temporal().unit == TemporalFormat::Unit::any;
}

}  // namespace

Value readable(const Codec& codec, const Value& v, std::string& scratch) {
  if (!is_instant(codec) || v.storage() != StorageClass::integer) return v;
  const microseconds micros{v.integer()};
  const auto day = std::chrono::floor<days>(micros);
  IsoSpelling iso(scratch);
  if (codec.id() != CodecId::time) iso.date((day - pg_epoch.time_since_epoch()).count());
  if (codec.id() == CodecId::date && micros == day) return iso.finish();
  if (codec.id() != CodecId::time) iso.separator(' ');
  iso.clock({.fraction = TemporalFormat::Fraction::trimmed, .digits = 6}, micros - day);
  return iso.finish();
}

}  // namespace lite2pg
