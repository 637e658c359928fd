// What the parts of fit_to share: the column's counts under a reading, and the fit in the making.
#pragma once

#include <string>
#include <string_view>

#include "mapping/choice/fit.h"

namespace lite2pg {

class FitBuilder {
 public:
  FitBuilder(const ColumnCensus& census, const TargetType& type, const Reading& reading);

  const ColumnCensus& census;
  const TargetType& type;
  const Reading& reading;
  std::uint64_t integers, reals, blobs;
  std::uint64_t texts;    ///< Without empty ones.
  std::uint64_t empties;  ///< Empty texts that do not become NULL.
  Fit fit;

  [[nodiscard]] std::uint64_t numbers() const noexcept { return integers + reals; }
  [[nodiscard]] std::uint64_t all_texts() const noexcept { return texts + empties; }
  [[nodiscard]] NumberForm number_form() const noexcept;
  /// " where bigint needs INTEGER"
  [[nodiscard]] std::string where() const;

  /// All values of a storage class do not fit ('' apart from other TEXT); nothing when there are none.
  void refuse_class(StorageClass c);
  void refuse_empties();
  void refuse(Misfit misfit, std::string_view what, const Offenders& offenders);
  /// At least one value, not counted.
  void refuse_some(Misfit misfit, std::string_view what);
  /// Perhaps a value: only a look at each tells.
  void suspect(Misfit misfit, std::string_view what);
  void assume(std::string_view what);
  /// The values (these, when they are counted) fit, but do not come back as they were spelled: equivalent, where that
  /// was asked for, else misfits.
  void respelled(std::string_view why, const Offenders& values = {});
};

/// INTEGER and REAL together come back by what the number looks like: a REAL such as 2.0 would come back as INTEGER 2.
void check_mixed_numbers(FitBuilder& b, NumberForm& form);
/// For types without a -0.0.
void check_negative_zero(FitBuilder& b, NumberForm& form);

void fit_integer(FitBuilder& b);
void fit_numeric(FitBuilder& b);
void fit_real(FitBuilder& b);
void fit_boolean(FitBuilder& b);
void fit_text(FitBuilder& b);
void fit_bytea(FitBuilder& b);
void fit_json(FitBuilder& b);
void fit_uuid(FitBuilder& b);
void fit_temporal(FitBuilder& b);
void fit_interval(FitBuilder& b);
/// Parts of fit_temporal: everything that the type may mean. date, timestamp, timestamptz; time, timetz.
void fit_moments(FitBuilder& b);
void fit_clocks(FitBuilder& b);

}  // namespace lite2pg
