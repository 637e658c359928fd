// Adds to tables and indexes what PRAGMAs do not tell, from the SQL text that sqlite_schema keeps.
#pragma once

#include <string>

#include "mapping/source/schema.h"

namespace lite2pg {

/// Fills from table.sql: CHECKs, generated expressions, collations and comments of columns, names and conflict clauses
/// of keys and uniques, names and deferrability of foreign keys, AUTOINCREMENT, STRICT. Call it when columns, indexes
/// and foreign keys have been read from PRAGMAs; those are matched by columns (and parent). Returns why the text does
/// not parse, for the report, and then has added nothing; else "". Never throws but std::bad_alloc.
std::string add_parsed_facts(Table& table);

/// Fills from index.sql: expressions, predicate, order and collations of the parts. Nothing for indexes without SQL.
/// Returns as above.
std::string add_parsed_facts(Index& index, const Table& table);

}  // namespace lite2pg
