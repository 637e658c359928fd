// The census of a column in one line for people, and the form in which its values are spelled.
#include "mapping/census/describe.h"

#include <cstdlib>
#include <vector>

#include "common/text.h"
#include "mapping/codec/temporal_units.h"
#include "mapping/codec/traits.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

/// "name (detail, detail)"
class Clause {
 public:
  Clause(std::uint64_t count, std::string_view what) : text_(with_thousands(count) + " " + std::string(what)) {}
  void add(const std::string& detail) {
    details_ += details_.empty() ? "" : ", ";
    details_ += detail;
  }
  void add_count(std::uint64_t count, std::string_view what) {
    if (count > 0) add(with_thousands(count) + " " + std::string(what));
  }
  [[nodiscard]] std::string str() const { return details_.empty() ? text_ : text_ + " (" + details_ + ")"; }

 private:
  std::string text_, details_;
};

std::string integers(const ColumnCensus& c) {
  Clause clause(c.count(StorageClass::integer), "INTEGER");
  clause.add(std::to_string(c.integer_min) + " to " + std::to_string(c.integer_max));
  return clause.str();
}

std::string reals(const ColumnCensus& c) {
  Clause clause(c.count(StorageClass::real), "REAL");
  if (c.count(StorageClass::real) > c.real_nonfinite.count) {
    clause.add(show_real(c.real_min) + " to " + show_real(c.real_max));
  }
  clause.add_count(c.real_nonfinite.count, "infinite");
  if (c.decimal_fraction_digits > 0) clause.add(std::to_string(c.decimal_fraction_digits) + " decimals");
  return clause.str();
}

std::string texts(const ColumnCensus& c) {
  Clause clause(c.count(StorageClass::text), "TEXT");
  const char* const unit = c.text_max_chars == 1 ? " character" : " characters";
  if (c.text_max_chars > 0) clause.add("up to " + with_thousands(c.text_max_chars) + unit);
  clause.add_count(c.text_empty.count, "empty");
  clause.add_count(c.text_nul.count, "with NUL bytes");
  clause.add_count(c.text_invalid_utf8.count, "not valid UTF-8");
  return clause.str();
}

std::string blobs(const ColumnCensus& c) {
  Clause clause(c.count(StorageClass::blob), "BLOB");
  clause.add("up to " + human_bytes(c.blob_max_bytes));
  return clause.str();
}

std::string clock_form(const TemporalFormat& f) {
  std::string form = f.seconds ? "HH:MM:SS" : "HH:MM";
  if (f.fraction != TemporalFormat::Fraction::none) form += "." + std::string(f.digits, 'f');
  return form;
}

std::string zone_form(const TemporalFormat& f) {
  const int minutes = std::abs(f.offset_minutes);
  const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  const std::string hours = (f.offset_minutes < 0 ? "-" : "+") + two(minutes / 60);
  switch (f.zone) {
    case TemporalFormat::Zone::none: return {};
    case TemporalFormat::Zone::z: return "Z";
    case TemporalFormat::Zone::colon: return hours + ":" + two(minutes % 60);
    case TemporalFormat::Zone::compact: return hours + two(minutes % 60);
    case TemporalFormat::Zone::hours: return hours;
  }
  return {};
}

std::string iso_form(const Codec& codec) {
  const TemporalFormat& f = codec.temporal();
  const std::string date = "YYYY-MM-DD";
  if (codec.id() == CodecId::date || f.midnight) return date;
  const bool clock = codec.id() == CodecId::time || codec.id() == CodecId::timetz;
  std::string form = clock && !f.dated ? "" : date + f.separator;
  form += clock_form(f) + (f.zone_apart ? " " : "") + zone_form(f);
  if (f.fraction == TemporalFormat::Fraction::threes) form += ", as few threes of digits as hold it";
  if (f.fraction == TemporalFormat::Fraction::zero_left) form += ", no fraction when it is zero";
  if (f.fraction == TemporalFormat::Fraction::trimmed) form += ", without trailing zeros";
  return form;
}

std::string temporal_form(const Codec& codec) {
  const TemporalFormat& f = codec.temporal();
  if (f.unit == TemporalFormat::Unit::iso) return iso_form(codec);
  std::string form(unit_of(f.unit).label);
  if (f.unit == TemporalFormat::Unit::digits && codec.id() == CodecId::date) form = "YYYYMMDD";
  if (f.numbers != TemporalFormat::Unit::iso) form += ", and " + std::string(unit_of(f.numbers).label);
  return form + (f.spelled ? " as TEXT" : "");
}

}  // namespace

std::string describe_form(const Codec& codec) {
  if (traits_of(codec.id()).parameters == ParameterKind::temporal) return temporal_form(codec);
  switch (codec.id()) {
    case CodecId::boolean_word:
    case CodecId::uuid_text: {
      const std::string name = to_string(codec);  // "uuid_text(hyphens)"
      const std::size_t open = name.find('(');
      return open == std::string::npos ? "" : name.substr(open + 1, name.size() - open - 2);
    }
    default: return {};
  }
}

std::string describe_values(const ColumnCensus& c) {
  std::vector<std::string> parts;
  if (c.count(StorageClass::integer) > 0) parts.push_back(integers(c));
  if (c.count(StorageClass::real) > 0) parts.push_back(reals(c));
  if (c.count(StorageClass::text) > 0) parts.push_back(texts(c));
  if (c.count(StorageClass::blob) > 0) parts.push_back(blobs(c));
  if (c.count(StorageClass::null) > 0) parts.push_back(with_thousands(c.count(StorageClass::null)) + " NULL");
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text.empty() ? "no rows" : text;
}

}  // namespace lite2pg
