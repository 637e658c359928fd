// Windows: https://sqlite.org/windowfunctions.html section 2, https://sqlite.org/syntax/window-defn.html
#include "mapping/sql/parser/parser.h"

namespace lite2pg {

/// OVER is a name elsewhere, so that only what follows tells.
bool Parser::at_over() const noexcept {
  if (!at_word("over")) return false;
  const Token& after = peek(1);
  return after.is_symbol("(") || after.kind == TokenKind::quoted ||
         (after.kind == TokenKind::word && !is_reserved_in_sqlite(after.text));
}

WindowClause Parser::parse_over() {
  next();
  if (at_symbol("(")) return parse_window();
  WindowClause window;
  window.base = expect_name();
  return window;
}

WindowClause Parser::parse_window() {
  WindowClause window;
  expect_symbol("(");
  const bool by = peek(1).is_word("by");
  const bool framed = at_word("rows") || at_word("range") || at_word("groups");
  if (at_name() && !framed && !(at_word("partition") && by)) window.base = expect_name();
  if (accept({"partition", "by"})) window.partition_by = parse_list();
  if (accept({"order", "by"})) window.order_by = parse_order_terms();
  parse_frame(window);
  expect_symbol(")");
  return window;
}

void Parser::parse_frame(WindowClause& window) {
  for (const std::string_view unit : {"ROWS", "RANGE", "GROUPS"}) {
    if (window.unit.empty() && accept(unit)) window.unit = unit;
  }
  if (window.unit.empty()) return;
  const bool both = accept("between");
  window.from = parse_frame_bound();
  if (both) {
    expect("and");
    window.to = parse_frame_bound();
  }
  if (accept("exclude")) parse_exclude(window);
}

FrameBound Parser::parse_frame_bound() {
  FrameBound bound;
  if (accept({"current", "row"})) return bound;
  const bool unbounded = accept("unbounded");
  if (!unbounded) bound.distance = parse_expr();
  const bool before = accept("preceding");
  if (!before) expect("following");
  using Kind = FrameBound::Kind;
  if (unbounded)
    bound.kind = before ? Kind::unbounded_preceding : Kind::unbounded_following;
  else
    bound.kind = before ? Kind::preceding : Kind::following;
  return bound;
}

void Parser::parse_exclude(WindowClause& window) {
  if (accept({"no", "others"}))
    window.exclude = "NO OTHERS";
  else if (accept({"current", "row"}))
    window.exclude = "CURRENT ROW";
  else if (accept("group"))
    window.exclude = "GROUP";
  else if (accept("ties"))
    window.exclude = "TIES";
  else
    fail("expected NO OTHERS, CURRENT ROW, GROUP or TIES");
}

std::vector<NamedWindow> Parser::parse_named_windows() {
  std::vector<NamedWindow> windows;
  next();
  do {
    NamedWindow window;
    window.name = expect_name();
    expect("as");
    window.window = parse_window();
    windows.push_back(std::move(window));
  } while (accept_symbol(","));
  return windows;
}

}  // namespace lite2pg
