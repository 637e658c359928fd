#include "mapping/objects/index_sql.h"

#include <algorithm>
#include <array>

#include "mapping/codec/traits.h"
#include "mapping/objects/object_planner.h"
#include "mapping/objects/overflow.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/translator.h"
#include "mapping/target/quote.h"
#include "mapping/target/type.h"

namespace lite2pg {
namespace {

/// A b-tree takes entries up to a third of a page, 2704 bytes with its header
/// (BTMaxItemSize in PostgreSQL's src/include/access/nbtree.h).
constexpr std::uint64_t longest_entry = 2600;

/// Bytes of SQL in the expressions and the predicate of one index. PostgreSQL keeps their trees in one row of pg_index,
/// which has no TOAST table: 8,160 bytes. A tree takes 1.7 to 3.3 bytes, compressed, for each of its SQL (measured on
/// 15).
constexpr std::size_t longest_expressions = 2400;

class IndexPlanner {
 public:
  IndexPlanner(const IndexContext& context, const Index& index)
      : c_(context), index_(index), ordered_(std::ranges::any_of(index.parts, &IndexPart::descending)) {}

  PlannedIndex plan() {
    if (index_.parts.empty()) return refused("its parts could not be read");
    measure();
    for (const IndexPart& part : index_.parts) {
      try {
        add(part);
      } catch (const SqlError& e) {
        return refused(describe(e, part.expression));
      }
      if (!result_.refusal.empty()) return result_;
    }
    if (index_.where) add_predicate();
    if (result_.refusal.empty() && expressions() > longest_expressions)
      return refused("translated, it is longer than what PostgreSQL keeps of an index (8 kB)");
    put_tenant_first();
    return result_;
  }

 private:
  /// A hash index has one column: it serves all files as it is.
  void put_tenant_first() {
    if (c_.table.tenant.empty() || result_.hash || !result_.refusal.empty()) return;
    result_.parts.insert(result_.parts.begin(), quote_identifier(c_.table.tenant));
  }

  PlannedIndex refused(const std::string& why) {
    result_.refusal = why;
    return result_;
  }

  void note(const std::string& text) { result_.notes.add(text); }

  [[nodiscard]] Translator translator() {
    return {c_.scope, {.utf8 = c_.utf8, .notes = &result_.notes, .immutable = true}};
  }

  [[nodiscard]] std::size_t expressions() const {
    std::size_t bytes = result_.where.size();
    for (const std::string& part : result_.parts) bytes += part.starts_with('(') ? part.size() : 0;
    return bytes;
  }

  /// Whether the longest values of the columns together are more than a b-tree entry holds.
  void measure() {
    std::uint64_t bytes = 0;
    for (const IndexPart& part : index_.parts)
      bytes += part.column < 0 ? longest_in(part.expression) : longest(part.column);
    too_long_ = bytes > longest_entry;
  }

  [[nodiscard]] std::uint64_t longest(int column) const {
    if (c_.census == nullptr || column < 0) return 0;
    const ColumnCensus& census = c_.census->columns[static_cast<std::size_t>(column)];
    return std::max(census.text_max_bytes, census.blob_max_bytes);
  }

  /// As long as all the columns that the expression names; dates and parts of a text are short.
  [[nodiscard]] std::uint64_t longest_in(const std::string& expression) const {
    try {
      return longest_in(parse_expression(expression));
    } catch (const SqlError&) {
      return 0;  // It is refused where it is translated.
    }
  }

  [[nodiscard]] std::uint64_t longest_in(const Expr& e) const {
    constexpr std::array short_calls = {"substr",   "substring", "date",   "time",  "datetime",
                                        "strftime", "length",    "typeof", "instr", "unicode"};
    if (e.kind == ExprKind::name) return longest(c_.source.find_column(e.names.back()));
    if (e.kind == ExprKind::call && std::ranges::count(short_calls, e.text) > 0) return 0;
    std::uint64_t bytes = 0;
    for (const Expr& arg : e.args) bytes += longest_in(arg);
    return bytes;
  }

  void add(const IndexPart& part) {
    if (part.column < 0) return add_expression(part);
    const ColumnPlan* column = find_column(c_.table, part.column);
    if (column == nullptr) {
      result_.refusal = "it is on a column that is left out";
      return;
    }
    std::string sql = quote_identifier(column->target);
    const std::string bare = sql;
    if (column->codec.id() == CodecId::json) {
      sql = "(" + sql + "::text)";
      note("on the text of the json column");
    }
    if (const std::string folded_sql = collated(part.collation, sql, is_text(*column)); folded_sql != sql) {
      sql = folded_sql;
    }
    if (too_long_ && longest(part.column) > longest_entry / index_.parts.size()) {
      sql = shortened(sql, is_bytea(column->codec.id()));
    }
    result_.plain = result_.plain && sql == bare && !part.descending;
    append(sql, part.descending, column->not_null && sql == bare);
  }

  [[nodiscard]] static bool is_bytea(CodecId id) noexcept { return traits_of(id).form == FieldForm::bytes; }

