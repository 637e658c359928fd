#include "verify/comparison/result.h"

#include <algorithm>

namespace lite2pg {

std::uint64_t VerifyResult::rows() const noexcept {
  std::uint64_t rows = 0;
  for (const TableOutcome& t : tables) rows += t.report.rows_target.value_or(0);
  return rows;
}

std::uint64_t VerifyResult::drift() const noexcept {
  std::uint64_t drift = 0;
  for (const TableOutcome& t : tables) drift += t.drift;
  return drift;
}

std::uint64_t VerifyResult::damage() const noexcept {
  std::uint64_t damage = missing.size() + faults.size() + schema.failures();
  for (const TableOutcome& t : tables) damage += t.damage();
  return damage;
}

std::uint64_t VerifyResult::unproven() const noexcept {
  return static_cast<std::uint64_t>(std::ranges::count_if(left_out, &NotCompared::counts));
}

bool VerifyResult::is_equal(FailOn fail_on) const noexcept {
  return damage() == 0 && unproven() == 0 && (fail_on == FailOn::damage || drift() == 0);
}

}  // namespace lite2pg
