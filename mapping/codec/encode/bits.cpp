#include "common/bytes.h"
#include "mapping/codec/encode/form_steps.h"

namespace lite2pg {

Misfit encode_bits(const Codec& codec, const Value& v, FieldBuffer& out) {
  // 0 and 1 of a column that is a truth value to the application.
  constexpr std::string_view digits = "01";
  const bool flag = v.storage() == StorageClass::integer && v.integer() >= 0 && v.integer() <= 1;
  if (flag && codec.text().max_chars != 1) return Misfit::bad_syntax;
  if (!flag && v.storage() != StorageClass::text) return Misfit::wrong_class;
  const std::string_view bits = flag ? digits.substr(static_cast<std::size_t>(v.integer()), 1) : v.bytes();
  if (bits.find_first_not_of(digits) != std::string_view::npos) return Misfit::bad_syntax;
  if (codec.text().max_chars != 0 && bits.size() > codec.text().max_chars) return Misfit::too_long;
  // bit(n) takes n bits, no more and no fewer.
  if (codec.id() == CodecId::bit && codec.text().max_chars != 0 && bits.size() < codec.text().max_chars)
    return Misfit::bad_syntax;
  if (bits.size() > 0x1FFFFFFF) return Misfit::too_long;
  store_be(out.reserve(4), static_cast<std::int32_t>(bits.size()));
  out.commit(4);
  const std::size_t size = (bits.size() + 7) / 8;
  char* p = out.reserve(size + 1);
  std::memset(p, 0, size);
  for (std::size_t i = 0; i < bits.size(); ++i)
    if (bits[i] == '1') p[i / 8] = static_cast<char>(p[i / 8] | (0x80 >> (i % 8)));
  out.commit(size);
  return Misfit::none;
}

}  // namespace lite2pg
