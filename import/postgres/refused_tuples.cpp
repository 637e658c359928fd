#include "import/postgres/refused_tuples.h"

#include <algorithm>
#include <array>

#include "common/interrupt.h"

namespace lite2pg {
namespace {

constexpr std::size_t most_tuples = 4096;
constexpr std::size_t most_bytes = std::size_t{1} << 20;

}  // namespace

bool can_be_of_a_row(const TargetError& error) noexcept {
  constexpr std::array<std::string_view, 10> others = {"08", "25", "28", "40", "53", "55", "57", "58", "F0", "XX"};
  const std::string& state = error.sqlstate();
  return !state.empty() && !error.stalled() &&
         std::ranges::none_of(others, [&](std::string_view c) { return state.starts_with(c); });
}

bool is_of_data(const TargetError& error) noexcept {
  return error.sqlstate().starts_with("22") || error.sqlstate().starts_with("23");
}

bool RefusedTuples::add(std::string_view tuple) {
  if (ended_) return false;
  bytes_ += tuple;
  ends_.push_back(bytes_.size());
  if (ends_.size() == most_tuples || bytes_.size() >= most_bytes) end();
  return !ended_;
}

void RefusedTuples::end() {
  if (ended_ || ends_.empty()) return;
  search(0, ends_.size());
  before_ += ends_.size();
  bytes_.clear();
  ends_.clear();
}

/// A piece can be taken in halves though not as a whole: it is the rows of a statement that a trigger looks at.
void RefusedTuples::search(std::size_t from, std::size_t to) {
  if (ended_ || takes(from, to)) return;
  const std::size_t middle = from + (to - from) / 2;
  if (middle == from) return;
  search(from, middle);
  search(middle, to);
}

bool RefusedTuples::takes(std::size_t from, std::size_t to) {
  throw_if_interrupted();
  connection_.execute("SAVEPOINT lite2pg_tuples");
  connection_.copy_in_begin(copy_sql_);
  try {
    connection_.copy_in_send(tuples(from, to));
    (void)connection_.copy_in_end();
  } catch (const TargetError& e) {
    if (!can_be_of_a_row(e)) throw;
    connection_.execute("ROLLBACK TO SAVEPOINT lite2pg_tuples");
    if (to - from == 1) ended_ = !found_(before_ + from + 1, e);
    return false;
  }
  connection_.execute("RELEASE SAVEPOINT lite2pg_tuples");
  return true;
}

std::string_view RefusedTuples::tuples(std::size_t from, std::size_t to) const {
  const std::size_t start = from == 0 ? 0 : ends_[from - 1];
  return std::string_view(bytes_).substr(start, ends_[to - 1] - start);
}

}  // namespace lite2pg
