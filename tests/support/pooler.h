// A pgbouncer of the test's own in front of a server: https://www.pgbouncer.org/config.html
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test {

/// Whether the program is there; scripts/bootstrap installs it.
[[nodiscard]] bool has_pooler();

class Pooler {
 public:
  /// In front of the server that `server_uri` leads to through a Unix socket. `mode`: session, transaction, statement.
  /// `settings` are further lines of its section [pgbouncer].
  Pooler(const std::string& server_uri, const std::string& mode, int pool_size,
         const std::vector<std::string>& settings = {});
  ~Pooler();
  Pooler(const Pooler&) = delete;
  Pooler& operator=(const Pooler&) = delete;

  /// Through it to the database, as superuser postgres.
  [[nodiscard]] std::string uri(const std::string& database) const {
    return "postgresql://postgres@127.0.0.1:" + std::to_string(port_) + "/" + database;
  }

 private:
  TempDir dir_;
  int port_ = 0;
  std::unique_ptr<BackgroundCommand> program_;
};

}  // namespace lite2pg::test
