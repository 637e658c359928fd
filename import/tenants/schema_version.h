// Versions of a fleet's schema: files of an application that migrated at different times. What a version is called, and
// whether its rows can stand among those of a newer one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "mapping/source/schema.h"

namespace lite2pg {

/// 32 hex digits over what the schema declares: tables, columns, keys, indexes, views, triggers. Not over what differs
/// between files of one schema: counters, statistics, the order in which objects were made, how their SQL is laid out.
[[nodiscard]] std::string fingerprint_of(const Schema& schema);

/// The schema without what belongs to one file alone.
[[nodiscard]] Schema without_file_facts(Schema schema);

/// Why `older` is not `newer` without some columns, indexes and defaults; empty: it is, and its rows take the default
/// of each column that they lack, as ALTER TABLE ADD COLUMN would give them.
[[nodiscard]] std::string drift_between(const Schema& older, const Schema& newer);

struct SchemaVersion {
  std::string fingerprint;
  Schema schema;
  std::size_t files = 0;
};

/// The version which most files can join; of several the one with more columns, then more indexes, then files. The same
/// whatever the order of `versions`, which must not be empty.
[[nodiscard]] std::size_t newest_of(const std::vector<SchemaVersion>& versions);

}  // namespace lite2pg
