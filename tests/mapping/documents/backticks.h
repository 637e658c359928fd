// What a page of the documentation sets in backticks.
#pragma once

#include <string>
#include <vector>

namespace lite2pg::test {

/// The texts between backticks, in their order.
inline std::vector<std::string> quoted_in(const std::string& line) {
  std::vector<std::string> items;
  for (std::size_t begin = line.find('`'); begin != std::string::npos;) {
    const std::size_t end = line.find('`', begin + 1);
    items.push_back(line.substr(begin + 1, end - begin - 1));
    begin = line.find('`', end + 1);
  }
  return items;
}

}  // namespace lite2pg::test
