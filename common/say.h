// What phases tell people, apart from the log.
#pragma once

#include <functional>
#include <string_view>

namespace lite2pg {

/// Takes text of whole lines. The tool has the one that prints (common/options/outputs.h); phases only say.
using Say = std::function<void(std::string_view text)>;

}  // namespace lite2pg
