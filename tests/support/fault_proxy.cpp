#include "tests/support/fault_proxy.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "tests/support/protocol_messages.h"

namespace lite2pg::test {
namespace {

/// Whether a message begins or ends a request or an answer: a login's, a query, Sync, COPY's beginning and end, an
/// error, ReadyForQuery.
bool counts(const std::string& message, bool client) {
  constexpr std::string_view of_client = "QSpXcf", of_server = "RZGE";
  const bool bare = client && message.front() == 0;
  return bare || (client ? of_client : of_server).find(message.front()) != std::string_view::npos;
}

}  // namespace

std::string_view name_of(ProtocolFault fault) noexcept {
  constexpr std::array<std::string_view, 5> names = {"none", "cut", "stall", "half-close", "lose-answer"};
  return names[static_cast<std::size_t>(fault)];
}

class FaultProxy::Conversation {
 public:
  Conversation(FaultProxy& proxy, int client, int server) : proxy_(proxy), client_(client), server_(server) {
    from_client_ = std::jthread([this] { pump(client_, server_, true); });
    from_server_ = std::jthread([this] { pump(server_, client_, false); });
  }
  ~Conversation() {
    cut();
    from_client_.join();
    from_server_.join();
    close(client_);
    close(server_);
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

 private:
  void cut() const {
    shutdown(client_, SHUT_RDWR);
    shutdown(server_, SHUT_RDWR);
  }

  void pump(int from, int to, bool client) {
    Messages messages(client);
    std::array<char, 65536> room{};
    for (;;) {
      const auto got = recv(from, room.data(), room.size(), 0);
      if (got <= 0) break;
      if (stalled_) continue;  // Taken and kept: the sender cannot tell.
      messages.put({room.data(), static_cast<std::size_t>(got)});
      for (std::string m = messages.take(); !m.empty(); m = messages.take()) {
        if (!hand_on(m, to, client)) return;
      }
    }
    if (!stalled_) shutdown(to, SHUT_WR);
  }

  /// False when nothing comes this way any more.
  bool hand_on(const std::string& message, int to, bool client) {
    if (losing_ && !client) return swallow(message);
    const ProtocolFault fault = counts(message, client) ? proxy_.next() : ProtocolFault::none;
    if (fault == ProtocolFault::none || stalled_) return stalled_ || send_all(to, message);
    if (fault == ProtocolFault::stall) {
      stalled_ = true;
      return true;
    }
    if (fault == ProtocolFault::half_close) {
      shutdown(to, SHUT_WR);
      return false;
    }
    if (fault == ProtocolFault::lose_answer && client) {
      losing_ = true;
      return send_all(to, message);
    }
    cut();
    return false;
  }

  /// Until the server has done what it was told: it waits for the next message, or for rows.
  bool swallow(const std::string& message) const {
    if (message.front() != 'Z' && message.front() != 'G') return true;
    cut();
    return false;
  }

  FaultProxy& proxy_;
  int client_, server_;
  std::atomic<bool> stalled_ = false, losing_ = false;
  std::jthread from_client_, from_server_;
};

FaultProxy::FaultProxy(int port) : target_port_(port), listener_([this](int client) { take(client); }) {}

FaultProxy::~FaultProxy() {
  listener_.stop();
  conversations_.clear();
}

void FaultProxy::arm(ProtocolFault fault, std::uint64_t nth, bool dead) {
  const std::scoped_lock lock(lock_);
  conversations_.clear();
  fault_ = fault;
  nth_ = nth;
  dead_ = dead;
  messages_ = 0;
  struck_ = false;
}

void FaultProxy::strike_next(ProtocolFault fault) {
  fault_ = fault;
  nth_ = messages_ + 1;
}

ProtocolFault FaultProxy::next() noexcept {
  if (++messages_ != nth_) return ProtocolFault::none;
  struck_ = true;
  return fault_;
}

void FaultProxy::take(int client) {
  if (struck_ && dead_) {
    close(client);
    return;
  }
  auto conversation = std::make_unique<Conversation>(*this, client, connect_to(target_port_));
  const std::scoped_lock lock(lock_);
  conversations_.push_back(std::move(conversation));
}

}  // namespace lite2pg::test
