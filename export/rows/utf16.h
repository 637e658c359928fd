// UTF-16 to UTF-8 without loss: what is no valid UTF-16 becomes something that is no valid UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// `units`: UTF-16 in this machine's byte order, as bytes. Unpaired surrogates are written as three bytes as if they
/// were code points ("WTF-8"); a byte left over at the end as FF and itself. Different input gives different output.
void utf16_to_utf8(std::string_view units, std::string& out);

}  // namespace lite2pg
