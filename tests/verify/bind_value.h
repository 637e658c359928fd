#pragma once

#include <SQLiteCpp/Statement.h>

#include "mapping/value/value.h"

namespace lite2pg::test {

/// Gives a statement's parameter a value of its storage class.
inline void bind_value(SQLite::Statement& statement, int at, const Value& v) {
  switch (v.storage()) {
    case StorageClass::null: return statement.bind(at);
    case StorageClass::integer: return statement.bind(at, std::int64_t{v.integer()});
    case StorageClass::real: return statement.bind(at, v.real());
    case StorageClass::text: return statement.bind(at, std::string(v.bytes()));
    case StorageClass::blob: return statement.bind(at, v.bytes().data(), static_cast<int>(v.bytes().size()));
  }
}

}  // namespace lite2pg::test
