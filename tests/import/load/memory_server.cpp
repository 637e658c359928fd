#include "tests/import/load/memory_server.h"

#include <algorithm>

namespace lite2pg::test {
namespace {

/// The quoted words of "INSERT ... VALUES ('r1', 'users', '2/8', 3, ...": enough to know what a ledger row says.
std::vector<std::string> values_of(const std::string& sql) {
  std::vector<std::string> values;
  const std::size_t start = sql.find("VALUES (");
  if (start == std::string::npos) return values;
  std::string word;
  bool quoted = false;
  for (std::size_t i = start + 8; i < sql.size(); ++i) {
    const char c = sql[i];
    if (c == '\'') {
      quoted = !quoted;
    } else if (!quoted && (c == ',' || c == ')')) {
      values.push_back(word);
      word.clear();
      if (c == ')') break;
    } else if (quoted || c != ' ') {
      word += c;
    }
  }
  return values;
}

}  // namespace

std::unique_ptr<BulkConnection> MemoryServer::connect(const StopFlag&) {
  meet("connect", false);
  const std::scoped_lock lock(lock_);
  return std::make_unique<MemoryConnection>(*this, 1000 + connections++);
}

void MemoryServer::meet(const std::string& sql, bool committed_now) {
  const std::scoped_lock lock(lock_);
  const auto fault = std::ranges::find_if(faults, [&](const Fault& f) {
    return f.after_commit == committed_now && sql.find(f.needle) != std::string::npos;
  });
  if (fault == faults.end()) return;
  const std::string state = fault->sqlstate;
  if (!fault->lasting) faults.erase(fault);
  throw TargetError(
      state.empty() ? "the connection to the server was lost" : "refused: " + sql.substr(0, sql.find('\0')), state);
}

void MemoryServer::keep(const std::vector<std::string>& statements) {
  const std::scoped_lock lock(lock_);
  committed.insert(committed.end(), statements.begin(), statements.end());
}

DoneWork MemoryServer::done() {
  if (before_done) before_done();
  const std::scoped_lock lock(lock_);
  DoneWork done;
  for (const std::string& sql : committed) {
    const auto values = values_of(sql);
    if (sql.starts_with("INSERT INTO lite2pg.run_table")) {
      TableRecord record;
      record.table = values.at(1);
      record.slice = values.at(2);
      record.rows = std::stoull(values.at(3));
      done.tables.try_emplace({record.table, record.slice}, record);
    } else if (sql.starts_with("INSERT INTO lite2pg.run_step")) {
      done.steps.insert(values.at(1));
    }
  }
  return done;
}

void MemoryConnection::begin(const std::vector<std::string>& statements) {
  open_.clear();
  execute_all(statements);
}

void MemoryConnection::begin_copy_in(const std::vector<std::string>& statements, const std::string& copy_sql) {
  begin(statements);
  copy_in_begin(copy_sql);
}

void MemoryConnection::run(const std::vector<std::string>& statements) {
  begin(statements);
  execute("COMMIT");
}

void MemoryConnection::execute(const std::string& sql) { execute_all({sql}); }

void MemoryConnection::execute_all(const std::vector<std::string>& statements) {
  for (const std::string& sql : statements) {
    server_.meet(sql, false);
    if (sql == "BEGIN") continue;
    if (sql != "COMMIT") {
      open_.push_back(sql);
      continue;
    }
    const std::vector<std::string> done = std::exchange(open_, {});
    server_.keep(done);
    for (const std::string& statement : done) server_.meet(statement, true);
  }
}

void MemoryConnection::copy_in_begin(const std::string& copy_sql) {
  server_.meet(copy_sql, false);
  copy_ = copy_sql;
  bytes_.clear();
}

void MemoryConnection::copy_in_send(std::string_view bytes) { bytes_ += bytes; }

std::uint64_t MemoryConnection::copy_in_end() {
  server_.meet("end of COPY of " + bytes_, false);
  server_.copied[copy_] = bytes_;
  // Binary tuples: int16 field count, then per field int32 length and bytes.
  std::uint64_t rows = 0;
  const auto number = [&](std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes_[at + i]);
    return value;
  };
  for (std::size_t at = 0; at + 2 <= bytes_.size(); ++rows) {
    const std::uint64_t fields = number(at, 2);
    at += 2;
    for (std::uint64_t f = 0; f < fields; ++f) {
      const auto length = static_cast<std::int32_t>(number(at, 4));
      at += 4 + static_cast<std::size_t>(std::max(0, length));
    }
  }
  return rows;
}

}  // namespace lite2pg::test
