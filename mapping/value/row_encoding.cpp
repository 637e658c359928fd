#include "mapping/value/row_encoding.h"

#include <stdexcept>

namespace lite2pg {

RowDecoder::Field RowDecoder::next() {
  const auto number = [this] { return load_be<std::uint64_t>(take(8).data()); };
  switch (take(1)[0]) {
    case 0: return {};
    case 1: return {Value::of(static_cast<std::int64_t>(number()))};
    case 2: return {Value::of(std::bit_cast<double>(number()))};
    case 3: return {Value::text(take(number()))};
    case 4: return {Value::blob(take(number()))};
    case 5: return {Value::blob(take(number())), true};
    default: throw std::invalid_argument("no row encoding: unknown tag");
  }
}

std::string_view RowDecoder::take(std::uint64_t size) {
  if (size > rest_.size()) throw std::invalid_argument("no row encoding: it ends early");
  const std::string_view part = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return part;
}

}  // namespace lite2pg
