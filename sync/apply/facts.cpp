#include "sync/apply/facts.h"

#include <algorithm>
#include <cstdlib>

#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::uint32_t oid_of(const std::optional<std::string>& field) {
  return static_cast<std::uint32_t>(std::strtoul(field.value_or("0").c_str(), nullptr, 10));
}

// https://www.postgresql.org/docs/15/catalog-pg-attribute.html; names of types of other schemas come with them.
constexpr std::string_view columns_sql =
    "SELECT attname, pg_catalog.format_type(atttypid, atttypmod), attnotnull, attgenerated <> '', attidentity = 'a' "
    "FROM pg_catalog.pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum";

// Columns in expressions and conditions too: pg_depend knows those.
constexpr std::string_view uniques_sql =
    "SELECT i.indexrelid, a.attname, i.indpred IS NULL FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON "
    "a.attrelid = "
    "i.indrelid AND (a.attnum = ANY (i.indkey) OR EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = "
    "'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = i.indexrelid AND d.refclassid = "
    "'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum)) "
    "WHERE i.indrelid = $1::oid AND i.indisunique AND i.indimmediate AND a.attnum > 0 AND NOT a.attisdropped "
    "ORDER BY i.indexrelid, a.attnum";

// https://www.postgresql.org/docs/15/catalog-pg-constraint.html: conpfeqop compares the referenced column (left) with
// the referencing one.
constexpr std::string_view references_sql =
    "SELECT k.oid, k.conname, k.conrelid, n.nspname, r.relname, f.attname, p.attname, "
    "pg_catalog.format('OPERATOR(%I.%s)', pn.nspname, o.oprname) "
    "FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class r ON r.oid = k.conrelid "
    "JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace "
    "CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey), "
    "pg_catalog.unnest(k.conpfeqop)) AS u(child, parent, op) "
    "JOIN pg_catalog.pg_attribute f ON f.attrelid = k.conrelid AND f.attnum = u.child "
    "JOIN pg_catalog.pg_attribute p ON p.attrelid = k.confrelid AND p.attnum = u.parent "
    "JOIN pg_catalog.pg_operator o ON o.oid = u.op JOIN pg_catalog.pg_namespace pn ON pn.oid = o.oprnamespace "
    "WHERE k.contype = 'f' AND k.confrelid = $1::oid AND k.conparentid = 0 ORDER BY k.oid, u.child";

// tgtype: 8 is DELETE. https://www.postgresql.org/docs/15/catalog-pg-trigger.html
constexpr std::string_view triggers_sql =
    "SELECT g.tgname, pg_catalog.format('DISABLE TRIGGER %I', g.tgname), pg_catalog.format('ENABLE %s TRIGGER %I', "
    "CASE g.tgenabled WHEN 'A' THEN 'ALWAYS' ELSE '' END, g.tgname), g.tgtype & 8 <> 0 "
    "FROM pg_catalog.pg_trigger g WHERE g.tgrelid = $1::oid AND NOT g.tgisinternal AND g.tgenabled IN ('O', 'A') "
    "ORDER BY g.tgname";

void read_columns(Session& session, const Parameters& oid, TableFacts& facts) {
  for (const Fields& f : session.query(columns_sql, oid)) {
    facts.columns.push_back({f[0].value(), f[1].value(), f[2] == "t", f[3] == "t", f[4] == "t"});
  }
}

void read_uniques(Session& session, const Parameters& oid, TableFacts& facts) {
  std::optional<std::string> last;
  std::vector<bool> of_all_rows;
  for (const Fields& f : session.query(uniques_sql, oid)) {
    if (f[0] != last) {
      facts.uniques.emplace_back();
      of_all_rows.push_back(f[2] == "t");
    }
    last = f[0];
    facts.uniques.back().push_back(f[1].value());
  }
  const auto is_not_null = [&](const std::string& name) {
    const ColumnFacts* column = facts.find_column(name);
    return column != nullptr && column->not_null;
  };
  for (std::size_t i = 0; i < facts.uniques.size(); ++i) {
    if (of_all_rows[i] && std::ranges::all_of(facts.uniques[i], is_not_null)) facts.keys.push_back(facts.uniques[i]);
  }
}

void read_references(Session& session, const Parameters& oid, TableFacts& facts) {
  std::optional<std::string> last;
  for (const Fields& f : session.query(references_sql, oid)) {
    if (f[0] != last) {
      facts.references.push_back({f[1].value(), oid_of(f[2]), qualified(f[3].value(), f[4].value()), {}});
    }
    last = f[0];
    facts.references.back().pairs.push_back({f[5].value(), f[6].value(), f[7].value()});
  }
}

void read_triggers(Session& session, const Parameters& oid, TableFacts& facts) {
  const std::string alter = "ALTER TABLE " + facts.name + " ";
  for (const Fields& f : session.query(triggers_sql, oid)) {
    facts.triggers.push_back({f[0].value(), alter + f[1].value(), alter + f[2].value(), f[3] == "t"});
  }
}

}  // namespace

const ColumnFacts* TableFacts::find_column(const std::string& column) const {
  const auto found = std::ranges::find(columns, column, &ColumnFacts::name);
  return found == columns.end() ? nullptr : &*found;
}

TableFacts read_table_facts(Session& session, const std::string& schema, const std::string& table) {
  TableFacts facts;
  facts.name = qualified(schema, table);
  const auto rows = session.query(
      "SELECT c.oid, pg_catalog.pg_has_role(c.relowner, 'USAGE'), pg_catalog.pg_get_userbyid(c.relowner) "
      "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE n.nspname = $1 AND c.relname = $2",
      {schema, table});
  if (rows.empty()) throw Error(ExitCode::target, "table " + facts.name + " is gone");
  facts.oid = oid_of(rows[0][0]);
  facts.owned = rows[0][1] == "t";
  facts.owner = rows[0][2].value_or("");
  const Parameters oid = {std::to_string(facts.oid)};
  read_columns(session, oid, facts);
  read_uniques(session, oid, facts);
  read_references(session, oid, facts);
  read_triggers(session, oid, facts);
  return facts;
}

}  // namespace lite2pg
