#include "mapping/objects/overflow.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "mapping/sql/operands/literal.h"

namespace lite2pg {
namespace {

/// From the least to the greatest; long double holds every 64-bit integer, and the product of two doubles.
struct Range {
  long double low = 0, high = 0;
  bool real = false;  ///< It is computed in doubles.
};
/// nullopt: no number, or not known.
using MaybeRange = std::optional<Range>;

constexpr long double beyond_int64 = 9223372036854775808.0L;

MaybeRange hull(const MaybeRange& a, const MaybeRange& b) {
  if (!a || !b) return a ? a : b;
  return Range{std::min(a->low, b->low), std::max(a->high, b->high), a->real || b->real};
}

Range product(const Range& a, const Range& b) {
  const auto [low, high] = std::minmax({a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high});
  return {low, high, a.real || b.real};
}

class Overflow {
 public:
  Overflow(const Table& table, const TableCensus* census) : table_(table), census_(census) {}

  MaybeRange range(const Expr& e) {
    if (const auto literal = literal_value(e)) {
      return of_literal(literal->view());
    }
    if (e.kind == ExprKind::name) return of_column(table_.find_column(e.names.back()));
    if (e.kind == ExprKind::unary && e.text == "-") return checked(negated(range(e.args[0])));
    if (e.kind == ExprKind::binary) return of_operator(e);
    MaybeRange all;
    for (const Expr& arg : e.args) all = hull(all, range(arg));
    return e.kind == ExprKind::case_ || e.kind == ExprKind::call ? all : std::nullopt;
  }

  [[nodiscard]] const std::string& found() const noexcept { return found_; }

 private:
  static MaybeRange of_literal(const Value& v) {
    const bool real = v.storage() == StorageClass::real;
    if (!real && v.storage() != StorageClass::integer) return std::nullopt;
    const long double n = real ? static_cast<long double>(v.real()) : static_cast<long double>(v.integer());
    return std::isfinite(n) ? MaybeRange(Range{n, n, real}) : std::nullopt;
  }

  [[nodiscard]] MaybeRange of_column(int column) const {
    if (column < 0 || census_ == nullptr) return std::nullopt;
    const ColumnCensus& c = census_->columns[static_cast<std::size_t>(column)];
    MaybeRange integers, reals;
    if (c.count(StorageClass::integer) > 0)
      integers = Range{static_cast<long double>(c.integer_min), static_cast<long double>(c.integer_max)};
    if (c.count(StorageClass::real) > 0 && c.real_min <= c.real_max) reals = Range{c.real_min, c.real_max, true};
    return hull(integers, reals);
  }

  static MaybeRange negated(const MaybeRange& r) { return r ? MaybeRange(Range{-r->high, -r->low, r->real}) : r; }

  MaybeRange of_operator(const Expr& e) {
    const MaybeRange a = range(e.args[0]), b = range(e.args[1]);
    if (!a || !b) return std::nullopt;
    const bool real = a->real || b->real;
    if (e.text == "+") return checked(Range{a->low + b->low, a->high + b->high, real});
    if (e.text == "-") return checked(Range{a->low - b->high, a->high - b->low, real});
    if (e.text == "*") return checked(product(*a, *b));
    return std::nullopt;
  }

  MaybeRange checked(const MaybeRange& r) {
    constexpr long double greatest = std::numeric_limits<double>::max();
    if (!r ||
        (r->real ? r->low >= -greatest && r->high <= greatest : r->low >= -beyond_int64 && r->high < beyond_int64)) {
      return r;
    }
    if (found_.empty()) {
      found_ = r->real
                   ? "with today's rows its REALs may leave the range of doubles, where PostgreSQL reports an error "
                     "(22003) and SQLite goes on with Infinity"
                   : "with today's rows its integers may leave 64 bits, where PostgreSQL reports an error "
                     "(22003) and SQLite goes over to REAL";
    }
    return std::nullopt;
  }

  const Table& table_;
  const TableCensus* census_;
  std::string found_;
};

}  // namespace

std::string overflow_in(const Expr& e, const Table& table, const TableCensus* census) {
  Overflow overflow(table, census);
  (void)overflow.range(e);
  return overflow.found();
}

}  // namespace lite2pg
