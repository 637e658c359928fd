// PostGIS geometry and geography: EWKB (lwin_wkb.c of PostGIS), from GeoPackage's BLOBs
// (https://www.geopackage.org/spec/ section 2.1.3), SpatiaLite's
// (https://www.gaia-gis.it/gaia-sins/BLOB-Geometry.html), WKB, EWKB, and the latter two as hex.
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "common/bytes.h"
#include "mapping/codec/encode/form_steps.h"

namespace lite2pg {
namespace {

constexpr std::uint32_t z_flag = 0x80000000, m_flag = 0x40000000, srid_flag = 0x20000000;
constexpr std::uint32_t largest_srid = 998999;  // PostGIS numbers greater ones anew.
constexpr int deepest = 32;

enum Shape : std::uint32_t { point = 1, line, polygon, points, lines, polygons, collection };

struct Header {
  std::uint32_t shape = 0;
  bool z = false, m = false;
};

/// Copies one geometry from any of the forms into EWKB, least byte first.
class Copier {
 public:
  Copier(const GeometryFormat& format, std::string_view bytes, FieldBuffer& out) noexcept
      : format_(format), rest_(bytes), out_(out) {}

  Misfit run() {
    const std::string_view whole = rest_;
    if (whole.starts_with("GP")) {
      if (!skip_geopackage_header()) return Misfit::bad_syntax;
    } else if (is_spatialite(whole)) {
      marked_ = true;
      little_ = whole[1] == 1;
      srid_ = integer_at(whole, 2);
      rest_ = whole.substr(39, whole.size() - 40);
    }
    const Misfit m = geometry(0, 0);
    return m == Misfit::none && !rest_.empty() ? Misfit::bad_syntax : m;
  }

 private:
  [[nodiscard]] std::uint32_t integer_at(std::string_view s, std::size_t at) const noexcept {
    const auto n = load_be<std::uint32_t>(s.data() + at);
    return little_ ? swap_bytes(n) : n;
  }

  bool skip_geopackage_header() noexcept {
    constexpr std::array<std::size_t, 8> envelopes = {0, 32, 48, 48, 64, 1U << 30, 1U << 30, 1U << 30};
    if (rest_.size() < 8 || rest_[2] != 0) return false;
    const auto flags = static_cast<unsigned char>(rest_[3]);
    const std::size_t size = 8 + envelopes[flags >> 1 & 7];
    if ((flags & 0x20) != 0 || rest_.size() < size) return false;  // An extension's own form.
    little_ = (flags & 1) != 0;
    srid_ = integer_at(rest_, 4);
    rest_.remove_prefix(size);
    return true;
  }

  static bool is_spatialite(std::string_view s) noexcept {
    return s.size() > 44 && s[0] == 0 && static_cast<unsigned char>(s[1]) <= 1 && s[38] == 0x7C && s.back() == '\xFE';
  }

  bool take(std::uint32_t& n) noexcept {
    if (rest_.size() < sizeof n) return false;
    n = integer_at(rest_, 0);
    rest_.remove_prefix(sizeof n);
    return true;
  }

  /// SpatiaLite says the byte order once, and marks what stands inside of others.
  bool take_order(int depth) noexcept {
    if (marked_ && depth == 0) return true;
    if (rest_.empty()) return false;
    const char order = rest_[0];
    rest_.remove_prefix(1);
    if (marked_) return order == 0x69;
    little_ = order == 1;
    return order == 0 || order == 1;
  }

  /// Z and M as flags (EWKB) or as thousands (ISO).
  bool take_header(int depth, Header& header) noexcept {
    std::uint32_t type = 0;
    if (!take_order(depth) || !take(type)) return false;
    header.z = (type & z_flag) != 0;
    header.m = (type & m_flag) != 0;
    if ((type & srid_flag) != 0 && !take(srid_)) return false;
    type &= ~(z_flag | m_flag | srid_flag);
    const std::uint32_t thousands = type / 1000;
    header.z = header.z || thousands == 1 || thousands == 3;
    header.m = header.m || thousands == 2 || thousands == 3;
    header.shape = type % 1000;
    return thousands <= 3 && header.shape >= point && header.shape <= collection;
  }

  void put(std::uint32_t n) {
    char* p = out_.reserve(sizeof n);
    for (unsigned i = 0; i < sizeof n; ++i) p[i] = static_cast<char>(n >> (8 * i));
    out_.commit(sizeof n);
  }

  /// The column's own number where the value has none; false when it is another.
  bool settle_srid() noexcept {
    if (static_cast<std::int32_t>(srid_) < 0) srid_ = 0;  // GeoPackage's -1: not known.
    if (srid_ == 0) srid_ = format_.srid;
    return srid_ <= largest_srid && (format_.srid == 0 || srid_ == format_.srid);
  }

