// Parameters of codecs beyond those of single values of the SQL standard's types.
#pragma once

#include <cstdint>
#include <string_view>

namespace lite2pg {

/// What a field is made of: one value of the codec's type, a range of two, an array, or several ranges.
enum class FieldShape : std::uint8_t { scalar, range, array, multirange };

/// How the TEXT of an array is spelled.
enum class ArrayForm : std::uint8_t {
  any,     ///< JSON, or PostgreSQL's braces, by the first character
  json,    ///< ["a",null,"b"]
  braces,  ///< {a,NULL,"b"}
  // Values between marks, without quotes; blanks around them do not count, nor do marks at both ends.
  comma,
  semicolon,
  pipe,
  lines,
  blanks,  ///< Words between blanks, however many.
  csv,     ///< Values between commas, some in double quotes, which are doubled within them.
  yaml,    ///< "---\n- a\n- b\n": a block sequence of scalars.
  python,  ///< ['a', "it's", 5, None]: what Python's repr() makes of a list.
  php,     ///< a:2:{i:0;s:1:"a";i:1;s:1:"b";}
};

/// The one table of these forms, in their order: a new one has a row here, a reading in encode/ and one in decode/.
struct ArrayFormTraits {
  ArrayForm form;
  std::string_view word;  ///< In a mapping file, and behind "array_" in a codec's name.
  char mark;              ///< Between values that have no quotes; 0: they have.
  std::string_view said;  ///< For people; empty: nobody needs to name it.
};
inline constexpr ArrayFormTraits array_forms[] = {
    {ArrayForm::any, "any", '\0', ""},
    {ArrayForm::json, "json", '\0', ""},
    {ArrayForm::braces, "braces", '\0', ""},
    {ArrayForm::comma, "comma", ',', "values between commas"},
    {ArrayForm::semicolon, "semicolon", ';', "values between semicolons"},
    {ArrayForm::pipe, "pipe", '|', "values between vertical bars"},
    {ArrayForm::lines, "lines", '\n', "one value a line"},
    {ArrayForm::blanks, "blanks", ' ', "words between blanks"},
    {ArrayForm::csv, "csv", '\0', "values between commas, some in double quotes"},
    {ArrayForm::yaml, "yaml", '\0', "a sequence in YAML"},
    {ArrayForm::python, "python", '\0', "a list as Python's repr() writes it"},
    {ArrayForm::php, "php", '\0', "an array of PHP's serialize()"},
};
[[nodiscard]] constexpr const ArrayFormTraits& traits_of(ArrayForm form) noexcept {
  return array_forms[static_cast<std::uint8_t>(form)];
}
static_assert([] {
  for (const ArrayFormTraits& f : array_forms)
    if (&traits_of(f.form) != &f) return false;
  return true;
}());

/// What a column of PostGIS takes.
struct GeometryFormat {
  std::uint32_t srid = 0;  ///< 0: any.
  bool typed = false;      ///< Shape and axes are the column's; else any.
  std::uint8_t shape = 0;  ///< 1 point, 2 line, 3 polygon, 4 to 6 several of these, 7 collection; 0: any.
  bool z = false, m = false;

  friend bool operator==(const GeometryFormat&, const GeometryFormat&) = default;
};

/// What becomes of NaN and Infinity in JSON documents (Python writes them); anything but `refuse` is lossy.
enum class Nonfinite : std::uint8_t { refuse, null, text };

}  // namespace lite2pg
