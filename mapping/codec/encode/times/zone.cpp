#include "mapping/codec/encode/times/zone.h"

#include <date/tz.h>

#include <chrono>

#include "mapping/codec/encode/times/epoch.h"

namespace lite2pg {
namespace {

using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::seconds;

/// 2000-01-01 in seconds since 1970.
constexpr std::int64_t epoch = 946'684'800;
constexpr std::int64_t first = -730'119 * micros_a_day, end = 2'921'940 * micros_a_day;

bool is_within_years(std::int64_t micros) noexcept { return micros >= first && micros < end; }

seconds since_1970(std::int64_t micros) noexcept { return floor<seconds>(microseconds{micros}) + seconds{epoch}; }

void add(seconds offset, std::int64_t& micros) noexcept { micros += microseconds{offset}.count(); }

date::local_info clock_at(const date::time_zone& place, std::int64_t wall) {
  return place.get_info(date::local_seconds{since_1970(wall)});
}

}  // namespace

Misfit to_utc(const date::time_zone* place, std::int64_t& micros) noexcept {
  if (place == nullptr) return Misfit::none;
  if (!is_within_years(micros)) return Misfit::out_of_range;
  const date::local_info info = clock_at(*place, micros);
  if (info.result == date::local_info::nonexistent) return Misfit::not_exact;
  add(-info.first.offset, micros);
  return Misfit::none;
}

Misfit to_wall(const date::time_zone* place, std::int64_t& micros) noexcept {
  if (place == nullptr) return Misfit::none;
  if (!is_within_years(micros)) return Misfit::out_of_range;
  const date::sys_info info = place->get_info(date::sys_seconds{since_1970(micros)});
  add(info.offset, micros);
  const date::local_info back = clock_at(*place, micros);
  return back.first.offset == info.offset ? Misfit::none : Misfit::not_exact;
}

}  // namespace lite2pg
