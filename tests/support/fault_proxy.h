// Between a client and its server on 127.0.0.1: hands PostgreSQL's messages on one by one, counts them, and spoils one.
// https://www.postgresql.org/docs/15/protocol-message-formats.html
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "tests/support/loopback.h"

namespace lite2pg::test {

enum class ProtocolFault {
  none,
  cut,          ///< The message is lost and both ends are closed.
  stall,        ///< Nothing goes through any more, in either direction; the connection stays open.
  half_close,   ///< The message is lost and its receiver is told that no more comes; the other direction works.
  lose_answer,  ///< The server gets the client's message and does what it says; its answer is lost, both ends closed.
};
[[nodiscard]] std::string_view name_of(ProtocolFault fault) noexcept;

class FaultProxy {
 public:
  /// Listens on a free port of 127.0.0.1 and connects to `port` there.
  explicit FaultProxy(int port);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  [[nodiscard]] int port() const noexcept { return listener_.port(); }
  /// Ends all connections and counts from 0: message `nth`, of all connections and both directions, is spoilt. Messages
  /// that stand within a request or an answer (rows, parameters) are handed on uncounted. `dead`:
  /// no connection is taken after that.
  void arm(ProtocolFault fault, std::uint64_t nth, bool dead = false);
  /// The next message is spoilt.
  void strike_next(ProtocolFault fault);
  /// Since arm().
  [[nodiscard]] std::uint64_t messages() const noexcept { return messages_; }
  [[nodiscard]] bool struck() const noexcept { return struck_; }

 private:
  class Conversation;

  void take(int client);
  /// Counts a message; what becomes of it.
  ProtocolFault next() noexcept;

  int target_port_;
  std::atomic<std::uint64_t> messages_ = 0, nth_ = 0;
  std::atomic<ProtocolFault> fault_ = ProtocolFault::none;
  std::atomic<bool> struck_ = false, dead_ = false;
  std::mutex lock_;
  std::list<std::unique_ptr<Conversation>> conversations_;
  Listener listener_;
};

}  // namespace lite2pg::test
