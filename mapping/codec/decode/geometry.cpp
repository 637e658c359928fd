// PostGIS geometry and geography in canonical form: EWKB with the least byte first, as a BLOB; what forms there are is
// said in encode/geometry.cpp.
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "common/bytes.h"
#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

constexpr int deepest = 32;

/// Well-known binary, and how SpatiaLite departs from it: no byte order but the first, a mark before inner geometries.
struct Wkb {
  std::string_view bytes;
  bool big = false, spatialite = false;
  std::uint32_t srid = 0;
  std::uint32_t fallback = 0;  ///< The column's number, for what has none of its own.
  bool good = true;

  std::string_view next(std::size_t n) {
    good = good && bytes.size() >= n;
    if (!good) return {};
    const std::string_view taken = bytes.substr(0, n);
    bytes.remove_prefix(n);
    return taken;
  }
  std::uint32_t number() {
    std::uint32_t n = 0;
    const std::string_view taken = next(4);
    for (std::size_t i = 0; i < taken.size(); ++i)
      n |= std::uint32_t{static_cast<unsigned char>(taken[big ? 3 - i : i])} << 8 * i;
    return n;
  }
  double real() {
    std::uint64_t bits = 0;
    const std::string_view taken = next(8);
    for (const char c : taken) bits = bits << 8 | static_cast<unsigned char>(c);
    return std::bit_cast<double>(big ? bits : swap_bytes(bits));
  }
};

void append_number(std::uint32_t n, std::string& out) { out.append(reinterpret_cast<const char*>(&n), sizeof n); }

void append_reals(Wkb& in, std::uint64_t count, std::string& out) {
  for (; in.good && count > 0; --count) {
    double d = in.real();
    if (std::isnan(d)) d = std::numeric_limits<double>::quiet_NaN();
    out.append(reinterpret_cast<const char*>(&d), sizeof d);
  }
}

void append_geometry(Wkb& in, int depth, std::string& out) {
  if (depth > deepest) in.good = false;
  if (depth > 0 || !in.spatialite) {
    const std::string_view order = in.next(1);
    if (!in.spatialite && in.good) in.big = order[0] == 0;
  }
  std::uint32_t type = in.number();
  if ((type & 0x20000000) != 0) in.srid = in.number();
  std::uint32_t flags = type & 0xC0000000;
  type &= 0x1FFFFFFF;
  if (type / 1000 == 1 || type / 1000 == 3) flags |= 0x80000000;
  if (type / 1000 == 2 || type / 1000 == 3) flags |= 0x40000000;
  type %= 1000;
  if (!in.good) return;
  if (depth == 0 && (in.srid == 0 || in.srid >> 31 != 0)) in.srid = in.fallback;
  out += '\1';
  const bool numbered = depth == 0 && in.srid != 0;
  append_number(type | flags | (numbered ? 0x20000000 : 0), out);
  if (numbered) append_number(in.srid, out);
  const std::uint64_t axes = 2 + (flags >> 31) + (flags >> 30 & 1);
  if (type == 1) return append_reals(in, axes, out);
  const std::uint32_t count = in.number();
  append_number(count, out);
  if (type == 2) return append_reals(in, axes * count, out);
  for (std::uint32_t i = 0; i < count && in.good; ++i) {
    if (type != 3) {
      append_geometry(in, depth + 1, out);
      continue;
    }
    const std::uint32_t positions = in.number();
    append_number(positions, out);
    append_reals(in, axes * positions, out);
  }
}

/// Where the well-known binary begins, and what was said before.
std::optional<Wkb> unwrap(std::string_view bytes) {
  if (bytes.size() < 5) return std::nullopt;
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  Wkb in{bytes};
  if (bytes[0] == 'G' && bytes[1] == 'P') {
    in.big = (at(3) & 1) == 0;
    in.next(4);
    in.srid = in.number();
    constexpr std::size_t corners[] = {0, 4, 6, 6, 8};
    const std::size_t envelope = at(3) / 2 % 8;
    if (envelope > 4) return std::nullopt;
    in.next(corners[envelope] * sizeof(double));
  } else if (bytes.size() > 44 && at(0) == 0 && at(1) < 2 && at(38) == 0x7C && at(bytes.size() - 1) == 0xFE) {
    in.spatialite = true;
    in.big = at(1) == 0;
    in.bytes = bytes.substr(2, bytes.size() - 3);
    in.srid = in.number();
    in.next(33);
  }
  return in;
}

std::string unhex(std::string_view text) {
  std::string bytes;
  const auto value = [](char c) {
    return c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
  };
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    if (text[i] < '0' || value(text[i]) < 0 || text[i + 1] < '0' || value(text[i + 1]) < 0) return {};
    bytes += static_cast<char>(value(text[i]) << 4 | value(text[i + 1]));
  }
  return text.size() % 2 == 0 ? bytes : std::string();
}

bool normalize(const Codec& codec, std::string_view bytes, std::string& out) {
  auto in = unwrap(bytes);
  if (!in) return false;
  in->fallback = codec.geometry().srid;
  out.clear();
  append_geometry(*in, 0, out);
  return in->good && in->bytes.empty();
}

}  // namespace

Value decode_geometry(const Codec& codec, std::string_view field, std::string& scratch) {
  if (!normalize(codec, field, scratch)) throw_bad_field("geometry", field);
  return Value::blob(scratch);
}

Value canonical_geometry(const Codec& codec, const Value& v, std::string& scratch) {
  if (v.storage() == StorageClass::blob) return normalize(codec, v.bytes(), scratch) ? Value::blob(scratch) : v;
  if (v.storage() != StorageClass::text) return v;
  const std::string bytes = unhex(v.bytes());
  return normalize(codec, bytes, scratch) ? Value::blob(scratch) : v;
}

}  // namespace lite2pg
