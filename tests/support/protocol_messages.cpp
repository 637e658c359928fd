#include "tests/support/protocol_messages.h"

#include <arpa/inet.h>

#include <cstdint>
#include <cstring>

namespace lite2pg::test {

std::string Messages::take() {
  const std::size_t letter = bare_ ? 0 : 1;
  if (held_.size() < letter + 4) return {};
  std::uint32_t size = 0;
  std::memcpy(&size, held_.data() + letter, 4);
  size = ntohl(size);
  if (held_.size() < letter + size) return {};
  std::string message = held_.substr(0, letter + size);
  held_.erase(0, letter + size);
  bare_ = false;
  return message;
}

std::string message_of(char letter, std::string_view content) {
  const std::uint32_t size = htonl(static_cast<std::uint32_t>(content.size() + 4));
  std::string message(1, letter);
  message.append(reinterpret_cast<const char*>(&size), 4);
  return message.append(content);
}

}  // namespace lite2pg::test
