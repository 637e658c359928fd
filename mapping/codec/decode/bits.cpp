#include "common/bytes.h"
#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {

Value decode_bits(const Codec& codec, std::string_view field, std::string& scratch) {
  if (field.size() < 4) throw_bad_field(wire_type(codec), field);
  const auto count = load_be<std::uint32_t>(field.data());
  field.remove_prefix(4);
  if ((std::uint64_t{count} + 7) / 8 != field.size()) throw_bad_field(wire_type(codec), field);
  scratch.clear();
  for (const char c : field)
    for (unsigned mask = 0x80; mask != 0 && scratch.size() < count; mask >>= 1)
      scratch += (static_cast<unsigned char>(c) & mask) != 0 ? '1' : '0';
  return Value::text(scratch);
}

Value canonical_bits(const Value& v, std::string& scratch) {
  if (v.storage() != StorageClass::integer || (v.integer() != 0 && v.integer() != 1)) return v;
  scratch = v.integer() == 1 ? "1" : "0";
  return Value::text(scratch);
}

}  // namespace lite2pg