  [[nodiscard]] bool suits_column(const Header& h) const noexcept {
    if (!format_.typed) return true;
    const bool any_collection = format_.shape == collection && h.shape >= points;
    return h.z == format_.z && h.m == format_.m && (format_.shape == 0 || format_.shape == h.shape || any_collection);
  }

  /// `parent`: the shape that it stands in.
  Misfit geometry(int depth, std::uint32_t parent) {
    Header h;
    if (depth > deepest || !take_header(depth, h)) return Misfit::bad_syntax;
    const bool member = parent == 0 || parent == collection || h.shape == parent - 3;
    if (!member || (depth > 0 && (h.z != z_ || h.m != m_))) return Misfit::bad_syntax;
    if (depth == 0 && (!settle_srid() || !suits_column(h))) return Misfit::out_of_range;
    z_ = h.z;
    m_ = h.m;
    *out_.reserve(1) = 1;
    out_.commit(1);
    const bool numbered = depth == 0 && srid_ != 0;
    put(h.shape | (h.z ? z_flag : 0) | (h.m ? m_flag : 0) | (numbered ? srid_flag : 0));
    if (numbered) put(srid_);
    return body(depth, h.shape);
  }

  Misfit body(int depth, std::uint32_t shape) {
    if (shape == point) return coordinates(1, false) ? Misfit::none : Misfit::bad_syntax;
    std::uint32_t count = 0;
    if (!take(count)) return Misfit::bad_syntax;
    put(count);
    if (shape == line) return count != 1 && coordinates(count, false) ? Misfit::none : Misfit::bad_syntax;
    for (std::uint32_t i = 0; i < count; ++i) {
      const Misfit m = shape == polygon ? ring() : geometry(depth + 1, shape);
      if (m != Misfit::none) return m;
    }
    return Misfit::none;
  }

  /// PostGIS takes closed rings of four positions and more.
  Misfit ring() {
    std::uint32_t count = 0;
    if (!take(count) || count < 4) return Misfit::bad_syntax;
    put(count);
    return coordinates(count, true) ? Misfit::none : Misfit::bad_syntax;
  }

  bool coordinates(std::uint32_t count, bool closed) {
    const std::size_t numbers = 2 + (z_ ? 1 : 0) + (m_ ? 1 : 0), size = numbers * sizeof(double);
    if (rest_.size() / size < count) return false;
    const std::string_view first = rest_.substr(0, 16), all = rest_.substr(0, count * size);
    if (closed && all.substr(all.size() - size, 16) != first) return false;
    for (std::size_t at = 0; at < all.size(); at += sizeof(double)) put_number(all.substr(at, sizeof(double)));
    rest_.remove_prefix(all.size());
    return true;
  }

  /// NaN, of which an empty point is made, in one form.
  void put_number(std::string_view bytes) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i)
      bits |= std::uint64_t{static_cast<unsigned char>(bytes[little_ ? i : 7 - i])} << (8 * i);
    if (std::isnan(std::bit_cast<double>(bits)))
      bits = std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN());
    put(static_cast<std::uint32_t>(bits));
    put(static_cast<std::uint32_t>(bits >> 32));
  }

  const GeometryFormat& format_;
  std::string_view rest_;
  FieldBuffer& out_;
  std::uint32_t srid_ = 0;
  bool little_ = true, z_ = false, m_ = false;
  bool marked_ = false;  ///< SpatiaLite's form.
};

/// False when it is no hex.
bool read_hex(std::string_view text, FieldBuffer& bytes) {
  const auto digit = [](char c) {
    const char small = static_cast<char>(c | 0x20);
    return c >= '0' && c <= '9' ? c - '0' : small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
  };
  if (text.empty() || text.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]), low = digit(text[i + 1]);
    if (high < 0 || low < 0) return false;
    *bytes.reserve(1) = static_cast<char>(high * 16 + low);
    bytes.commit(1);
  }
  return true;
}

}  // namespace

template <typename Out>
Misfit encode_geometry(const Codec& codec, const Value& v, Out out) {
  const std::size_t start = out.buffer().size();
  const auto copy = [&](std::string_view bytes) {
    const Misfit m = Copier(codec.geometry(), bytes, out.buffer()).run();
    return m == Misfit::none ? out.octets_from(start) : m;
  };
  if (v.storage() == StorageClass::blob) return copy(v.bytes());
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  FieldBuffer bytes;
  return read_hex(v.bytes(), bytes) ? copy(bytes.view()) : Misfit::bad_syntax;
}

template Misfit encode_geometry(const Codec&, const Value&, FieldBytes);
template Misfit encode_geometry(const Codec&, const Value&, FieldText);

}  // namespace lite2pg
