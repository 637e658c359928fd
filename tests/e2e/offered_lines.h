// What a refused run prints to be pasted into a mapping file.
#pragma once

#include <algorithm>
#include <sstream>
#include <string>

namespace lite2pg::test {

/// Sections, keys and comments in one run; empty when nothing is offered.
inline std::string offered_lines(const std::string& out) {
  std::istringstream in(out.substr(std::min(out.find("Lines for a mapping file"), out.size())));
  std::string lines;
  for (std::string line; std::getline(in, line);) {
    const bool pastes = line.starts_with("[table.") || line.starts_with("# ") || line.find(" = ") != std::string::npos;
    if (pastes) lines += line + "\n";
    if (!pastes && !lines.empty()) break;
  }
  return lines;
}

}  // namespace lite2pg::test
