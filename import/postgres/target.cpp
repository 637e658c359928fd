// The target as the user names it, read by libpq's own parser.
#include "import/postgres/target.h"

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include "common/error.h"
#include "common/text.h"

namespace lite2pg {
namespace {

struct OptionsFreer {
  void operator()(PQconninfoOption* o) const noexcept { PQconninfoFree(o); }
};
using ConnectionParameters = std::map<std::string, std::string>;

ConnectionParameters parameters_of(const PQconninfoOption* option) {
  ConnectionParameters result;
  for (; option != nullptr && option->keyword != nullptr; ++option) {
    if (option->val != nullptr && *option->val != '\0') result[option->keyword] = option->val;
  }
  return result;
}

constexpr std::string_view not_shown = " (not shown: it may hold a password)";

[[noreturn]] void refuse(const std::string& what, const std::string& hint) {
  throw Error(ExitCode::usage, what + std::string(not_shown), hint);
}

bool is_uri(std::string_view text) { return text.starts_with("postgresql://") || text.starts_with("postgres://"); }

/// A word without '=' is a database name, as psql takes it.
bool is_database_name(const std::string& text) {
  return !text.empty() && text.find('=') == std::string::npos && !is_uri(text);
}

/// libpq takes the first '@' and '/' that it meets: what is not encoded ends up in host and port, and in messages.
void check_uri(const std::string& text) {
  const std::string_view rest = std::string_view(text).substr(text.find("://") + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::string_view after = rest.substr(authority.size());
  const bool two = authority.find('@') != authority.rfind('@');
  const bool behind = after.substr(0, after.find('?')).find('@') != std::string_view::npos;
  const bool in_query = authority.find('@') == std::string_view::npos && after.find('@') != std::string_view::npos;
  if (!two && !behind && !in_query) return;
  refuse("the target's URI has an '@' where none can be",
         "percent-encode what is special in user and password: / as %2F, @ as %40, : as %3A, ? as %3F, # as %23, % as "
         "%25; or set the password in PGPASSWORD or ~/.pgpass");
}

/// What another program's address begins with is no database name.
void check_scheme(const std::string& text) {
  const std::size_t mark = text.find("://");
  if (mark == std::string::npos || is_uri(text)) return;
  if (text.starts_with("postgres")) {
    refuse("the target's URI begins with another word than postgresql://",
           "write postgresql:// in its place, without +driver");
  }
  if (mark < text.find_first_of(" =")) {
    refuse("the target is a URI, but not one of PostgreSQL", "for example postgresql://user@host:5432/database");
  }
}

std::string get(const ConnectionParameters& parameters, const std::string& key) {
  const auto found = parameters.find(key);
  return found == parameters.end() ? "" : found->second;
}

/// A whole address where a part of one belongs would be shown with its password.
ConnectionParameters checked(ConnectionParameters p) {
  if (get(p, "dbname").find("://") != std::string::npos) {
    refuse("the target's database name is an address", "give the address itself as TARGET");
  }
  if (get(p, "host").find('@', 1) != std::string::npos || get(p, "port").find('@') != std::string::npos) {
    refuse("the target's host has an '@' in it", "user=... and host=... are apart");
  }
  return p;
}

/// What the text itself says, without environment and defaults.
ConnectionParameters parse(const std::string& text) {
  check_scheme(text);
  if (is_database_name(text)) return checked({{"dbname", text}});
  if (is_uri(text)) check_uri(text);
  const std::unique_ptr<PQconninfoOption, OptionsFreer> options(PQconninfoParse(text.c_str(), nullptr));
  if (options) return checked(parameters_of(options.get()));
  // libpq's own message may repeat a piece of the password.
  refuse("the target is no PostgreSQL connection string or URI, or has a parameter that libpq does not know",
         "for example postgresql://user@host:5432/database or \"host=/run/postgresql dbname=app\"; set the "
         "password in PGPASSWORD or ~/.pgpass");
}

std::string content_of(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The user's file before the system's, as libpq looks for them.
ConnectionParameters service_parameters(const std::string& service) {
  std::string own = environment_value("PGSERVICEFILE");
  if (own.empty()) own = environment_value("HOME") + "/.pg_service.conf";
  std::string folder = environment_value("PGSYSCONFDIR");
  if (folder.empty()) folder = "/etc/postgresql-common";
  for (const std::string& file : {own, folder + "/pg_service.conf"}) {
    const auto lines = service_section(content_of(file), service);
    if (!lines.empty()) return {lines.begin(), lines.end()};
  }
  return {};
}

/// The text's parameters over those of its service, the environment and libpq's defaults.
ConnectionParameters parse_with_defaults(const std::string& text) {
  ConnectionParameters result = parse(text);
  if (const std::string service = get(result, "service"); !service.empty()) result.merge(service_parameters(service));
  const std::unique_ptr<PQconninfoOption, OptionsFreer> defaults(PQconndefaults());
  result.merge(parameters_of(defaults.get()));
  return checked(std::move(result));
}

std::string trimmed(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
  return std::string(line);
}

}  // namespace

std::string assignment(std::string_view key, std::string_view value) {
  std::string text(key);
  text += "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "' ";
}

std::vector<std::pair<std::string, std::string>> service_section(std::string_view text, std::string_view service) {
  std::vector<std::pair<std::string, std::string>> found;
  bool inside = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('[')) {
      if (inside) break;
      inside = line == "[" + std::string(service) + "]";
    } else if (const std::size_t equals = line.find('='); inside && !line.starts_with('#') && equals != line.npos) {
      found.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    }
  }
  return found;
}

std::string Target::display() const {
  const ConnectionParameters p = parse_with_defaults(conninfo);
  const std::string user = get(p, "user"), port = get(p, "port");
  const std::string database = get(p, "dbname").empty() ? user : get(p, "dbname");
  const std::string host = get(p, "host").empty() ? get(p, "hostaddr") : get(p, "host");
  const std::string text = "postgresql://" + (user.empty() ? "" : user + "@");
  if (host.starts_with("/")) return text + "/" + database + "?host=" + host + (port.empty() ? "" : "&port=" + port);
  return text + host + (port.empty() || host.empty() ? "" : ":" + port) + "/" + database;
}

std::string connection_string(const Target& target, std::string_view what) {
  ConnectionParameters p = parse(target.conninfo);
  const ConnectionParameters with_defaults = parse_with_defaults(target.conninfo);
  const auto add = [&](const char* key, const char* value) {
    if (get(with_defaults, key).empty()) p[key] = value;
  };
  add("connect_timeout", "10");
  // A server that vanished without a word is noticed after about a minute instead of two hours.
  add("keepalives_idle", "30");
  add("keepalives_interval", "10");
  add("keepalives_count", "3");
  add("tcp_user_timeout", "60000");
  p["application_name"] = "lite2pg " + std::string(what);
  p["client_encoding"] = "UTF8";
  std::string text;
  for (const auto& [key, value] : p) text += assignment(key, value);
  return text;
}

std::chrono::milliseconds connect_time(const Target& target) {
  const std::string text = get(parse_with_defaults(target.conninfo), "connect_timeout");
  int seconds = 10;
  (void)std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (seconds == 1) seconds = 2;  // as libpq takes it
  return std::chrono::seconds(std::max(0, seconds));
}

std::optional<std::string> environment_target() {
  constexpr std::array<std::pair<const char*, const char*>, 4> variables = {
      {{"PGDATABASE", "dbname"}, {"PGSERVICE", "service"}, {"PGHOST", "host"}, {"PGHOSTADDR", "hostaddr"}}};
  for (const auto& [variable, key] : variables) {
    if (const std::string value = environment_value(variable); !value.empty()) return assignment(key, value);
  }
  return std::nullopt;
}

}  // namespace lite2pg