  [[nodiscard]] static bool is_text(const ColumnPlan& column) noexcept {
    return column.codec.id() == CodecId::text || column.codec.id() == CodecId::json;
  }

  /// The text as its collation sees it.
  std::string collated(const std::string& name, const std::string& sql, bool text) {
    const auto collation = builtin_collation(name);
    if (!collation) {
      note("collation " + name + " is the application's own: compared by bytes");
      return sql;
    }
    if (!text || *collation == Collation::binary) return sql;
    if (*collation == Collation::rtrim) {
      note("rtrim() stands for RTRIM: other comparisons see blanks at the end");
      return "rtrim(" + sql + ")";
    }
    note("lower() stands for NOCASE: other comparisons see letter case");
    return folded(sql);
  }

  /// Uniqueness over a hash is the same; order is lost.
  std::string shortened(const std::string& sql, bool bytes) {
    if (!index_.unique) {
      result_.hash = index_.parts.size() == 1 && !index_.where;
      if (result_.hash)
        note("a hash index, for its values are too long for a b-tree: it serves = only");
      else
        result_.refusal = "its values are too long for a b-tree index";
      return sql;
    }
    note("on sha256() of values that are too long for a b-tree index");
    return "sha256(" + (bytes ? sql : text_as_bytea(sql)) + ")";
  }

  void add_expression(const IndexPart& part) {
    const Expr e = parse_expression(part.expression);
    if (!names_column(e)) return add_constant(part);
    const Operand raw = translator().translate(e);
    if (const std::string why = overflow_in(e, c_.source, c_.census); !why.empty()) refuse(e, why);
    const Operand value = raw.column != nullptr ? raw : known(raw, e);
    if (raw.column == nullptr && value.volatility != Volatility::immutable) {
      refuse(e, "PostgreSQL does not index what depends on the time or on settings");
    }
    const bool nocase = value.kind == ValueKind::text && !part.collation.empty();
    std::string sql = collated(nocase ? part.collation : "", raw.column != nullptr ? raw.column->sql : value.sql, true);
    result_.plain = false;
    const bool texts = value.kind == ValueKind::text || value.kind == ValueKind::blob;
    if (too_long_ && texts && longest_in(e) > longest_entry / index_.parts.size()) {
      sql = shortened(sql, value.kind == ValueKind::blob);
      if (!result_.refusal.empty()) return;
    }
    append("(" + sql + ")", part.descending, false);
  }

  [[nodiscard]] bool names_column(const Expr& e) const {
    if (e.kind == ExprKind::name && c_.scope.find(e) != nullptr) return true;
    return std::ranges::any_of(e.args, [&](const Expr& arg) { return names_column(arg); });
  }

  /// A misspelt name in double quotes is a text to SQLite (https://sqlite.org/quirks.html section 8), the same in every
  /// row: beside other parts it changes nothing.
  void add_constant(const IndexPart& part) {
    const std::string what = part.expression + " is no column but a constant";
    const bool is_null = parse_expression(part.expression).kind == ExprKind::null;
    const bool alone = std::ranges::all_of(index_.parts, [&](const IndexPart& p) {
      return p.column < 0 && !names_column(parse_expression(p.expression));
    });
    if (alone || is_null) result_.refusal = what;
    note(what + ", left out of the index");
    result_.plain = false;
  }

  /// NULL is the smallest value in SQLite and the greatest in PostgreSQL. An index that has an order of its own keeps
  /// it; a plainly ascending one stays plain, so that it serves PostgreSQL's ORDER BY both ways.
  void append(std::string sql, bool descending, bool not_null) {
    if (descending)
      sql += not_null ? " DESC" : " DESC NULLS LAST";
    else if (ordered_ && !not_null)
      sql += " NULLS FIRST";
    result_.parts.push_back(std::move(sql));
  }

  void add_predicate() {
    try {
      const Expr e = parse_expression(*index_.where);
      const Operand condition = translator().truth(e);
      if (const std::string why = overflow_in(e, c_.source, c_.census); !why.empty()) refuse(e, why);
      if (condition.volatility != Volatility::immutable) refuse(e, "it depends on the time or on settings");
      result_.where = condition.sql;
      result_.plain = false;
    } catch (const SqlError& e) {
      result_.refusal = "WHERE: " + describe(e, *index_.where);
    }
  }

  const IndexContext& c_;
  const Index& index_;
  bool ordered_ = false, too_long_ = false;
  PlannedIndex result_;
};

}  // namespace

PlannedIndex plan_index_parts(const IndexContext& context, const Index& index) {
  return IndexPlanner(context, index).plan();
}

std::string create_index_sql(const PlannedIndex& index, bool unique, const std::string& name,
                             const std::string& table) {
  std::string sql = unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  sql += quote_identifier(name) + " ON " + quote_identifier(table) + (index.hash ? " USING hash (" : " (");
  for (std::size_t i = 0; i < index.parts.size(); ++i) sql += (i > 0 ? ", " : "") + index.parts[i];
  sql += ')';
  if (!index.where.empty()) sql += " WHERE " + index.where;
  return sql;
}

}  // namespace lite2pg
