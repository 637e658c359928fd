// Work that one session at a time may do: by advisory locks or, where the server has none, by what tables offer.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "import/postgres/session.h"

namespace lite2pg {

/// Makes what several sessions may find missing at once, in a transaction; `lock`: a number that nobody else takes.
/// Where there are no advisory locks, who comes second finds that it is there.
void make_once(Session& session, std::int64_t lock, const std::function<bool()>& is_there,
               const std::function<void()>& make);

/// Waits, in the open transaction and until its end, for others that do the same to `name`. Without advisory locks one
/// at a time does so in the whole database. `lock_class`: as run_lock.cpp has them.
void wait_for_turn(Session& session, std::string_view lock_class, std::string_view name);

}  // namespace lite2pg
