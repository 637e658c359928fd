// Generated columns without a declared type: their expression says what they will hold, not today's rows.
#include <optional>

#include "mapping/planning/planning.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/translator.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;

/// What scope_of needs of a table that is not written into the plan yet.
TablePlan outline(const TableDraft& draft) {
  TablePlan table;
  table.source = draft.source->name;
  for (const ColumnDraft& c : draft.columns) {
    ColumnPlan& column = table.columns.emplace_back();
    column.source = c.source->name;
    column.target = c.target;
    column.source_index = c.source_index;
    column.type = to_sql(c.choice.fit.type);
    column.codec = c.choice.fit.codec;
    column.via_text = c.choice.fit.type.family == Family::by_text;
  }
  return table;
}

std::optional<Family> family_of(ValueKind kind) noexcept {
  switch (kind) {
    case ValueKind::boolean:
    case ValueKind::integer: return Family::bigint;
    case ValueKind::real:
    case ValueKind::number: return Family::double_precision;
    case ValueKind::decimal: return Family::numeric;
    case ValueKind::text: return Family::text;
    case ValueKind::blob: return Family::bytea;
    default: return std::nullopt;
  }
}

void settle(ColumnDraft& c, const Scope& scope) {
  try {
    const Operand value = Translator(scope, {}).translate(parse_expression(c.source->generated_sql));
    const auto family = family_of(value.kind);
    if (!family || c.choice.fit.type.family == *family) return;
    TargetType type;
    type.family = *family;
    Reading reading = c.rule.reading;
    reading.mixed = reading.respell = false;
    Fit fit = fit_to(*c.census, type, reading);
    if (!fit.exact()) return;
    c.choice.why = "not " + to_sql(c.choice.fit.type) + ": its expression may give more than stands there";
    c.choice.fit = std::move(fit);
  } catch (const SqlError&) {
    // It is refused where it is translated; the column keeps the type of its values.
  }
}

}  // namespace

void settle_computed_types(std::vector<TableDraft>& tables) {
  for (TableDraft& table : tables) {
    Scope scope;
    for (ColumnDraft& c : table.columns) {
      const bool computed = c.source->generated != Generated::no && c.census->type().intent == Intent::none;
      if (!computed || c.choice.given || c.source->generated_sql.empty()) continue;
      if (scope.tables().empty()) scope.add(scope_of(outline(table), *table.source));
      settle(c, scope);
    }
  }
}

}  // namespace lite2pg
