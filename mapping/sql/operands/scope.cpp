#include "mapping/sql/operands/scope.h"

#include <algorithm>
#include <array>

#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/target/quote.h"
#include "mapping/target/type.h"

namespace lite2pg {
namespace {

bool is_rowid_name(std::string_view name) {
  constexpr std::array<std::string_view, 3> names = {"rowid", "oid", "_rowid_"};
  return std::ranges::any_of(names, [&](std::string_view n) { return equals_ignoring_case(n, name); });
}

const ScopeColumn* find_in(const ScopeTable& table, std::string_view name, bool qualified_name) {
  for (const ScopeColumn& c : table.columns) {
    if ((!qualified_name && c.hidden) || !equals_ignoring_case(c.name, name)) continue;
    return qualified_name || c.joined == nullptr ? &c : c.joined;
  }
  if (!is_rowid_name(name) || (!qualified_name && !table.columns.empty() && table.columns.front().hidden))
    return nullptr;
  const auto rowid = std::ranges::find_if(table.columns, &ScopeColumn::rowid);
  return rowid == table.columns.end() ? nullptr : &*rowid;
}

bool is_by_hand(const ColumnPlan& c) {
  const auto type = parse_target_type(c.type);
  return c.via_text || !c.labels.empty() || (type && type->family == TargetType::Family::character);
}

/// Only INTEGERs and REALs that are whole come under INTEGER and NUMERIC affinity as INTEGER; REAL affinity leaves
/// none.
NumberForm form_of_any_row(NumberForm today, bool whole, Affinity affinity) noexcept {
  if (affinity == Affinity::real) return NumberForm::real;
  if (!whole) return NumberForm::either;
  return affinity == Affinity::integer || affinity == Affinity::numeric ? NumberForm::integer : today;
}

}  // namespace

Codec codec_of_any_row(Codec codec, Affinity affinity) noexcept {
  switch (codec.id()) {
    case CodecId::int2:
    case CodecId::int4:
    case CodecId::int8: codec.set(form_of_any_row(codec.number(), true, affinity)); break;
    case CodecId::float4:
    case CodecId::float8:
    case CodecId::numeric: codec.set(form_of_any_row(codec.number(), false, affinity)); break;
    case CodecId::date:
    case CodecId::time:
    case CodecId::timestamp:
    case CodecId::timestamptz:
      codec.mutable_temporal().number = form_of_any_row(codec.temporal().number, false, affinity);
      break;
    default: break;
  }
  return codec;
}

ScopeTable scope_of(const TablePlan& plan, const Table& table, std::string_view prefix) {
  ScopeTable scope;
  scope.name = table.name;
  scope.has_key = true;
  for (const ColumnPlan& c : plan.columns) {
    if (c.source_index < 0) continue;
    const auto index = static_cast<std::size_t>(c.source_index);
    const Column& source = table.columns[index];
    ScopeColumn column;
    column.name = source.name;
    column.sql = std::string(prefix) + quote_identifier(c.target);
    column.affinity = affinity_of(table, source);
    column.codec = codec_of_any_row(c.codec, *column.affinity);
    column.collation = source.collation;
    column.not_null = c.not_null;
    column.generated = source.generated != Generated::no;
    column.rowid = table.rowid_alias == c.source_index;
    column.key_position = source.key_position;
    column.by_hand = is_by_hand(c);
    scope.has_key = scope.has_key && (source.key_position == 0 || c.not_null);
    scope.columns.push_back(std::move(column));
  }
  scope.complete = scope.columns.size() == table.columns.size();
  const auto in_key = std::ranges::count_if(scope.columns, [](const ScopeColumn& c) { return c.key_position > 0; });
  scope.has_key = scope.has_key && in_key > 0 && in_key == static_cast<std::ptrdiff_t>(table.key_columns().size());
  return scope;
}

const ScopeColumn* Scope::find_here(const Expr& name) const {
  const ScopeColumn* found = nullptr;
  const bool qualified_name = name.names.size() > 1;
  for (const ScopeTable& table : tables_) {
    if (qualified_name && !equals_ignoring_case(table.name, name.names[name.names.size() - 2])) continue;
    const ScopeColumn* column = find_in(table, name.names.back(), qualified_name);
    if (column == nullptr) continue;
    if (found != nullptr) throw SqlError("the name " + name.names.back() + " is ambiguous", name.begin);
    found = column;
  }
  if (found != nullptr && !found->absent.empty()) throw SqlError(found->absent, name.begin);
  return found;
}

const ScopeColumn* Scope::find(const Expr& name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
    if (const ScopeColumn* found = scope->find_here(name)) return found;
  }
  return nullptr;
}

}  // namespace lite2pg
