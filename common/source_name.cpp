#include "common/source_name.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "common/error.h"
#include "common/text.h"

namespace lite2pg {
namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";

/// "sqlite" of "sqlite:...", in lower case; empty without one. One letter is no scheme, but a drive.
std::string scheme_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 2) return {};
  std::string scheme = ascii_lower(text.substr(0, colon));
  const bool fits = letters.find(scheme[0]) != std::string_view::npos &&
                    scheme.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+.-") == std::string::npos;
  return fits ? scheme : "";
}

bool has_libpq_key(std::string_view text) {
  constexpr std::array<std::string_view, 12> keys = {"host",     "hostaddr", "port",     "user",
                                                     "password", "dbname",   "passfile", "service",
                                                     "sslmode",  "database", "pwd",      "server"};
  for (std::size_t equals = text.find('='); equals != std::string_view::npos; equals = text.find('=', equals + 1)) {
    std::string_view before = text.substr(0, equals);
    while (before.ends_with(' ')) before.remove_suffix(1);
    const std::size_t start = before.find_last_of(" \t\n;'");
    const std::string word = ascii_lower(start == std::string_view::npos ? before : before.substr(start + 1));
    if (std::ranges::find(keys, word) != keys.end()) return true;
  }
  return false;
}

[[noreturn]] void refuse(const std::string& what, const std::string& hint) { throw Error(ExitCode::usage, what, hint); }

int hex_digit(char c) {
  const std::size_t digit = std::string_view("0123456789abcdef").find(ascii_lower({&c, 1}));
  return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1, low = high < 0 ? -1 : hex_digit(text[i + 2]);
    if (low < 0 || (high == 0 && low == 0)) refuse("SOURCE is a URI with a wrong %-escape", "write % as %25");
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

/// Takes the parameters off that change nothing for a reader.
void drop_parameters(std::string_view& rest) {
  rest = rest.substr(0, rest.find('#'));
  const std::size_t mark = rest.find('?');
  if (mark == std::string_view::npos) return;
  std::string_view parameters = rest.substr(mark + 1);
  rest = rest.substr(0, mark);
  while (!parameters.empty()) {
    const std::string_view one = parameters.substr(0, parameters.find('&'));
    parameters.remove_prefix(std::min(parameters.size(), one.size() + 1));
    const std::string key = ascii_lower(one.substr(0, one.find('=')));
    if (one == "mode=memory") refuse("SOURCE names a database in memory", "name a file");
    if (key == "mode" || key == "cache" || key.empty()) continue;
    refuse("SOURCE is a URI with a parameter that lite2pg does not obey", "mode and cache are; leave the others out");
  }
}

/// "//authority/path" to "/path".
void drop_authority(std::string_view& rest) {
  if (!rest.starts_with("//")) return;
  const std::size_t slash = rest.find('/', 2);
  const std::string authority = ascii_lower(rest.substr(2, slash == std::string_view::npos ? slash : slash - 2));
  if (slash == std::string_view::npos || (!authority.empty() && authority != "localhost")) {
    refuse("SOURCE is a URI that names a host", "three slashes before an absolute path: file:///srv/app.db");
  }
  rest.remove_prefix(slash);
}

std::string sqlite_path(std::string_view rest) {
  if (!rest.starts_with("//")) return percent_decoded(rest);
  if (!rest.starts_with("///")) return percent_decoded(rest.substr(2));  // sqlite://app.db
  std::string path = percent_decoded(rest.substr(2));
  if (path.starts_with("//")) return path.substr(1);
  std::error_code ignored;
  return std::filesystem::exists(path, ignored) ? path : path.substr(1);
}

}  // namespace

bool looks_like_connection(std::string_view text) {
  const std::string scheme = scheme_of(text);
  const bool other_scheme =
      text.find("://") == scheme.size() && !scheme.empty() && scheme != "file" && !scheme.starts_with("sqlite");
  return other_scheme || has_libpq_key(text);
}

std::string shown_argument(const std::string& text) {
  if (looks_like_connection(text) || text.find("://") != std::string::npos)
    return "(not shown: it may hold a password)";
  return "'" + text + "'";
}

std::string source_path(const std::string& text) {
  std::error_code ignored;
  if (std::filesystem::exists(text, ignored)) return text;
  const std::string scheme = scheme_of(text);
  if (scheme == "file" || scheme.starts_with("sqlite")) {
    std::string_view rest = std::string_view(text).substr(scheme.size() + 1);
    drop_parameters(rest);
    if (scheme != "file") return sqlite_path(rest);
    drop_authority(rest);
    return percent_decoded(rest);
  }
  if (!looks_like_connection(text)) return text;
  refuse("SOURCE looks like a connection string (not shown: it may hold a password)",
         "are SOURCE and TARGET swapped? the SQLite file comes first");
}

}  // namespace lite2pg
