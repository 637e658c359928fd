#include "import/postgres/copy_stream.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace lite2pg {
namespace {

// The binary COPY format: https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format".
constexpr std::string_view signature("PGCOPY\n\377\r\n\0", 11);
constexpr std::size_t header_size = 19;  ///< Signature, int32 flags, int32 length of the header extension (0).
constexpr std::string_view trailer("\377\377", 2);
constexpr std::size_t max_message = std::size_t{1} << 26;

std::string joined(const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& statement : statements) text += statement + ";\n";
  return text;
}

}  // namespace

void DataConnection::begin(const std::vector<std::string>& statements) {
  (void)connection_.begin(rules_, joined(statements));
}

void DataConnection::begin_copy_in(const std::vector<std::string>& statements, const std::string& copy_sql) {
  start_copy_in(connection_.begin(rules_, joined(statements) + copy_sql));
}

void DataConnection::run(const std::vector<std::string>& statements) {
  try {
    (void)connection_.begin(rules_, joined(statements) + "COMMIT");
  } catch (const TargetError&) {
    connection_.rollback();
    throw;
  }
}

void DataConnection::execute_all(const std::vector<std::string>& statements) {
  try {
    (void)connection_.run(joined(statements));
  } catch (const TargetError&) {
    connection_.rollback();
    throw;
  }
}

std::string DataConnection::query_value(const std::string& sql) {
  const auto results = connection_.run(sql);
  if (results.empty() || PQntuples(results.back().get()) == 0) return {};
  return PQgetvalue(results.back().get(), 0, 0);
}

std::vector<std::vector<std::optional<std::string>>> DataConnection::query(const std::string& sql) {
  const auto results = connection_.run(sql);
  std::vector<std::vector<std::optional<std::string>>> rows;
  const pg_result* last = results.empty() ? nullptr : results.back().get();
  for (int r = 0; last != nullptr && r < PQntuples(last); ++r) {
    auto& row = rows.emplace_back();
    for (int c = 0; c < PQnfields(last); ++c) {
      if (PQgetisnull(last, r, c) == 1) {
        row.emplace_back();
      } else {
        row.emplace_back(std::string(PQgetvalue(last, r, c), static_cast<std::size_t>(PQgetlength(last, r, c))));
      }
    }
  }
  return rows;
}

void DataConnection::copy_in_begin(const std::string& copy_sql) { start_copy_in(connection_.run(copy_sql)); }

void DataConnection::start_copy_in(const std::vector<Result>& results) {
  if (results.empty() || PQresultStatus(results.back().get()) != PGRES_COPY_IN) {
    throw TargetError("the server did not begin the COPY", "08P01");
  }
  binary_in_ = PQbinaryTuples(results.back().get()) == 1;
  if (!binary_in_) return;
  std::array<char, header_size> header{};
  std::ranges::copy(signature, header.begin());
  copy_in_send({header.data(), header.size()});
}

void DataConnection::copy_in_send(std::string_view bytes) {
  // The server takes no message of 1 GB and more.
  for (; bytes.size() > max_message; bytes.remove_prefix(max_message))
    connection_.put_copy(bytes.substr(0, max_message));
  connection_.put_copy(bytes);
}

std::uint64_t DataConnection::copy_in_end() {
  if (binary_in_) copy_in_send(trailer);
  const Result result = connection_.end_copy();
  return std::strtoull(PQcmdTuples(result.get()), nullptr, 10);
}

void DataConnection::copy_in_abort() noexcept {
  try {
    (void)connection_.end_copy("given up by lite2pg");
  } catch (const std::exception&) {
    connection_.sever();
  }
}

void DataConnection::copy_out_begin(const std::string& copy_sql) {
  const auto results = connection_.run(copy_sql);
  if (results.empty() || PQresultStatus(results.back().get()) != PGRES_COPY_OUT) {
    throw TargetError("the server did not begin the COPY", "08P01");
  }
  header_seen_ = false;
}

bool DataConnection::copy_out_next(std::string_view& tuple) {
  do {
    const auto message = connection_.get_copy();
    if (!message) return false;
    tuple = *message;
    if (!header_seen_) {
      // PostgreSQL sends the header in a message of its own or before the first tuple, depending on its version.
      if (!tuple.starts_with(signature) || tuple.size() < header_size) {
        throw TargetError("the server's COPY data does not begin with the binary header", "08P01");
      }
      header_seen_ = true;
      tuple.remove_prefix(header_size);
    }
  } while (tuple.empty() || tuple == trailer);
  return true;
}

}  // namespace lite2pg
