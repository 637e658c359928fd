#include "mapping/choice/lattice.h"

#include <algorithm>
#include <array>

#include "common/text.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;

TargetType of(Family family) {
  TargetType type;
  type.family = family;
  return type;
}

std::vector<TargetType> types(std::initializer_list<Family> families) {
  std::vector<TargetType> result;
  for (const Family family : families) result.push_back(of(family));
  return result;
}

TargetType numeric(std::uint16_t precision, std::int16_t scale) {
  TargetType type = of(Family::numeric);
  type.precision = precision;
  type.scale = scale;
  return type;
}

TargetType varchar(std::uint32_t length) {
  TargetType type = of(Family::varchar);
  type.length = length;
  return type;
}

/// A column without an intent that holds nothing: its affinity says what it would hold.
TargetType type_of_affinity(Affinity affinity) {
  switch (affinity) {
    case Affinity::integer: return of(Family::bigint);
    case Affinity::real: return of(Family::double_precision);
    case Affinity::numeric: return of(Family::numeric);
    default: return of(Family::text);
  }
}

std::vector<TargetType> natural_types(Affinity affinity, const ColumnCensus& c) {
  if (c.rows() == c.count(StorageClass::null)) return {type_of_affinity(affinity)};
  if (c.count(StorageClass::integer) == 0) return types({Family::double_precision, Family::text, Family::bytea});
  return types({Family::bigint, Family::numeric, Family::text, Family::bytea});
}

std::vector<TargetType> with(TargetType first, std::vector<TargetType> rest) {
  rest.insert(rest.begin(), std::move(first));
  return rest;
}

/// Where values land that no candidate holds, from the narrowest type up.
const std::vector<TargetType>& ladder() {
  static const std::vector<TargetType> rungs =
      types({Family::bigint, Family::numeric, Family::double_precision, Family::text, Family::bytea});
  return rungs;
}

/// Types in the order in which one gives way to the other when two columns must agree.
int width(const TargetType& type) {
  constexpr std::array order = {
      Family::boolean,     Family::smallint,         Family::integer,   Family::bigint,  Family::numeric,
      Family::real,        Family::double_precision, Family::date,      Family::time,    Family::timestamp,
      Family::timestamptz, Family::timetz,           Family::interval,  Family::uuid,    Family::json,
      Family::jsonb,       Family::by_text,          Family::character, Family::varchar, Family::text,
      Family::bytea};
  return static_cast<int>(std::ranges::find(order, type.family) - order.begin());
}

bool is_texty(Intent intent) noexcept {
  return intent == Intent::text || intent == Intent::varchar || intent == Intent::json;
}

/// What holds without anybody's asking: no new spelling, and numbers as text only where the declared type is text and
/// SQLite's own affinity made the numbers.
Reading automatic(const ColumnCensus& c, Reading reading) {
  reading.respell = false;
  reading.mixed = is_texty(c.type().intent) && c.count(StorageClass::blob) == 0;
  return reading;
}

/// Without a declared type text takes several storage classes, as long as each value comes back as what it was.
std::optional<ColumnChoice> choose_for_all_classes(const ColumnCensus& c, const Reading& reading) {
  if (c.type().intent != Intent::none) return std::nullopt;
  Reading mixed = automatic(c, reading);
  mixed.mixed = true;
  Fit fit = fit_to(c, of(Family::text), mixed);
  if (!fit.exact()) return std::nullopt;
  return ColumnChoice{std::move(fit),
                      "text takes all of its storage classes: numbers spelled as numbers, BLOBs as \\x and hex", false};
}

std::string reasons_of(const Fit& fit) {
  std::string text;
  for (const ColumnMisfit& m : fit.misfits) {
    text += (text.empty() ? "" : ", ") + m.reason;
    if (m.count > 0) text += " (" + with_thousands(m.count) + ")";
  }
  if (text.empty()) text = fit.caveat;
  return text;
}

std::string why_not(const Fit& first) { return "not " + to_sql(first.type) + ": " + reasons_of(first); }

/// The first exact candidate, else the one with the fewest misfits.
ColumnChoice choose_automatically(const ColumnCensus& c, const Reading& reading) {
  const Reading strict = automatic(c, reading);
  std::vector<Fit> fits;
  for (const TargetType& type : candidates_for(c.type(), c)) {
    fits.push_back(fit_to(c, type, strict));
    if (fits.back().exact()) break;
  }
  const bool found = fits.back().exact();
  if (!found) {
    if (auto choice = choose_for_all_classes(c, reading)) return *choice;
  }
  const auto best = found ? fits.end() - 1 : std::ranges::min_element(fits, {}, &Fit::misfit_count);
  ColumnChoice choice{*best, {}, false};
  const bool wished = c.type().intent != Intent::none;
  if (found && wished && best != fits.begin()) choice.why = why_not(fits.front());
  return choice;
}

