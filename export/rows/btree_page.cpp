#include "export/rows/btree_page.h"

#include <algorithm>
#include <bit>
#include <string>

#include "common/bytes.h"
#include "export/rows/utf16.h"

namespace lite2pg {
namespace {

/// Takes a varint (section 1.6 of the file format) off the front, if a whole one is there.
std::optional<std::uint64_t> take_varint(std::string_view& from) noexcept {
  std::uint64_t v = 0;
  for (std::size_t i = 0; i < 9 && i < from.size(); ++i) {
    const auto byte = static_cast<unsigned char>(from[i]);
    if (i == 8 || byte < 0x80) {
      v = i == 8 ? v << 8 | byte : v << 7 | byte;
      from.remove_prefix(i + 1);
      return v;
    }
    v = v << 7 | (byte & 0x7fU);
  }
  return std::nullopt;
}

/// A big-endian signed integer of 1 to 8 bytes.
std::int64_t read_integer(std::string_view bytes) noexcept {
  std::uint64_t v = 0;
  for (const char c : bytes) v = v << 8 | static_cast<unsigned char>(c);
  const auto unused = static_cast<int>(64 - 8 * bytes.size());
  return static_cast<std::int64_t>(v << unused) >> unused;
}

/// Bytes of a value by its serial type (section 2.1).
std::uint64_t size_of(std::uint64_t serial) noexcept {
  constexpr std::uint64_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
  return serial < 12 ? sizes[serial] : (serial - 12) / 2;
}

std::string to_utf8(std::string_view text, TextEncoding encoding) {
  if (encoding == TextEncoding::utf8) return std::string(text);
  std::string units(text), out;
  if (encoding == TextEncoding::utf16be)
    for (std::size_t i = 0; i + 1 < units.size(); i += 2) std::swap(units[i], units[i + 1]);
  utf16_to_utf8(units, out);
  return out;
}

OwnedValue read_value(std::uint64_t serial, std::string_view bytes, TextEncoding encoding) {
  if (serial == 0 || serial == 10 || serial == 11) return OwnedValue(Value::null());  // 10 and 11 are reserved
  if (serial == 7) return OwnedValue(Value::of(std::bit_cast<double>(load_be<std::uint64_t>(bytes.data()))));
  if (serial == 8 || serial == 9) return OwnedValue(Value::of(static_cast<std::int64_t>(serial - 8)));
  if (serial < 12) return OwnedValue(Value::of(read_integer(bytes)));
  if (serial % 2 == 0) return OwnedValue(Value::blob(bytes));
  return OwnedValue(Value::text(to_utf8(bytes, encoding)));
}

}  // namespace

std::optional<BtreePage> BtreePage::read(std::string_view bytes, std::size_t header_at) {
  if (bytes.size() < header_at + 12) return std::nullopt;
  const char* header = bytes.data() + header_at;
  BtreePage page;
  page.kind_ = static_cast<Kind>(header[0]);
  const bool interior = page.kind_ == Kind::interior_index || page.kind_ == Kind::interior_table;
  if (!interior && !page.is_leaf()) return std::nullopt;
  page.bytes_ = bytes;
  page.cells_ = load_be<std::uint16_t>(header + 3);
  page.right_child_ = interior ? load_be<std::uint32_t>(header + 8) : 0;
  page.pointers_at_ = header_at + (interior ? 12 : 8);
  if (page.pointers_at_ + 2 * page.cells_ > bytes.size()) return std::nullopt;
  return page;
}

std::string_view BtreePage::cell(std::size_t i) const noexcept {
  const std::size_t at = load_be<std::uint16_t>(bytes_.data() + pointers_at_ + 2 * i);
  std::string_view c = at < bytes_.size() ? bytes_.substr(at) : std::string_view();
  if (!is_leaf()) c.remove_prefix(std::min<std::size_t>(4, c.size()));
  return c;
}

std::uint32_t BtreePage::child(std::size_t i) const noexcept {
  if (i >= cells_) return right_child_;
  const std::size_t at = load_be<std::uint16_t>(bytes_.data() + pointers_at_ + 2 * i);
  return at + 4 <= bytes_.size() ? load_be<std::uint32_t>(bytes_.data() + at) : 0;
}

std::uint64_t BtreePage::payload_size(std::size_t i) const noexcept {
  std::string_view c = cell(i);
  return kind_ == Kind::interior_table ? 0 : take_varint(c).value_or(0);
}

std::int64_t BtreePage::rowid(std::size_t i) const noexcept {
  std::string_view c = cell(i);
  return static_cast<std::int64_t>(take_varint(c).value_or(0));
}

std::string_view BtreePage::record(std::size_t i) const noexcept {
  std::string_view c = cell(i);
  const std::uint64_t size = take_varint(c).value_or(0);
  return c.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(size, c.size())));
}

std::optional<std::vector<OwnedValue>> read_record(std::string_view record, std::size_t count, TextEncoding encoding) {
  std::string_view header = record;
  const std::uint64_t header_size = take_varint(header).value_or(0);
  const std::size_t length_bytes = record.size() - header.size();
  if (header_size < length_bytes || header_size > record.size()) return std::nullopt;
  std::string_view body = record.substr(static_cast<std::size_t>(header_size));
  header = header.substr(0, static_cast<std::size_t>(header_size) - length_bytes);
  std::vector<OwnedValue> values;
  while (values.size() < count && !header.empty()) {
    const auto serial = take_varint(header);
    if (!serial || size_of(*serial) > body.size()) return std::nullopt;
    const std::uint64_t size = size_of(*serial);
    values.push_back(read_value(*serial, body.substr(0, static_cast<std::size_t>(size)), encoding));
    body.remove_prefix(static_cast<std::size_t>(size));
  }
  if (values.size() < count) return std::nullopt;
  return values;
}

}  // namespace lite2pg
