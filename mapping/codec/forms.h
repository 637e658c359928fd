// Parameters of codecs beyond those of single values of the SQL standard's types.
#pragma once

#include <cstdint>

namespace lite2pg {

/// What a field is made of: one value of the codec's type, a range of two, an array, or several ranges.
enum class FieldShape : std::uint8_t { scalar, range, array, multirange };

/// How the TEXT of an array is spelled.
enum class ArrayForm : std::uint8_t {
  any,     ///< JSON, or PostgreSQL's braces, by the first character
  json,    ///< ["a",null,"b"]
  braces,  ///< {a,NULL,"b"}
  // Values between marks, without quotes; blanks around them do not count.
  comma,
  semicolon,
  pipe,
  lines,
};

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
