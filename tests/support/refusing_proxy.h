// An engine that speaks PostgreSQL's protocol and lacks something, played by a proxy in front of a real server: a
// statement that uses what is lacking is answered with an error of SQLSTATE 0A000, and the transaction is as after any
// error.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <regex>
#include <string>

#include "tests/support/loopback.h"

namespace lite2pg::test {

class RefusingProxy {
 public:
  /// Listens on a free port of 127.0.0.1 and connects to `port` there. `lacking`: a regular expression that is searched
  /// in each statement, whatever the case.
  RefusingProxy(int port, const std::string& lacking);
  ~RefusingProxy();
  RefusingProxy(const RefusingProxy&) = delete;
  RefusingProxy& operator=(const RefusingProxy&) = delete;

  [[nodiscard]] int port() const noexcept { return listener_.port(); }
  /// Statements that were refused.
  [[nodiscard]] std::uint64_t refused() const noexcept { return refused_; }

 private:
  class Conversation;

  void take(int client);
  /// The message as the server shall get it.
  [[nodiscard]] std::string spoilt(const std::string& message);

  int target_port_;
  std::regex lacking_;
  std::atomic<std::uint64_t> refused_ = 0;
  std::mutex lock_;
  std::list<std::unique_ptr<Conversation>> conversations_;
  Listener listener_;
};

}  // namespace lite2pg::test
