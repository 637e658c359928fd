// A stream of PostgreSQL's protocol as its messages.
// https://www.postgresql.org/docs/15/protocol-message-formats.html
#pragma once

#include <string>
#include <string_view>

namespace lite2pg::test {

/// Cuts a stream of bytes into messages. A client's first has no letter in front.
class Messages {
 public:
  explicit Messages(bool begins_bare) : bare_(begins_bare) {}

  void put(std::string_view bytes) { held_.append(bytes); }
  /// The next whole message; empty when there is none yet.
  std::string take();

 private:
  bool bare_;
  std::string held_;
};

/// A message of this letter and content.
[[nodiscard]] std::string message_of(char letter, std::string_view content);

}  // namespace lite2pg::test
