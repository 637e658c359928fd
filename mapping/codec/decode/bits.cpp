#include <bitset>

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

namespace {

/// The number in binary; its digits, where they are the bits.
std::string spelled_bits(const Codec& codec, std::int64_t n) {
  if (codec.number() == NumberForm::spelled) return std::to_string(n);
  std::string bits;
  for (auto rest = static_cast<std::uint64_t>(n); rest != 0; rest >>= 1) bits.insert(0, 1, (rest & 1) != 0 ? '1' : '0');
  return bits;
}

}  // namespace

Value canonical_bits(const Codec& codec, const Value& v, std::string& scratch) {
  if (v.storage() == StorageClass::blob) {
    scratch.clear();
    for (const char byte : v.bytes()) scratch += std::bitset<8>(static_cast<unsigned char>(byte)).to_string();
    return Value::text(scratch);
  }
  const std::uint32_t size = codec.text().max_chars;
  const bool number = v.storage() == StorageClass::integer && v.integer() >= 0;
  if (!number || (size != 1 && codec.number() == NumberForm::integer)) return v;
  scratch = spelled_bits(codec, v.integer());
  if (scratch.size() > size || scratch.find_first_not_of("01") != std::string::npos) return v;
  scratch.insert(0, size - scratch.size(), '0');
  return Value::text(scratch);
}

}  // namespace lite2pg
