// A far-away server, played on this machine: a TCP proxy on 127.0.0.1 that hands every byte on after a delay, in both
// directions, and counts how often the client had to wait for an answer. Bandwidth is not limited.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/loopback.h"

namespace lite2pg::test {

class DelayProxy {
 public:
  /// Listens on a free port of 127.0.0.1 and connects to `port` there. `delay` is one way: a round trip takes two.
  DelayProxy(int port, std::chrono::milliseconds delay);
  ~DelayProxy();
  DelayProxy(const DelayProxy&) = delete;
  DelayProxy& operator=(const DelayProxy&) = delete;

  [[nodiscard]] int port() const noexcept { return listener_.port(); }
  /// Round trips of all connections so far: how often the server answered something that the client had sent.
  [[nodiscard]] std::uint64_t round_trips() const noexcept { return round_trips_; }
  /// Of the connection that needed most of them.
  [[nodiscard]] std::uint64_t longest_conversation() const;

 private:
  class Link;
  struct Conversation;

  void take(int client);

  int target_port_;
  std::chrono::milliseconds delay_;
  std::atomic<std::uint64_t> round_trips_ = 0;
  mutable std::mutex lock_;
  std::vector<std::unique_ptr<Conversation>> conversations_;
  Listener listener_;
};

}  // namespace lite2pg::test
