// A host whose address nobody tells: what a name server that is gone looks like.
#pragma once

#include <string>

namespace lite2pg::test {

/// Programs that use it have a getaddrinfo() of their own, which takes half a minute for this name.
[[nodiscard]] std::string slow_name();

}  // namespace lite2pg::test
