// Parameters of codecs beyond those of single values of the SQL standard's types.
#pragma once

#include <cstdint>

namespace lite2pg {

/// What a field is made of: one value of the codec's type, a range of two, or an array.
enum class FieldShape : std::uint8_t { scalar, range, array };

/// How the TEXT of an array is spelled.
enum class ArrayForm : std::uint8_t {
  any,     ///< JSON, or PostgreSQL's braces, by the first character
  json,    ///< ["a",null,"b"]
  braces,  ///< {a,NULL,"b"}
  comma,   ///< a,b
};

/// What becomes of NaN and Infinity in JSON documents (Python writes them); anything but `refuse` is lossy.
enum class Nonfinite : std::uint8_t { refuse, null, text };

}  // namespace lite2pg
