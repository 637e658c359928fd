// A server in memory in front of which a load can be put: keeps what is committed, and fails when it is told to.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "import/load/server.h"
#include "import/postgres/session.h"

namespace lite2pg::test {

/// What happens when a statement comes by that contains `needle`.
struct Fault {
  std::string needle;
  std::string sqlstate;       ///< Empty: the connection is lost.
  bool after_commit = false;  ///< It is done, but the answer is lost.
  bool lasting = false;       ///< It happens whenever such a statement comes by.
};

class MemoryServer : public LoadServer {
 public:
  std::unique_ptr<BulkConnection> connect(const StopFlag& stop) override;
  void end_process(int process) override { ended.push_back(process); }
  DoneWork done() override;

  /// Throws what the first fault that fits asks for; it is used up then, unless it lasts.
  void meet(const std::string& sql, bool committed);
  /// Statements of a transaction that was committed.
  void keep(const std::vector<std::string>& statements);

  std::deque<Fault> faults;
  std::vector<std::string> committed;         ///< Statements, in the order of their commits.
  std::map<std::string, std::string> copied;  ///< Bytes by COPY statement.
  std::vector<int> ended;                     ///< Processes that were asked to end.
  int connections = 0;
  std::function<void()> before_done;  ///< Called when the ledger is read.

 private:
  std::mutex lock_;
};

/// One connection: a transaction is what stands between BEGIN and COMMIT.
class MemoryConnection : public BulkConnection {
 public:
  MemoryConnection(MemoryServer& server, int process) : server_(server), process_(process) {}
  void begin(const std::vector<std::string>& statements) override;
  void begin_copy_in(const std::vector<std::string>& statements, const std::string& copy_sql) override;
  void run(const std::vector<std::string>& statements) override;
  void execute(const std::string& sql) override;
  void execute_all(const std::vector<std::string>& statements) override;
  std::string query_value(const std::string&) override { return ""; }
  void copy_in_begin(const std::string& copy_sql) override;
  void copy_in_send(std::string_view bytes) override;
  std::uint64_t copy_in_end() override;
  [[nodiscard]] int server_process() const noexcept override { return process_; }
  void sever() noexcept override { severed = true; }

  bool severed = false;

 private:
  MemoryServer& server_;
  int process_;
  std::vector<std::string> open_;  ///< Of the open transaction.
  std::string copy_, bytes_;
};

}  // namespace lite2pg::test
