// Big-endian numbers in byte buffers: the byte order of PostgreSQL's binary format and of our row encoding.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>

namespace lite2pg {

static_assert(std::endian::native == std::endian::little, "written for little-endian machines");

template <std::unsigned_integral T>
[[nodiscard]] constexpr T swap_bytes(T v) noexcept {
  if constexpr (sizeof(T) == 1) return v;
  if constexpr (sizeof(T) == 2) return __builtin_bswap16(v);
  if constexpr (sizeof(T) == 4) return __builtin_bswap32(v);
  if constexpr (sizeof(T) == 8) return __builtin_bswap64(v);
}

/// Writes `v` at `p`, most significant byte first; `p` needs sizeof(T) bytes and no alignment.
template <std::integral T>
void store_be(char* p, T v) noexcept {
  const auto u = swap_bytes(static_cast<std::make_unsigned_t<T>>(v));
  std::memcpy(p, &u, sizeof u);
}

/// Reads what `store_be` wrote.
template <std::integral T>
[[nodiscard]] T load_be(const char* p) noexcept {
  std::make_unsigned_t<T> u;
  std::memcpy(&u, p, sizeof u);
  return static_cast<T>(swap_bytes(u));
}

/// The same from bytes that are no text: four of them.
[[nodiscard]] inline std::uint32_t load_be32(const std::uint8_t* p) noexcept {
  return load_be<std::uint32_t>(reinterpret_cast<const char*>(p));
}

}  // namespace lite2pg
