#include "import/postgres/session.h"

#include <libpq-fe.h>

namespace lite2pg {
namespace {

std::vector<Fields> rows_of(const PGresult* result) {
  std::vector<Fields> rows(static_cast<std::size_t>(PQntuples(result)));
  for (int r = 0; r < PQntuples(result); ++r) {
    Fields& fields = rows[static_cast<std::size_t>(r)];
    for (int f = 0; f < PQnfields(result); ++f) {
      if (PQgetisnull(result, r, f) == 1) {
        fields.emplace_back();
      } else {
        fields.emplace_back(std::in_place, PQgetvalue(result, r, f),
                            static_cast<std::size_t>(PQgetlength(result, r, f)));
      }
    }
  }
  return rows;
}

/// The rows of the result that stands `from_end` before the last.
std::vector<Fields> rows_of(const std::vector<Result>& results, std::size_t from_end) {
  if (results.size() <= from_end) return {};
  return rows_of(results[results.size() - 1 - from_end].get());
}

}  // namespace

std::vector<Fields> Session::query(std::string_view sql, const Parameters& params) {
  const std::string text(sql);
  if (!connection_.in_transaction()) return query_alone(text, params);
  if (params.empty()) return rows_of(connection_.run(text), 0);
  return rows_of(connection_.run(text, params).get());
}

/// The transaction whole in one round trip.
std::vector<Fields> Session::query_alone(const std::string& sql, const Parameters& params) {
  try {
    if (params.empty()) return rows_of(connection_.begin(rules_, sql + ";COMMIT"), 1);
    return rows_of(connection_.run_alone(rules_, sql, params).get());
  } catch (...) {
    connection_.rollback();
    throw;
  }
}

void Session::begin(const TransactionRules& rules) { (void)connection_.begin(rules); }

}  // namespace lite2pg
