#include <array>
#include <utility>

#include "common/bytes.h"
#include "mapping/codec/encode/array_text.h"
#include "mapping/codec/encode/form_steps.h"

namespace lite2pg {
namespace {

using Part = ArrayText::Part;

constexpr int most_dimensions = 6;  // MAXDIM in PostgreSQL's utils/array.h.

using Lengths = std::array<std::int32_t, most_dimensions + 1>;

/// Dimensions, flag of NULLs, element type, per dimension length and lower bound, then the elements: array_send in
/// arrayfuncs.c. The header is filled in at the end.
class ArrayBytes {
 public:
  explicit ArrayBytes(FieldBytes out) : out_(out), start_(out.buffer().size()) {}

  void begin(int dimensions, std::uint32_t element) {
    const std::size_t words = 3 + 2 * static_cast<std::size_t>(dimensions);
    char* p = out_.buffer().reserve(4 * words);
    store_be(p, dimensions);
    store_be(p + 4, std::int32_t{0});  // Whether there are NULLs: not known yet.
    store_be(p + 8, element);
    for (std::size_t i = 3; i < words; ++i) store_be(p + 4 * i, std::int32_t{1});
    out_.buffer().commit(4 * words);
  }
  void open(bool /*first*/) const noexcept {}
  void close() const noexcept {}
  void null(bool /*first*/) {
    has_null_ = true;
    out_.integer(std::int32_t{-1});
  }
  Misfit element(bool /*first*/, const Codec& codec, std::string_view text) const {
    FieldBuffer& out = out_.buffer();
    const std::size_t length_at = out.size();
    out_.integer(std::int32_t{0});
    const Encoded e = encode_field(codec, Value::text(text), out_);
    store_be(out.data() + length_at, static_cast<std::int32_t>(out.size() - length_at - 4));
    return e.misfit;
  }
  void end(int dimensions, const Lengths& lengths) const {
    patch(1, has_null_ ? 1 : 0);
    for (int i = 0; i < dimensions; ++i)
      patch(3 + 2 * static_cast<std::size_t>(i), lengths[static_cast<std::size_t>(i)]);
  }

 private:
  void patch(std::size_t word, std::int32_t n) const { store_be(out_.buffer().data() + start_ + 4 * word, n); }

  FieldBytes out_;
  std::size_t start_;
  bool has_null_ = false;
};

/// {{"a","b"},{"c",NULL}}
class ArraySpelling {
 public:
  explicit ArraySpelling(FieldText out) : out_(out) {}

  void begin(int /*dimensions*/, std::uint32_t /*element*/) const noexcept {}
  void open(bool first) const { out_.buffer().append(first ? "{" : ",{"); }
  void close() const { out_.buffer().append("}"); }
  void null(bool first) const { out_.buffer().append(first ? "NULL" : ",NULL"); }
  Misfit element(bool first, const Codec& codec, std::string_view text) const {
    if (!first) out_.buffer().append(",");
    return out_.quoted([&] { return encode_field(codec, Value::text(text), out_).misfit; });
  }
  void end(int /*dimensions*/, const Lengths& /*lengths*/) const noexcept {}

 private:
  FieldText out_;
};

ArrayBytes array_in(FieldBytes out) { return ArrayBytes(out); }
ArraySpelling array_in(FieldText out) { return ArraySpelling(out); }

/// Takes the elements off the text and sees that they stand in a regular array.
template <typename Array>
class ArrayReader {
 public:
  ArrayReader(const Codec& codec, Array array) : element_(codec), array_(array) {
    element_.shape = FieldShape::scalar;
    element_.empty_as_null = element_.zero_as_null = false;
  }

  Misfit run(const Value& v, ArrayForm form) {
    ArrayText text(form, v.bytes(), raw_elements());
    dimensions_ = text.dimensions();
    if (dimensions_ > most_dimensions) return Misfit::out_of_range;
    array_.begin(dimensions_, element_.element);
    for (Part part = text.next(); part != Part::end; part = text.next())
      if (const Misfit m = add(part, text); m != Misfit::none) return m;
    array_.end(dimensions_, lengths_);
    return Misfit::none;
  }

 private:
  [[nodiscard]] ArrayText::Raw raw_elements() const {
    if (element_.id() == CodecId::json || element_.id() == CodecId::jsonb) return ArrayText::Raw::documents;
    return element_.id() == CodecId::hstore ? ArrayText::Raw::objects : ArrayText::Raw::none;
  }

  Misfit add(Part part, const ArrayText& text) {
    switch (part) {
      case Part::open: return open();
      case Part::close: return close();
      case Part::null:
      case Part::element: return element(part == Part::null, text.element());
      default: return Misfit::bad_syntax;
    }
  }

  Misfit open() {
    const bool first = depth_ == 0 || count(depth_ - 1)++ == 0;
    if (depth_ >= std::max(dimensions_, 1)) return Misfit::not_exact;  // Deeper than its neighbours.
    count(depth_++) = 0;
    array_.open(first);
    return Misfit::none;
  }

  /// All arrays of a depth have one length.
  Misfit close() {
    const std::int32_t n = count(--depth_);
    array_.close();
    if (dimensions_ == 0) return Misfit::none;
    if (n == 0) return Misfit::not_exact;
    std::int32_t& length = lengths_[static_cast<std::size_t>(depth_)];
    if (length != 0 && length != n) return Misfit::not_exact;
    length = n;
    return Misfit::none;
  }

  Misfit element(bool null, std::string_view text) {
    if (depth_ != dimensions_ || depth_ == 0) return Misfit::not_exact;
    const bool first = count(depth_ - 1)++ == 0;
    if (null) return array_.null(first), Misfit::none;
    return array_.element(first, element_, text);
  }

  std::int32_t& count(int depth) { return counts_[static_cast<std::size_t>(depth)]; }

  Codec element_;
  Array array_;
  int dimensions_ = 0, depth_ = 0;
  Lengths counts_{}, lengths_{};
};

}  // namespace

template <typename Out>
Misfit encode_array(const Codec& codec, const Value& v, Out out) {
  if (v.storage() != StorageClass::text && v.storage() != StorageClass::blob) return Misfit::wrong_class;
  return ArrayReader(codec, array_in(out)).run(v, codec.array);
}

template Misfit encode_array(const Codec&, const Value&, FieldBytes);
template Misfit encode_array(const Codec&, const Value&, FieldText);

}  // namespace lite2pg
