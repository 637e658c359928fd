// What the parser makes of SQLite's expressions and queries: plain trees that own their text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lite2pg {

struct Select;
struct CallClauses;

enum class ExprKind : std::uint8_t {
  null,
  integer,    ///< `text` as written: 42, 0x2a
  real,       ///< `text` as written: 1.5e3
  string,     ///< `text` without quotes
  blob,       ///< `text` as hex digits
  name,       ///< `names`: column; table, column; or schema, table, column
  current,    ///< CURRENT_TIME, CURRENT_DATE, CURRENT_TIMESTAMP: `text` in upper case
  unary,      ///< `text`: - + ~ NOT
  binary,     ///< `text`: OR AND = <> < <= > >= + - * / % & | << >> || -> ->>
  is,         ///< a IS [NOT] b; `negated`
  is_null,    ///< a IS [NOT] NULL, ISNULL, NOTNULL; `negated`
  between,    ///< a [NOT] BETWEEN b AND c
  in_list,    ///< a [NOT] IN (b, ...)
  in_select,  ///< a [NOT] IN (SELECT ...)
  in_table,   ///< a [NOT] IN table: `names`
  like,       ///< a [NOT] LIKE b [ESCAPE c]; `text`: LIKE, GLOB, REGEXP, MATCH
  case_,      ///< `has_base`: CASE base; then pairs WHEN, THEN; an odd rest is ELSE
  cast,       ///< CAST(a AS text)
  collate,    ///< a COLLATE text
  call,       ///< text(args), text(DISTINCT a), text(*)
  exists,     ///< EXISTS (SELECT ...)
  subquery,   ///< (SELECT ...)
  row,        ///< (a, b, ...)
  variable,   ///< ?1, :name
  raise,      ///< RAISE(text, 'names'): IGNORE, ABORT, FAIL, ROLLBACK
};

struct Expr {
  ExprKind kind = ExprKind::null;
  std::string text;                ///< Operator, function, literal or type, by kind; operators in upper case.
  std::vector<std::string> names;  ///< Parts of a name.
  std::vector<Expr> args;
  std::unique_ptr<Select> select;
  std::unique_ptr<CallClauses> clauses;  ///< call: FILTER, OVER or ORDER BY; null when there is none
  bool negated = false;
  bool double_quoted = false;      ///< A name written "so": a string when there is no such column.
  bool quoted = false;             ///< A name written with any quotes: never TRUE or FALSE.
  bool distinct = false;           ///< call: f(DISTINCT a)
  bool star = false;               ///< call: f(*)
  bool has_base = false;           ///< case_: CASE base WHEN
  bool parenthesised = false;      ///< Written in parentheses of its own.
  std::uint16_t height = 1;        ///< Of the tree, at most Parser's limit.
  std::size_t begin = 0, end = 0;  ///< Where it stands in the text, in bytes.
};

struct OrderTerm {
  Expr expr;
  bool descending = false;
  std::optional<bool> nulls_first;  ///< Where NULLS FIRST or LAST is written.
};

/// Where a frame begins or ends.
struct FrameBound {
  enum class Kind : std::uint8_t { unbounded_preceding, preceding, current_row, following, unbounded_following };
  Kind kind = Kind::current_row;
  std::optional<Expr> distance;  ///< Of `preceding` and `following`.
};

/// https://sqlite.org/windowfunctions.html section 2. `unit` is empty where no frame is written.
struct WindowClause {
  std::string base;  ///< The window of the WINDOW clause that it begins with.
  std::vector<Expr> partition_by;
  std::vector<OrderTerm> order_by;
  std::string unit;     ///< ROWS, RANGE, GROUPS
  std::string exclude;  ///< NO OTHERS, CURRENT ROW, GROUP, TIES; empty when it is not written.
  FrameBound from{FrameBound::Kind::unbounded_preceding, {}}, to;
};

struct NamedWindow {
  std::string name;
  WindowClause window;
};

/// What may follow the arguments of a call.
struct CallClauses {
  std::vector<OrderTerm> order_by;  ///< Within the parentheses.
  std::optional<Expr> filter;
  std::optional<WindowClause> over;
};

struct ResultColumn {
  Expr expr;               ///< Meaningless for a star.
  std::string alias;       ///< Empty when there is none.
  bool star = false;       ///< * or table.*
  std::string star_table;  ///< table.*
  std::string written;     ///< The expression's own text: the column's name where nothing better is.
};

enum class JoinKind : std::uint8_t { comma, inner, cross, left, right, full };

struct FromItem {
  JoinKind join = JoinKind::comma;  ///< How it is joined to what stands before it; `comma` for the first one.
  bool natural = false;
  std::string schema, table, alias;  ///< `table` is empty for a subquery or a group.
  std::unique_ptr<Select> select;
  std::vector<FromItem> group;  ///< ( a JOIN b )
  bool is_function = false;     ///< table(args), for instance json_each(x)
  std::vector<Expr> args;
  std::optional<Expr> on;
  std::vector<std::string> using_columns;
  std::size_t begin = 0;
};

struct SelectCore {
  std::string compound;  ///< How it is joined to the one before it: "", UNION, UNION ALL, INTERSECT, EXCEPT
  bool distinct = false;
  std::vector<ResultColumn> columns;
  std::vector<FromItem> from;
  std::optional<Expr> where, having;
  std::vector<Expr> group_by;
  std::vector<NamedWindow> windows;
  std::vector<std::vector<Expr>> values;  ///< VALUES (...), (...) instead of all else
};

struct CommonTable {
  std::string name;
  std::vector<std::string> columns;
  std::unique_ptr<Select> select;
};

struct Select {
  bool recursive = false;
  std::vector<CommonTable> with;
  std::vector<SelectCore> cores;  ///< At least one.
  std::vector<OrderTerm> order_by;
  std::optional<Expr> limit, offset;
  std::size_t begin = 0, end = 0;
};

}  // namespace lite2pg
