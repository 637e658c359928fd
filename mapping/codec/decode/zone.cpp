#include "mapping/codec/decode/zone.h"

#include <date/tz.h>

#include <chrono>

#include "mapping/codec/decode/numbers.h"

namespace lite2pg {
namespace {

using std::chrono::microseconds;
using std::chrono::sys_days;
using namespace std::chrono_literals;

using Moment = std::chrono::sys_time<microseconds>;

Moment moment_of(std::int64_t micros) noexcept { return pg_epoch + microseconds{micros}; }
bool is_known(Moment m) noexcept { return m >= sys_days{1y / 1 / 1} && m < sys_days{10000y / 1 / 1}; }
bool may_be_moment(std::int64_t micros) noexcept { return micros < 8'000'000'000'000'000'000; }

}  // namespace

std::int64_t wall_of_instant(const date::time_zone& place, std::int64_t micros) {
  if (!may_be_moment(micros)) return micros;
  const Moment m = moment_of(micros);
  if (!is_known(m)) return micros;
  return (place.to_local(m).time_since_epoch() - pg_epoch.time_since_epoch()).count();
}

std::int64_t instant_of_wall(const date::time_zone& place, std::int64_t micros) {
  if (!may_be_moment(micros)) return micros;
  const Moment m = moment_of(micros);
  if (!is_known(m)) return micros;
  const date::local_time<microseconds> wall{m.time_since_epoch()};
  return (place.to_sys(wall, date::choose::earliest) - pg_epoch).count();
}

}  // namespace lite2pg
