// The target as the user names it, read by libpq's own parser.
#include <libpq-fe.h>

#include <map>
#include <memory>

#include "import/postgres/connection.h"

namespace lite2pg {
namespace {

struct OptionsFreer {
  void operator()(PQconninfoOption* o) const noexcept { PQconninfoFree(o); }
};
using Parameters = std::map<std::string, std::string>;

Parameters parameters_of(const PQconninfoOption* option) {
  Parameters result;
  for (; option != nullptr && option->keyword != nullptr; ++option) {
    if (option->val != nullptr && *option->val != '\0') result[option->keyword] = option->val;
  }
  return result;
}

/// A word without '=' is a database name, as psql takes it.
bool is_database_name(const std::string& text) {
  return !text.empty() && text.find('=') == std::string::npos && !text.starts_with("postgresql://") &&
         !text.starts_with("postgres://");
}

/// What the text itself says, without environment and defaults.
Parameters parse(const std::string& text) {
  if (is_database_name(text)) return {{"dbname", text}};
  const std::unique_ptr<PQconninfoOption, OptionsFreer> options(PQconninfoParse(text.c_str(), nullptr));
  if (!options) {
    // libpq's own message may repeat a piece of the password.
    throw Error(ExitCode::usage, "the target is no PostgreSQL connection string or URI",
                "for example postgresql://user@host:5432/database or \"host=/run/postgresql dbname=app\"; set the "
                "password in PGPASSWORD or ~/.pgpass");
  }
  return parameters_of(options.get());
}

/// The text's parameters over those of environment, service file and libpq's defaults.
Parameters parse_with_defaults(const std::string& text) {
  const std::unique_ptr<PQconninfoOption, OptionsFreer> defaults(PQconndefaults());
  Parameters result = parse(text);
  result.merge(parameters_of(defaults.get()));
  return result;
}

std::string get(const Parameters& parameters, const std::string& key) {
  const auto found = parameters.find(key);
  return found == parameters.end() ? "" : found->second;
}

/// key='value' with quotes and backslashes escaped.
std::string assignment(std::string_view key, std::string_view value) {
  std::string text(key);
  text += "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "' ";
}

}  // namespace

std::string Target::display() const {
  Parameters p = parse_with_defaults(conninfo);
  const std::string user = get(p, "user"), port = get(p, "port");
  const std::string database = get(p, "dbname").empty() ? user : get(p, "dbname");
  std::string host = get(p, "host").empty() ? get(p, "hostaddr") : get(p, "host");
  std::string text = "postgresql://" + (user.empty() ? "" : user + "@");
  if (host.starts_with("/")) return text + "/" + database + "?host=" + host + (port.empty() ? "" : "&port=" + port);
  return text + host + (port.empty() || host.empty() ? "" : ":" + port) + "/" + database;
}

std::string connection_string(const Target& target, std::string_view what) {
  Parameters p = parse(target.conninfo);
  const Parameters with_defaults = parse_with_defaults(target.conninfo);
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
  std::string text;
  for (const auto& [key, value] : p) text += assignment(key, value);
  return text;
}

}  // namespace lite2pg
