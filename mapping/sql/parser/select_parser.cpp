// Queries: https://sqlite.org/lang_select.html
#include "mapping/sql/parser/parser.h"

namespace lite2pg {

Select Parser::parse_select() {
  const Deeper guard(*this);
  Select select;
  select.begin = peek().position;
  parse_with(select);
  std::string compound;
  do {
    select.cores.push_back(parse_core());
    select.cores.back().compound = compound;
  } while (!(compound = parse_compound()).empty());
  if (accept({"order", "by"})) select.order_by = parse_order_terms();
  if (accept("limit")) {
    select.limit = parse_expr();
    if (accept("offset")) {
      select.offset = parse_expr();
    } else if (accept_symbol(",")) {  // LIMIT offset, count
      select.offset = std::move(select.limit);
      select.limit = parse_expr();
    }
  }
  select.end = last_end();
  return select;
}

std::unique_ptr<Select> Parser::parse_nested_select() {
  expect_symbol("(");
  auto select = std::make_unique<Select>(parse_select());
  expect_symbol(")");
  return select;
}

void Parser::parse_with(Select& select) {
  if (!accept("with")) return;
  select.recursive = accept("recursive");
  do {
    CommonTable table;
    table.name = expect_name();
    if (at_symbol("(")) table.columns = expect_names();
    expect("as");
    if (!accept("materialized")) accept({"not", "materialized"});
    table.select = parse_nested_select();
    select.with.push_back(std::move(table));
  } while (accept_symbol(","));
}

std::string Parser::parse_compound() {
  if (accept({"union", "all"})) return "UNION ALL";
  if (accept("union")) return "UNION";
  if (accept("intersect")) return "INTERSECT";
  if (accept("except")) return "EXCEPT";
  return {};
}

SelectCore Parser::parse_core() {
  SelectCore core;
  if (accept("values")) {
    do {
      expect_symbol("(");
      core.values.push_back(parse_list());
      expect_symbol(")");
    } while (accept_symbol(","));
    return core;
  }
  expect("select");
  core.distinct = accept("distinct");
  if (!core.distinct) accept("all");
  do core.columns.push_back(parse_result_column());
  while (accept_symbol(","));
  if (accept("from")) core.from = parse_from();
  parse_core_tail(core);
  return core;
}

void Parser::parse_core_tail(SelectCore& core) {
  if (accept("where")) core.where = parse_expr();
  if (accept({"group", "by"})) core.group_by = parse_list();
  if (accept("having")) core.having = parse_expr();
  if (at_word("window")) core.windows = parse_named_windows();
}

ResultColumn Parser::parse_result_column() {
  ResultColumn column;
  if (accept_symbol("*")) {
    column.star = true;
    return column;
  }
  if (at_name() && peek(1).is_symbol(".") && peek(2).is_symbol("*")) {
    column.star = true;
    column.star_table = expect_name();
    next();
    next();
    return column;
  }
  const std::size_t begin = peek().position;
  column.expr = parse_expr();
  column.written = sql_.substr(begin, last_end() - begin);
  column.alias = parse_alias(true);
  return column;
}

/// AS name, or a name alone: a bare word that ends the item instead is no alias.
std::string Parser::parse_alias(bool bare) {
  if (accept("as")) return expect_name();
  if (!bare || !at_name()) return {};
  for (const std::string_view word : {"left", "right", "full", "inner", "cross", "natural", "outer", "indexed",
                                      "window", "with", "union", "intersect", "except"}) {
    if (at_word(word)) return {};
  }
  return expect_name();
}

std::vector<FromItem> Parser::parse_from() {
  std::vector<FromItem> items;
  FromItem first = parse_from_item();
  items.push_back(std::move(first));
  for (FromItem item; parse_join(item); item = FromItem()) {
    FromItem joined = parse_from_item();
    joined.join = item.join;
    joined.natural = item.natural;
    parse_join_condition(joined);
    items.push_back(std::move(joined));
  }
  return items;
}

FromItem Parser::parse_from_item() {
  const Deeper guard(*this);
  FromItem item;
  item.begin = peek().position;
  if (at_symbol("(")) {
    next();
    if (at_select())
      item.select = std::make_unique<Select>(parse_select());
    else
      item.group = parse_from();
    expect_symbol(")");
  } else {
    item.table = expect_name();
    if (accept_symbol(".")) {
      item.schema = std::move(item.table);
      item.table = expect_name();
    }
    if (accept_symbol("(")) {
      item.is_function = true;
      if (!at_symbol(")")) item.args = parse_list();
      expect_symbol(")");
    }
  }
  item.alias = parse_alias(true);
  if (accept({"indexed", "by"}))
    (void)expect_name();
  else
    accept({"not", "indexed"});
  return item;
}

/// The join operator before the next item: kind and NATURAL go into `item`. False when there is none.
bool Parser::parse_join(FromItem& item) {
  if (accept_symbol(",")) return true;
  item.natural = accept("natural");
  item.join = JoinKind::inner;
  bool named = true;
  if (accept("left"))
    item.join = JoinKind::left;
  else if (accept("right"))
    item.join = JoinKind::right;
  else if (accept("full"))
    item.join = JoinKind::full;
  else if (accept("cross"))
    item.join = JoinKind::cross;
  else if (!accept("inner"))
    named = item.natural;
  if (item.join == JoinKind::left || item.join == JoinKind::right || item.join == JoinKind::full) accept("outer");
  if (accept("join")) return true;
  if (named) fail("expected JOIN");
  return false;
}

void Parser::parse_join_condition(FromItem& item) {
  if (accept("on"))
    item.on = parse_expr();
  else if (accept("using"))
    item.using_columns = expect_names();
}

std::vector<OrderTerm> Parser::parse_order_terms() {
  std::vector<OrderTerm> terms;
  do {
    OrderTerm term;
    term.expr = parse_expr();
    term.descending = accept("desc");
    if (!term.descending) accept("asc");
    if (accept({"nulls", "first"})) term.nulls_first = true;
    if (accept({"nulls", "last"})) term.nulls_first = false;
    terms.push_back(std::move(term));
  } while (accept_symbol(","));
  return terms;
}

}  // namespace lite2pg
