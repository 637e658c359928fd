#include "import/postgres/session.h"

#include <libpq-fe.h>

namespace lite2pg {
namespace {

void read_row(const PGresult* result, int row, Fields& fields) {
  for (int f = 0; f < PQnfields(result); ++f) {
    if (PQgetisnull(result, row, f) == 1) {
      fields.emplace_back();
    } else {
      fields.emplace_back(std::in_place, PQgetvalue(result, row, f),
                          static_cast<std::size_t>(PQgetlength(result, row, f)));
    }
  }
}

/// The result that stands `from_end` before the last; null: there is none.
Result result_of(std::vector<Result> results, std::size_t from_end) {
  if (results.size() <= from_end) return {};
  return std::move(results[results.size() - 1 - from_end]);
}

}  // namespace

std::vector<Fields> Session::query(std::string_view sql, const Parameters& params) {
  const Result result = answer(std::string(sql), params);
  std::vector<Fields> rows(static_cast<std::size_t>(PQntuples(result.get())));
  for (int r = 0; r < PQntuples(result.get()); ++r) read_row(result.get(), r, rows[static_cast<std::size_t>(r)]);
  return rows;
}

void Session::each_row(std::string_view sql, const Parameters& params, const std::function<void(const Fields&)>& each) {
  const Result result = answer(std::string(sql), params);
  Fields fields;
  for (int r = 0; r < PQntuples(result.get()); ++r) {
    fields.clear();
    read_row(result.get(), r, fields);
    each(fields);
  }
}

Result Session::answer(const std::string& sql, const Parameters& params) {
  if (!connection_.in_transaction()) return answer_alone(sql, params);
  if (params.empty()) return result_of(connection_.run(sql), 0);
  return connection_.run(sql, params);
}

/// The transaction whole in one round trip.
Result Session::answer_alone(const std::string& sql, const Parameters& params) {
  try {
    if (params.empty()) return result_of(connection_.begin(rules_, sql + ";COMMIT"), 1);
    return connection_.run_alone(rules_, sql, params);
  } catch (...) {
    connection_.rollback();
    throw;
  }
}

void Session::begin(const TransactionRules& rules) { (void)connection_.begin(rules); }

}  // namespace lite2pg
