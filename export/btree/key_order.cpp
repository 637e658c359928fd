#include "export/btree/key_order.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "common/text.h"

namespace lite2pg {
namespace {

template <typename T>
int order_of(T a, T b) noexcept {
  return a < b ? -1 : static_cast<int>(a > b);
}

/// NULL, then numbers, texts, BLOBs.
int rank(const Value& v) noexcept {
  switch (v.storage()) {
    case StorageClass::null: return 0;
    case StorageClass::integer:
    case StorageClass::real: return 1;
    case StorageClass::text: return 2;
    case StorageClass::blob: return 3;
  }
  return 0;
}

/// Exact over all of both ranges (vdbeaux.c, sqlite3IntFloatCompare).
int compare_integer_to_real(std::int64_t i, double r) noexcept {
  if (r < -9223372036854775808.0) return 1;
  if (r >= 9223372036854775808.0) return -1;
  const auto whole = static_cast<std::int64_t>(r);
  return i != whole ? order_of(i, whole) : order_of(static_cast<double>(i), r);
}

int compare_numbers(const Value& a, const Value& b) noexcept {
  const bool ai = a.storage() == StorageClass::integer, bi = b.storage() == StorageClass::integer;
  if (ai && bi) return order_of(a.integer(), b.integer());
  if (ai) return compare_integer_to_real(a.integer(), b.real());
  if (bi) return -compare_integer_to_real(b.integer(), a.real());
  return order_of(a.real(), b.real());
}

int compare_binary(std::string_view a, std::string_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  const int order = common == 0 ? 0 : std::memcmp(a.data(), b.data(), common);
  return order != 0 ? order : order_of(a.size(), b.size());
}

unsigned char fold(char c) noexcept { return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c); }

/// ASCII letters alone are folded, and a NUL in both ends the comparison of bytes (util.c, sqlite3_strnicmp).
int compare_nocase(std::string_view a, std::string_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (fold(a[i]) != fold(b[i])) return order_of(fold(a[i]), fold(b[i]));
    if (a[i] == '\0') break;
  }
  return order_of(a.size(), b.size());
}

std::string_view without_spaces(std::string_view text) noexcept {
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

}  // namespace

int compare_values(const Value& a, const Value& b, Collation collation) noexcept {
  if (rank(a) != rank(b)) return order_of(rank(a), rank(b));
  if (rank(a) == 0) return 0;
  if (rank(a) == 1) return compare_numbers(a, b);
  if (a.storage() == StorageClass::text && collation == Collation::nocase) return compare_nocase(a.bytes(), b.bytes());
  if (a.storage() == StorageClass::text && collation == Collation::rtrim)
    return compare_binary(without_spaces(a.bytes()), without_spaces(b.bytes()));
  return compare_binary(a.bytes(), b.bytes());
}

int compare_keys(std::span<const KeyPart> order, std::span<const Value> a, std::span<const Value> b) noexcept {
  const std::size_t parts = std::min({order.size(), a.size(), b.size()});
  for (std::size_t i = 0; i < parts; ++i) {
    const int result = compare_values(a[i], b[i], order[i].collation);
    if (result != 0) return order[i].descending ? -result : result;
  }
  return 0;
}

void KeyCopy::assign(std::span<const Value> key) {
  values_.assign(key.begin(), key.end());
  std::size_t size = 0;
  const auto has_bytes = [](const Value& v) {
    return v.storage() == StorageClass::text || v.storage() == StorageClass::blob;
  };
  for (const Value& v : values_) size += has_bytes(v) ? v.bytes().size() : 0;
  bytes_.resize(size);
  char* to = bytes_.data();
  for (Value& v : values_) {
    if (!has_bytes(v)) continue;
    const std::string_view copied(to, v.bytes().size());
    to = std::copy(v.bytes().begin(), v.bytes().end(), to);
    v = v.storage() == StorageClass::text ? Value::text(copied) : Value::blob(copied);
  }
}

}  // namespace lite2pg
