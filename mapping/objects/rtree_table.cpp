#include "mapping/objects/rtree_table.h"

#include <algorithm>

#include "mapping/objects/object_planner.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr std::size_t most_dimensions = 5;

Column& column_at(Table& table, int column) { return table.columns[static_cast<std::size_t>(column)]; }

/// Whether point() takes it without loss and GiST can measure every box of it: areas are doubles, and boxes of doubles
/// would overflow them.
bool is_coordinate(const ColumnPlan& column) {
  const auto type = parse_target_type(column.type);
  return type && (type->family == TargetType::Family::real || type->family == TargetType::Family::integer ||
                  type->family == TargetType::Family::smallint);
}

struct Bounds {
  std::string lower, upper;
};

std::string box_of(const Bounds& x, const Bounds& y) {
  return "box(point(" + x.lower + ", " + y.lower + "), point(" + x.upper + ", " + y.upper + "))";
}

/// The names of a dimension's; nullopt, and a refusal, when they are no coordinates.
std::optional<Bounds> bounds_of(const TablePlan& table, std::size_t dimension, std::string& refusal) {
  const ColumnPlan* lower = find_column(table, RTree::lower(dimension));
  const ColumnPlan* upper = find_column(table, RTree::upper(dimension));
  if (lower == nullptr || upper == nullptr) {
    refusal = "a bound is left out";
  } else if (!is_coordinate(*lower) || !is_coordinate(*upper)) {
    refusal =
        "a bound is " + (is_coordinate(*lower) ? *upper : *lower).type + ", of which GiST cannot measure every box";
  }
  if (!refusal.empty()) return std::nullopt;
  return Bounds{quote_identifier(lower->target), quote_identifier(upper->target)};
}

void leave_virtual(Table& table) {
  table.kind = TableKind::virtual_;
  table.rowid_alias = -1;
  table.checks.clear();
  for (Column& c : table.columns) {
    c.not_null = false;
    c.key_position = 0;
  }
}

}  // namespace

bool is_auxiliary(const std::string& argument) { return tokenize(argument).tokens.front().is_symbol("+"); }

std::optional<RTree> read_rtree(const Table& table) {
  if (table.kind != TableKind::virtual_ && table.kind != TableKind::rtree) return std::nullopt;
  try {
    const CreateVirtualTable parsed = parse_create_virtual_table(table.sql);
    const bool integers = parsed.module == "rtree_i32";
    if (!integers && parsed.module != "rtree") return std::nullopt;
    const auto first = std::ranges::find_if(parsed.arguments, is_auxiliary);
    const auto plain = static_cast<std::size_t>(first - parsed.arguments.begin());
    const std::size_t dimensions = plain / 2;
    const bool known = plain % 2 == 1 && dimensions >= 1 && dimensions <= most_dimensions;
    if (!known || table.columns.size() != parsed.arguments.size()) return std::nullopt;
    return RTree{dimensions, integers};
  } catch (const SqlError&) {
    return std::nullopt;
  }
}

bool is_asked_as_table(const Table& table, const MappingFile& mapping) {
  return mapping.table_rule(table.name).rtree && read_rtree(table).has_value();
}

void carry_as_table(Table& table) {
  const auto tree = read_rtree(table);
  if (!tree || table.kind == TableKind::rtree) return;
  table.kind = TableKind::rtree;
  table.rowid_alias = 0;
  table.columns[0].key_position = 1;
  for (std::size_t d = 0; d < tree->dimensions; ++d) {
    Column &lower = column_at(table, RTree::lower(d)), &upper = column_at(table, RTree::upper(d));
    lower.not_null = upper.not_null = true;
    table.checks.push_back({"", quote_identifier(lower.name) + " <= " + quote_identifier(upper.name), RTree::upper(d)});
  }
}

void carry_rtrees(const MappingFile& mapping, Plan& plan) {
  for (Table& table : plan.schema.tables) {
    const bool read = std::ranges::find(plan.census, table.name, &TableCensus::table) != plan.census.end();
    if (read && is_asked_as_table(table, mapping)) {
      carry_as_table(table);
    } else if (table.kind == TableKind::rtree) {
      leave_virtual(table);  // An archive has its rows, and nobody asks for them any more.
    }
  }
}

void refuse_rtree(const Table& table, std::size_t position) {
  if (table.kind != TableKind::rtree) return;
  throw SqlError("it uses R-Tree " + table.name + ", whose bounds SQLite rounds and compares by rules of its own",
                 position);
}

std::optional<TargetType> rtree_column_type(const Table& table, int column) {
  const auto tree = read_rtree(table);
  if (!tree || column > RTree::upper(tree->dimensions - 1)) return std::nullopt;
  TargetType type;
  type.family = column == 0      ? TargetType::Family::bigint
                : tree->integers ? TargetType::Family::integer
                                 : TargetType::Family::real;
  return type;
}

BoxIndex box_index(const RTree& tree, const TablePlan& table) {
  BoxIndex index;
  std::string conditions;
  std::vector<Bounds> all;
  for (std::size_t d = 0; d < tree.dimensions; ++d) {
    const auto bounds = bounds_of(table, d, index.refusal);
    if (!bounds) return index;
    all.push_back(*bounds);
    const std::string low = "$" + std::to_string(2 * d + 1), high = "$" + std::to_string(2 * d + 2);
    conditions += " AND " + bounds->lower + " <= " + high + " AND " + bounds->upper + " >= " + low;
  }
  const Bounds flat{"0", "0"};
  const Bounds& second = all.size() > 1 ? all[1] : flat;
  index.box = box_of(all[0], second);
  index.query = index.box + " && " + box_of({"$1", "$2"}, all.size() > 1 ? Bounds{"$3", "$4"} : flat) + conditions;
  return index;
}

}  // namespace lite2pg
