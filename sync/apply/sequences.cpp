#include "sync/apply/sequences.h"

#include <algorithm>

#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool is_integer(const TargetColumn& c) { return c.base == "int2" || c.base == "int4" || c.base == "int8"; }

}  // namespace

std::vector<DrawingColumn> drawing_columns(const std::vector<ComparedTable>& tables) {
  std::vector<DrawingColumn> columns;
  for (const ComparedTable& t : tables) {
    for (const TargetColumn& c : t.target->columns) {
      if (c.sequence.empty() || c.is_array || !is_integer(c)) continue;
      columns.push_back({t.plan.source, qualified(t.schema, t.target->name), quote_identifier(c.name), c.sequence,
                         t.plan.sequence.value_or(0)});
    }
  }
  return columns;
}

std::string behind_sql(const DrawingColumn& c, bool set) {
  const std::string sequence = quote_literal(c.sequence) + "::pg_catalog.regclass";
  return "SELECT " + (set ? "pg_catalog.setval(" + sequence + ", m.most)" : std::string("m.most")) +
         " FROM (SELECT greatest(pg_catalog.max(t." + c.column + ")::int8, " + std::to_string(c.least) +
         ") AS most FROM " + c.table + " t) m, " + c.sequence +
         " s, pg_catalog.pg_sequence q WHERE q.seqrelid = " + sequence +
         " AND q.seqincrement > 0 AND m.most BETWEEN q.seqmin AND q.seqmax AND (m.most > s.last_value OR (m.most = "
         "s.last_value AND NOT s.is_called))";
}

std::vector<DrawingColumn> movable_sequences(Session& session, const std::vector<ComparedTable>& tables,
                                             std::vector<std::string>& warnings) {
  std::vector<DrawingColumn> movable;
  for (DrawingColumn& c : drawing_columns(tables)) {
    const auto rights = session.query(
        "SELECT pg_catalog.has_sequence_privilege(s, 'SELECT'), pg_catalog.has_sequence_privilege(s, 'UPDATE') "
        "FROM (SELECT $1::pg_catalog.regclass::pg_catalog.oid) AS r(s)",
        {c.sequence});
    if (rights.at(0)[0] != "t") continue;
    if (rights.at(0)[1] == "t") {
      movable.push_back(std::move(c));
    } else if (!session.query(behind_sql(c, false)).empty()) {
      warnings.push_back("sequence " + c.sequence + " would give out a number again, and this role may not move it");
    }
  }
  return movable;
}

bool any_behind(Session& session, const std::vector<DrawingColumn>& columns) {
  return std::ranges::any_of(columns,
                             [&](const DrawingColumn& c) { return !session.query(behind_sql(c, false)).empty(); });
}

}  // namespace lite2pg
