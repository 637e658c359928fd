// One SQLite value, borrowed: the currency of the row path (cursor -> census, encode, archive, digest).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace lite2pg {

/// SQLite's five storage classes (https://sqlite.org/datatype3.html section 2).
enum class StorageClass : std::uint8_t { null, integer, real, text, blob };

inline constexpr std::size_t storage_class_count = 5;

/// "NULL", "INTEGER", "REAL", "TEXT" or "BLOB", as SQLite's typeof() names them in upper case.
[[nodiscard]] constexpr std::string_view name_of(StorageClass c) noexcept {
  constexpr std::string_view names[] = {"NULL", "INTEGER", "REAL", "TEXT", "BLOB"};
  return names[static_cast<std::size_t>(c)];
}

/// A value of one storage class. Text and blob bytes are borrowed: valid as long as their owner says
/// (for a cursor: until its next row). Text is whatever bytes stand in the file: it may be no UTF-8 and may hold NUL.
class Value {
 public:
  constexpr Value() noexcept : integer_(0) {}

  [[nodiscard]] static constexpr Value null() noexcept { return {}; }
  [[nodiscard]] static constexpr Value of(std::int64_t v) noexcept {
    Value r;
    r.storage_ = StorageClass::integer;
    r.integer_ = v;
    return r;
  }
  [[nodiscard]] static constexpr Value of(double v) noexcept {
    Value r;
    r.storage_ = StorageClass::real;
    r.real_ = v;
    return r;
  }
  [[nodiscard]] static constexpr Value text(std::string_view v) noexcept { return bytes_of(StorageClass::text, v); }
  [[nodiscard]] static constexpr Value blob(std::string_view v) noexcept { return bytes_of(StorageClass::blob, v); }

  [[nodiscard]] constexpr StorageClass storage() const noexcept { return storage_; }
  [[nodiscard]] constexpr bool is_null() const noexcept { return storage_ == StorageClass::null; }
  /// Each accessor is for its own storage class only; `bytes()` serves text and blob.
  [[nodiscard]] constexpr std::int64_t integer() const noexcept { return integer_; }
  [[nodiscard]] constexpr double real() const noexcept { return real_; }
  [[nodiscard]] constexpr std::string_view bytes() const noexcept { return {data_, size_}; }

 private:
  static constexpr Value bytes_of(StorageClass c, std::string_view v) noexcept {
    Value r;
    r.storage_ = c;
    r.data_ = v.data();
    r.size_ = v.size();
    return r;
  }

  StorageClass storage_ = StorageClass::null;
  std::size_t size_ = 0;
  union {
    std::int64_t integer_;
    double real_;
    const char* data_;
  };
};

/// Same storage class and same bytes: -0.0 differs from 0.0, and 1 from 1.0 and '1'.
[[nodiscard]] inline bool same(const Value& a, const Value& b) noexcept {
  if (a.storage() != b.storage()) return false;
  switch (a.storage()) {
    case StorageClass::null: return true;
    case StorageClass::integer: return a.integer() == b.integer();
    case StorageClass::real: return std::bit_cast<std::uint64_t>(a.real()) == std::bit_cast<std::uint64_t>(b.real());
    case StorageClass::text:
    case StorageClass::blob: return a.bytes() == b.bytes();
  }
  return false;
}

/// A row: one value a selected column, borrowed from the cursor until its next row.
using Row = std::span<const Value>;

/// A value that owns its bytes: keys of slices, examples in reports. Never on the hot path.
class OwnedValue {
 public:
  OwnedValue() = default;
  explicit OwnedValue(const Value& v) : storage_(v.storage()) {
    switch (v.storage()) {
      case StorageClass::null: break;
      case StorageClass::integer: integer_ = v.integer(); break;
      case StorageClass::real: real_ = v.real(); break;
      case StorageClass::text:
      case StorageClass::blob: bytes_ = v.bytes(); break;
    }
  }

  /// Borrows from this object.
  [[nodiscard]] Value view() const noexcept {
    switch (storage_) {
      case StorageClass::null: break;
      case StorageClass::integer: return Value::of(integer_);
      case StorageClass::real: return Value::of(real_);
      case StorageClass::text: return Value::text(bytes_);
      case StorageClass::blob: return Value::blob(bytes_);
    }
    return {};
  }

 private:
  StorageClass storage_ = StorageClass::null;
  std::int64_t integer_ = 0;
  double real_ = 0;
  std::string bytes_;
};

}  // namespace lite2pg
