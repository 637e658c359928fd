#include "tests/support/delay_proxy.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>

#include "tests/support/loopback.h"

namespace lite2pg::test {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

/// Bytes on their way in one direction. A link holds what it carries for a round trip; the limit only keeps a slow
/// receiver from filling the memory.
class DelayProxy::Link {
 public:
  explicit Link(std::chrono::milliseconds delay) : delay_(delay) {}

  void put(std::string bytes) {
    std::unique_lock lock(lock_);
    changed_.wait(lock, [&] { return held_ < most_held || closed_; });
    held_ += bytes.size();
    packets_.push_back({Clock::now() + delay_, std::move(bytes)});
    changed_.notify_all();
  }
  void close() {
    const std::scoped_lock lock(lock_);
    closed_ = true;
    changed_.notify_all();
  }
  /// False at the end, when everything that was put has been taken.
  bool take(std::string& bytes) {
    std::unique_lock lock(lock_);
    changed_.wait(lock, [&] { return !packets_.empty() || closed_; });
    if (packets_.empty()) return false;
    const auto due = packets_.front().due;
    lock.unlock();
    std::this_thread::sleep_until(due);
    lock.lock();
    bytes = std::move(packets_.front().bytes);
    packets_.pop_front();
    held_ -= bytes.size();
    changed_.notify_all();
    return true;
  }

 private:
  static constexpr std::size_t most_held = std::size_t{64} << 20;
  struct Packet {
    Clock::time_point due;
    std::string bytes;
  };

  std::chrono::milliseconds delay_;
  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<Packet> packets_;
  std::size_t held_ = 0;
  bool closed_ = false;
};

/// One client's connection: two links, each with a thread that reads into it and one that writes out of it.
struct DelayProxy::Conversation {
  Conversation(int client_socket, int server_socket, std::chrono::milliseconds delay, std::atomic<std::uint64_t>& all)
      : client(client_socket), server(server_socket), there(delay), back(delay), sum(all) {
    threads.emplace_back([this] { read(client, there, [this] { asked = true; }); });
    threads.emplace_back([this] { write(there, server); });
    threads.emplace_back([this] { read(server, back, [this] { answered(); }); });
    threads.emplace_back([this] { write(back, client); });
  }
  ~Conversation() {
    shutdown(client, SHUT_RDWR);
    shutdown(server, SHUT_RDWR);
    there.close();
    back.close();
    threads.clear();
    ::close(client);
    ::close(server);
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  template <typename Seen>
  static void read(int from, Link& into, Seen seen) {
    std::array<char, 65536> room{};
    for (;;) {
      const auto got = recv(from, room.data(), room.size(), 0);
      if (got <= 0) return into.close();
      seen();
      into.put(std::string(room.data(), static_cast<std::size_t>(got)));
    }
  }
  static void write(Link& from, int to) {
    std::string bytes;
    while (from.take(bytes) && send_all(to, bytes)) {
    }
    shutdown(to, SHUT_WR);
  }
  void answered() {
    if (!asked.exchange(false)) return;
    ++round_trips;
    ++sum;
  }

  int client, server;
  Link there, back;
  std::atomic<bool> asked = false;
  std::atomic<std::uint64_t> round_trips = 0;
  std::atomic<std::uint64_t>& sum;
  std::vector<std::jthread> threads;
};

DelayProxy::DelayProxy(int port, std::chrono::milliseconds delay)
    : target_port_(port), delay_(delay), listener_([this](int client) { take(client); }) {}

DelayProxy::~DelayProxy() {
  listener_.stop();
  conversations_.clear();
}

void DelayProxy::take(int client) {
  auto conversation = std::make_unique<Conversation>(client, connect_to(target_port_), delay_, round_trips_);
  const std::scoped_lock lock(lock_);
  conversations_.push_back(std::move(conversation));
}

std::uint64_t DelayProxy::longest_conversation() const {
  const std::scoped_lock lock(lock_);
  std::uint64_t most = 0;
  for (const auto& c : conversations_) most = std::max<std::uint64_t>(most, c->round_trips);
  return most;
}

}  // namespace lite2pg::test
