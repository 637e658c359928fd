// How a column's values fit a PostgreSQL type: which codec carries them, how faithfully, and which values do not fit.
// The lattice, the mapping file and foreign keys all choose types by asking this.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mapping/census/census.h"
#include "mapping/codec/codec.h"
#include "mapping/plan/plan.h"
#include "mapping/target/type.h"

namespace lite2pg {

/// What TEXT in a bytea column and BLOBs in a uuid column are.
enum class ByteReading : std::uint8_t { unset, text, hex, base64, big_endian, dotnet };

/// What INTEGERs in a column of another type are: an IPv4 address; of bit(n) the number that the bits spell, or their
/// digits, without zeros before them.
enum class NumberReading : std::uint8_t { unset, ipv4, bits, digits };

/// How the mapping file or an option says that a column is to be read.
struct Reading {
  std::optional<TemporalFormat::Unit> unit;  ///< What numbers mean as times; unset: only an unambiguous epoch.
  std::optional<BoolWords> words;            ///< Unset: the one pair of words that all texts use.
  bool empty_as_null = false;
  bool cut_length = false;           ///< Text longer than the type, and blanks at the end of char(n), are cut off.
  bool cut_fraction = false;         ///< Digits of a second that the type does not keep are cut off.
  bool cut_clock = false;            ///< Into a date: the time of day is cut off.
  bool zero_as_null = false;         ///< '0000-00-00' and 'NaN' become NULL.
  bool infinite = false;             ///< Infinities are those of the type.
  DayOrder order = DayOrder::unset;  ///< Of dates that begin with a day or a month; unset: none is read.
  int century = 0;                   ///< The first of the hundred years that two digits mean; 0: none is read.
  const date::time_zone* place = nullptr;  ///< Where clocks stand whose zone the data does not say; nullptr: UTC.
  BadText bad_text = BadText::refuse;
  NumberForm numerals = NumberForm::spelled;  ///< How TEXT spells numbers: `point` and `comma` as people do.
  bool round = false;                         ///< Digits that a numeric, real or money does not keep are rounded.
  ByteReading bytes = ByteReading::unset;
  LabelForm labels = LabelForm::exact;
  Nonfinite nonfinite = Nonfinite::refuse;
  bool json_string = false;          ///< TEXT that is no JSON is a JSON string.
  bool last_key = false;             ///< Of equal keys in an object of jsonb the last one counts.
  ArrayForm array = ArrayForm::any;  ///< How arrays are spelled.
  NumberReading numbers = NumberReading::unset;
  /// Whether text and bytea may hold values of other storage classes in spelled form (text_number, bytea_or_text).
  bool mixed = true;
  /// Whether it reads dates that the census reads none of.
  [[nodiscard]] bool orders() const noexcept { return order != DayOrder::unset || century != 0; }
  /// Whether values may be spelled anew (TemporalFormat::Unit::any, UuidForm::mixed, ...): only where asked for.
  bool respell = true;
};

/// Values that do not fit, by reason.
struct ColumnMisfit {
  Misfit misfit = Misfit::none;
  std::string reason;                     ///< For people: "TEXT where bigint needs INTEGER".
  std::uint64_t count = 0;                ///< 0: at least one, but the census does not count them.
  std::optional<std::int64_t> first_row;  ///< Smallest row, when known.
  bool suspected = false;                 ///< Only a look at each value tells whether there is any.
};

struct Fit {
  TargetType type;
  Codec codec;
  Fidelity fidelity = Fidelity::exact;
  std::string caveat;      ///< Why it is not exact.
  std::string assumption;  ///< What was taken for granted, for people; exact or not.
  std::vector<ColumnMisfit> misfits;

  /// Nothing is known not to fit.
  [[nodiscard]] bool holds() const noexcept { return std::ranges::all_of(misfits, &ColumnMisfit::suspected); }
  [[nodiscard]] bool exact() const noexcept { return misfits.empty() && fidelity == Fidelity::exact; }
  /// How many values do not fit; reasons without a count as one.
  [[nodiscard]] std::uint64_t misfit_count() const noexcept;
};

/// Never throws but std::bad_alloc. Fidelity leaves out what `reading` makes lossy: see apply_losses.
[[nodiscard]] Fit fit_to(const ColumnCensus& census, const TargetType& type, const Reading& reading);

/// Marks the fit lossy when values are dropped or replaced because `reading` says so ('' as NULL, bad bytes replaced).
void apply_losses(Fit& fit, const ColumnCensus& census, const Reading& reading);

/// The Unix epoch unit under which every INTEGER and REAL lies in the years 2000 to 2100; nullopt when there is none.
/// The three ranges do not overlap, so there is at most one.
[[nodiscard]] std::optional<TemporalFormat::Unit> epoch_unit(const ColumnCensus& census) noexcept;

}  // namespace lite2pg
