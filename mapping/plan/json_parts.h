// A JSON document taken apart by its outermost members, each of which is then parsed by itself: of a document of many
// like parts, no more than one stands in memory as a tree.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace lite2pg {

/// The members of an object by name, as text borrowed from `object`; of two of one name, the last. Names are without
/// escapes. Throws std::runtime_error when the text is no object; whether the members' own text is JSON shows when it
/// is parsed.
using JsonMembers = std::map<std::string, std::string_view, std::less<>>;
[[nodiscard]] JsonMembers json_members(std::string_view object);

/// Calls `each` with the text of every element of an array. The same.
void each_json_element(std::string_view array, const std::function<void(std::string_view)>& each);

}  // namespace lite2pg
