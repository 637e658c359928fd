#include "mapping/codec/temporal_units.h"

#include <algorithm>
#include <array>

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;

constexpr double days = 86400;

constexpr auto unit_table = std::to_array<TemporalUnit>({
    {Unit::iso, "iso", "ISO text", "", 0, 0, 6},
    {Unit::seconds, "epoch_s", "Unix seconds", "seconds since 1970", 1, 0, 0},
    {Unit::millis, "epoch_ms", "Unix milliseconds", "milliseconds since 1970", 1e3, 0, 3},
    {Unit::micros, "epoch_us", "Unix microseconds", "microseconds since 1970", 1e6, 0, 6},
    {Unit::julian, "julian", "Julian days", "days since noon of 4714-11-24 BC", 1 / days, -2440587.5 * days, 0},
    {Unit::cocoa, "cocoa", "seconds since 2001", "seconds since 2001", 1, 978307200, 0},
    {Unit::webkit, "webkit", "microseconds since 1601", "microseconds since 1601", 1e6, -11644473600, 6},
    {Unit::any, "any", "different forms", "", 0, 0, 6},
    {Unit::nanos, "epoch_ns", "Unix nanoseconds", "nanoseconds since 1970", 1e9, 0, 9},
    {Unit::ticks, "ticks", "ticks of 100 ns since 0001-01-01", "ticks of 100 ns since 0001-01-01", 1e7, -62135596800,
     7},
    {Unit::digits, "digits", "YYYYMMDDHHMMSS", "YYYYMMDDHHMMSS", 0, 0, 0},
    {Unit::days, "epoch_d", "days since 1970", "days since 1970", 1 / days, 0, 0},
    {Unit::ole, "ole", "days since 1899-12-30", "days since 1899-12-30", 1 / days, -2209161600, 0},
    {Unit::filetime, "filetime", "ticks of 100 ns since 1601", "ticks of 100 ns since 1601", 1e7, -11644473600, 7},
    {Unit::cocoa_ns, "cocoa_ns", "nanoseconds since 2001", "nanoseconds since 2001", 1e9, 978307200, 9},
});

constexpr bool units_in_order() {
  for (std::size_t i = 0; i < unit_table.size(); ++i)
    if (static_cast<std::size_t>(unit_table[i].unit) != i) return false;
  return true;
}
static_assert(units_in_order(), "unit_of() indexes the table by Unit");

}  // namespace

std::span<const TemporalUnit> temporal_units() noexcept { return unit_table; }

const TemporalUnit& unit_of(Unit unit) noexcept { return unit_table[static_cast<std::size_t>(unit)]; }

std::string_view name_of(Unit unit) noexcept { return unit_of(unit).name; }

std::optional<Unit> unit_named(std::string_view name) noexcept {
  const auto found = std::ranges::find(unit_table, name, &TemporalUnit::name);
  if (found == unit_table.end()) return std::nullopt;
  return found->unit;
}

double unix_seconds(double v, Unit unit) noexcept {
  const TemporalUnit& u = unit_of(unit);
  return v / u.per_second + u.unix_zero;
}

bool is_plausible(double v, Unit unit) noexcept {
  const double seconds = unix_seconds(v, unit);
  return seconds >= plausible_from && seconds < plausible_until;
}

}  // namespace lite2pg
