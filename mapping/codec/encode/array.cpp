#include <array>
#include <utility>

#include "common/bytes.h"
#include "mapping/codec/encode/array_text.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/codec/encode/form_steps.h"

namespace lite2pg {
namespace {

using Part = ArrayText::Part;

constexpr int most_dimensions = 6;  // MAXDIM in PostgreSQL's utils/array.h.

/// Writes the elements behind a header that is filled in at the end.
class ArrayWriter {
 public:
  ArrayWriter(const Codec& codec, FieldBuffer& out) : element_(codec), out_(out), start_(out.size()) {
    element_.shape = FieldShape::scalar;
    element_.empty_as_null = false;
  }

  Misfit write(const Value& v, ArrayForm form) {
    const bool documents = element_.id() == CodecId::json || element_.id() == CodecId::jsonb;
    ArrayText text(form, v.bytes(), documents);
    dimensions_ = text.dimensions();
    if (dimensions_ > most_dimensions) return Misfit::out_of_range;
    put(dimensions_);
    put(0);  // Whether there are NULLs: not known yet.
    put(static_cast<std::int32_t>(element_.element));
    for (int i = 0; i < 2 * dimensions_; ++i) put(1);
    for (Part part = text.next(); part != Part::end; part = text.next())
      if (const Misfit m = add(part, text); m != Misfit::none) return m;
    return finish();
  }

 private:
  void put(std::int32_t n) {
    store_be(out_.reserve(4), n);
    out_.commit(4);
  }
  void patch(std::size_t word, std::int32_t n) { store_be(out_.data() + start_ + 4 * word, n); }

  Misfit add(Part part, const ArrayText& text) {
    switch (part) {
      case Part::open: return open();
      case Part::close: return close();
      case Part::null: has_null_ = true; [[fallthrough]];
      case Part::element: return element(part == Part::null, text.element());
      default: return Misfit::bad_syntax;
    }
  }

  Misfit open() {
    if (depth_ > 0) ++count(depth_ - 1);
    if (depth_ >= std::max(dimensions_, 1)) return Misfit::not_exact;  // Deeper than its neighbours.
    count(depth_++) = 0;
    return Misfit::none;
  }

  /// All arrays of a depth have one length.
  Misfit close() {
    const std::int32_t n = count(--depth_);
    if (dimensions_ == 0) return Misfit::none;
    if (n == 0) return Misfit::not_exact;
    std::int32_t& length = lengths_[static_cast<std::size_t>(depth_)];
    if (length != 0 && length != n) return Misfit::not_exact;
    length = n;
    return Misfit::none;
  }

  Misfit element(bool null, std::string_view text) {
    if (depth_ != dimensions_ || depth_ == 0) return Misfit::not_exact;
    ++count(depth_ - 1);
    const std::size_t start = out_.size();
    put(-1);
    if (null) return Misfit::none;
    const Encoded e = encode(element_, Value::text(text), out_);
    store_be(out_.data() + start, static_cast<std::int32_t>(out_.size() - start - 4));
    return e.misfit;
  }

  Misfit finish() {
    patch(1, has_null_ ? 1 : 0);
    for (int i = 0; i < dimensions_; ++i)
      patch(3 + 2 * static_cast<std::size_t>(i), lengths_[static_cast<std::size_t>(i)]);
    return Misfit::none;
  }

  std::int32_t& count(int depth) { return counts_[static_cast<std::size_t>(depth)]; }

  Codec element_;
  FieldBuffer& out_;
  std::size_t start_;
  int dimensions_ = 0, depth_ = 0;
  bool has_null_ = false;
  std::array<std::int32_t, most_dimensions + 1> counts_{}, lengths_{};
};

}  // namespace

Misfit encode_array(const Codec& codec, const Value& v, FieldBuffer& out) {
  if (v.storage() != StorageClass::text && v.storage() != StorageClass::blob) return Misfit::wrong_class;
  return ArrayWriter(codec, out).write(v, codec.array);
}

}  // namespace lite2pg
