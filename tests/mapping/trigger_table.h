// A table for triggers that a test makes up: a key and a column of each storage class.
#pragma once

#include "mapping/source/schema.h"

namespace lite2pg::test {

[[nodiscard]] inline Table trigger_table(const char* name) {
  Table t;
  t.name = name;
  for (const char* column : {"i", "r", "t", "b"}) t.columns.emplace_back().name = column;
  t.columns[0].declared_type = "INTEGER";
  t.columns[0].key_position = 1;
  t.columns[1].declared_type = "REAL";
  t.columns[2].declared_type = "TEXT";
  t.rowid_alias = 0;
  return t;
}

}  // namespace lite2pg::test
