// A connection for bulk work, as those see it who load: DataConnection is the real one, tests put memory in its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

/// One thread, but for sever(). Its transactions begin by rules that were set when it was made.
class BulkConnection {
 public:
  virtual ~BulkConnection() = default;

  /// Begins a transaction and runs `statements` in the same message. Throws TargetError.
  virtual void begin(const std::vector<std::string>& statements) = 0;
  /// The same, then starts COPY ... FROM STDIN.
  virtual void begin_copy_in(const std::vector<std::string>& statements, const std::string& copy_sql) = 0;
  /// A transaction of these statements, in one message; rolled back when one fails. Throws TargetError.
  virtual void run(const std::vector<std::string>& statements) = 0;

  /// Runs one statement without result rows. Throws TargetError.
  virtual void execute(const std::string& sql) = 0;
  /// Runs statements one after another in one round trip; the first error ends it and is thrown, with the open
  /// transaction, when there is one, rolled back.
  virtual void execute_all(const std::vector<std::string>& statements) = 0;
  /// The first field of the first row, or "" when there is none.
  virtual std::string query_value(const std::string& sql) = 0;

  /// Starts COPY ... FROM STDIN and sends the file header when the format is binary.
  virtual void copy_in_begin(const std::string& copy_sql) = 0;
  /// Sends a buffer (about 1 MiB is best). Throws TargetError with the server's message when it has given up.
  virtual void copy_in_send(std::string_view bytes) = 0;
  /// Sends the trailer of the binary format and ends the COPY; the number of rows the server says it took.
  virtual std::uint64_t copy_in_end() = 0;

  /// Process id of the server's side.
  [[nodiscard]] virtual int server_process() const noexcept = 0;
  /// Cuts the connection, so that a call that waits for the server fails at once; safe from another thread.
  virtual void sever() noexcept = 0;
};

}  // namespace lite2pg
