#include "tests/support/refusing_proxy.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "tests/support/protocol_messages.h"

namespace lite2pg::test {
namespace {

constexpr std::size_t head = 5;  // Letter and size.

/// Fails while it runs, behind the statements that stand before it in the message.
constexpr const char* failing =
    "DO $$BEGIN RAISE EXCEPTION 'this engine has no such thing' USING ERRCODE = '0A000'; END$$";
/// Fails as soon as it is parsed, also where parameters are bound to it: PostgreSQL itself has none.
constexpr const char* unknown = "CREATE ASSERTION lacking CHECK (true)";

}  // namespace

class RefusingProxy::Conversation {
 public:
  Conversation(RefusingProxy& proxy, int client, int server) : client_(client), server_(server) {
    from_client_ = std::jthread([this, &proxy] {
      Messages messages(true);
      pump(client_, server_, [&](std::string_view bytes) {
        messages.put(bytes);
        std::string out;
        for (std::string m = messages.take(); !m.empty(); m = messages.take()) out += proxy.spoilt(m);
        return out;
      });
    });
    from_server_ =
        std::jthread([this] { pump(server_, client_, [](std::string_view bytes) { return std::string(bytes); }); });
  }
  ~Conversation() {
    shutdown(client_, SHUT_RDWR);
    shutdown(server_, SHUT_RDWR);
    from_client_.join();
    from_server_.join();
    close(client_);
    close(server_);
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

 private:
  template <typename Change>
  static void pump(int from, int to, Change change) {
    std::array<char, 65536> room{};
    for (;;) {
      const auto got = recv(from, room.data(), room.size(), 0);
      if (got <= 0 || !send_all(to, change({room.data(), static_cast<std::size_t>(got)}))) break;
    }
    shutdown(to, SHUT_WR);
  }

  int client_, server_;
  std::jthread from_client_, from_server_;
};

RefusingProxy::RefusingProxy(int port, const std::string& lacking)
    : target_port_(port),
      lacking_(lacking, std::regex::ECMAScript | std::regex::icase),
      listener_([this](int client) { take(client); }) {}

RefusingProxy::~RefusingProxy() {
  listener_.stop();
  conversations_.clear();
}

void RefusingProxy::take(int client) {
  auto conversation = std::make_unique<Conversation>(*this, client, connect_to(target_port_));
  const std::scoped_lock lock(lock_);
  conversations_.push_back(std::move(conversation));
}

std::string RefusingProxy::spoilt(const std::string& message) {
  const char letter = message.front();
  if (letter != 'Q' && letter != 'P') return message;
  const std::size_t begin = letter == 'Q' ? head : message.find('\0', head) + 1;
  const std::size_t end = message.find('\0', begin);
  const std::string text = message.substr(begin, end - begin);
  std::smatch found;
  if (!std::regex_search(text, found, lacking_)) return message;
  ++refused_;
  if (letter == 'P') return message_of('P', message.substr(head, begin - head) + unknown + message.substr(end));
  const std::size_t statement = text.rfind(';', static_cast<std::size_t>(found.position()));
  const std::string before = statement == std::string::npos ? "" : text.substr(0, statement + 1);
  return message_of('Q', before + failing + '\0');
}

}  // namespace lite2pg::test