/// The next type up that is exact, else the first that is at least equivalent.
ColumnChoice widen(const ColumnCensus& c, const Reading& reading, const Fit& refused) {
  Reading free = reading;
  free.mixed = free.respell = true;
  std::optional<Fit> equivalent;
  for (const TargetType& type : ladder()) {
    Fit fit = fit_to(c, type, free);
    if (fit.exact()) return {std::move(fit), "widened, " + why_not(refused), false};
    if (fit.holds() && !equivalent) equivalent = std::move(fit);
  }
  if (!equivalent) return {refused, {}, false};
  return {std::move(*equivalent), "widened, " + why_not(refused), false};
}

ColumnChoice choose_given(const ColumnCensus& c, const ColumnRule& rule, const TargetType& type) {
  return {fit_to(c, type, rule.reading), "type given by the mapping file", true};
}

/// The type that is wished for, where it holds every value for sure. Documents that jsonb would change are misfits that
/// a look at each finds: json instead is for the user to say.
std::optional<ColumnChoice> choose_wished(const ColumnCensus& c, const ColumnRule& rule) {
  if (!rule.wish) return std::nullopt;
  Fit fit = fit_to(c, *rule.wish, rule.reading);
  const bool asks = rule.wish->family == Family::jsonb;
  if (asks ? !fit.holds() : !fit.misfits.empty()) return std::nullopt;
  return ColumnChoice{std::move(fit), {}, false};
}

/// By itself; where a wish was not met, with the reason.
ColumnChoice choose_unwished(const ColumnCensus& c, const ColumnRule& rule) {
  ColumnChoice choice = choose_automatically(c, rule.reading);
  if (rule.wish && choice.why.empty()) choice.why = why_not(fit_to(c, *rule.wish, rule.reading));
  return choice;
}

ColumnChoice choose_freely(const ColumnCensus& c, const ColumnRule& rule) {
  if (auto wished = choose_wished(c, rule)) return *std::move(wished);
  return choose_unwished(c, rule);
}

}  // namespace

std::vector<TargetType> candidates_for(const DeclaredType& type, const ColumnCensus& census) {
  switch (type.intent) {
    case Intent::integer: return types({Family::bigint, Family::numeric});
    case Intent::small_integer: return types({Family::smallint, Family::integer, Family::bigint, Family::numeric});
    case Intent::medium_integer: return types({Family::integer, Family::bigint, Family::numeric});
    case Intent::boolean: return types({Family::boolean, Family::bigint, Family::text, Family::numeric, Family::bytea});
    case Intent::real: return types({Family::double_precision, Family::numeric});
    case Intent::decimal:
      if (type.precision == 0) return types({Family::numeric});
      return with(numeric(type.precision, type.scale), types({Family::numeric}));
    case Intent::varchar:
      if (type.length == 0) return types({Family::text});
      return with(varchar(type.length), types({Family::text}));
    case Intent::text: return types({Family::text});
    case Intent::blob: return with(of(Family::bytea), types({Family::text, Family::bigint, Family::double_precision}));
    case Intent::date:
      return with(of(Family::date), types({Family::timestamp, Family::timestamptz, Family::time, Family::text,
                                           Family::bigint, Family::double_precision, Family::numeric, Family::bytea}));
    case Intent::time:
      return with(of(Family::time), types({Family::timestamp, Family::timestamptz, Family::date, Family::text,
                                           Family::bigint, Family::double_precision, Family::numeric, Family::bytea}));
    case Intent::timestamp:
      return with(of(Family::timestamp), types({Family::timestamptz, Family::time, Family::text, Family::bigint,
                                                Family::double_precision, Family::numeric, Family::bytea}));
    case Intent::timestamptz:
      return with(of(Family::timestamptz), types({Family::timestamp, Family::time, Family::text, Family::bigint,
                                                  Family::double_precision, Family::numeric, Family::bytea}));
    case Intent::uuid: return types({Family::uuid, Family::text, Family::bytea});
    case Intent::json: return types({Family::json, Family::text, Family::bytea});
    case Intent::none: return natural_types(type.affinity, census);
  }
  return types({Family::text});
}

ColumnChoice choose_type(const ColumnCensus& census, const ColumnRule& rule) {
  ColumnChoice choice = rule.type                 ? choose_given(census, rule, *rule.type)
                        : !rule.enum_name.empty() ? choose_given(census, rule, of(Family::text))
                                                  : choose_freely(census, rule);
  if (!choice.fit.holds() && rule.on_misfit == MisfitPolicy::widen) {
    choice = widen(census, rule.reading, choice.fit);
  }
  apply_losses(choice.fit, census, rule.reading);
  return choice;
}

std::optional<TargetType> common_type(const std::vector<const ColumnCensus*>& columns,
                                      const std::vector<const ColumnRule*>& rules,
                                      const std::vector<TargetType>& present) {
  std::vector<TargetType> candidates = ladder();
  for (const TargetType& type : present) candidates.push_back(type.family == Family::varchar ? of(Family::text) : type);
  std::ranges::stable_sort(candidates, {}, width);
  const int widest = width(*std::ranges::max_element(present, {}, width));
  for (const TargetType& type : candidates) {
    bool all = width(type) >= widest;
    for (std::size_t i = 0; i < columns.size() && all; ++i) all = fit_to(*columns[i], type, rules[i]->reading).exact();
    if (all) return type;
  }
  return std::nullopt;
}

}  // namespace lite2pg
