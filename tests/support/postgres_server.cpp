#include "tests/support/postgres_server.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <random>
#include <stdexcept>

#include "tests/support/places.h"

namespace lite2pg::test {
namespace {

/// The file `settings` that scripts/postgres keeps beside its server: NAME=VALUE lines.
ServerPlace read_place(const std::string& dir) {
  std::ifstream in(dir + "/settings");
  ServerPlace place;
  for (std::string line; std::getline(in, line);) {
    const std::string name = line.substr(0, line.find('='));
    const std::string value = line.substr(name.size() + 1);
    if (name == "place") place.folder = value;
    if (name == "socket") place.socket = value;
    if (name == "port") place.port = value;
    if (name == "password") place.password = value;
  }
  if (place.port.empty()) throw std::runtime_error("no server was started in " + dir);
  return place;
}

std::string escaped(std::string_view path) {
  std::string result;
  for (const char c : path) result += c == '/' ? "%2F" : std::string(1, c);
  return result;
}

std::string socket_uri(const ServerPlace& place, std::string_view database) {
  return "postgresql://postgres@/" + std::string(database) + "?host=" + escaped(place.socket) + "&port=" + place.port;
}

std::string tcp_uri_of(const ServerPlace& place, std::string_view database) {
  return "postgresql://postgres:" + place.password + "@127.0.0.1:" + place.port + "/" + std::string(database);
}

const ServerPlace& shared_place() {
  static const ServerPlace place = [] {
    const char* dir = std::getenv("LITE2PG_TEST_SERVER");
    if (dir != nullptr) return read_place(dir);
    static const PostgresServer own;
    return own.place();
  }();
  return place;
}

/// From 15 on a new database is written through the log, which takes four times as long as a copy of files.
void create_database(ServerSession& administrator, const std::string& name) {
  (void)administrator.run("CREATE DATABASE " + name + (administrator.version() >= 150000 ? " STRATEGY file_copy" : ""));
}

std::string read_file(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

PostgresServer::PostgresServer(const std::vector<std::string>& settings, std::vector<std::string> wrapper) {
  for (const char* setting : {"fsync=off", "full_page_writes=off", "max_connections=200"}) {
    settings_.insert(settings_.end(), {"--set", setting});
  }
  for (const std::string& setting : settings) settings_.insert(settings_.end(), {"--set", setting});
  const std::vector<std::string> serve = script({"serve"});
  wrapper.insert(wrapper.end(), serve.begin(), serve.end());
  keeper_ = std::make_unique<BackgroundCommand>(wrapper);
  if (keeper_->read_line() != "ready") throw std::runtime_error("no test server: " + keeper_->wait().err);
  place_ = read_place(dir_ / "server");
}

PostgresServer::~PostgresServer() { keeper_->wait(); }

std::vector<std::string> PostgresServer::script(const std::vector<std::string>& command) const {
  std::vector<std::string> words{source_folder() + "/scripts/postgres",
                                 "--dir",
                                 dir_ / "server",
                                 "--in-memory",
                                 "--preload",
                                 module("quick_exit")};
  words.insert(words.end(), settings_.begin(), settings_.end());
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

std::string PostgresServer::uri(std::string_view database) const { return socket_uri(place_, database); }
std::string PostgresServer::tcp_uri(std::string_view database) const { return tcp_uri_of(place_, database); }

void PostgresServer::stop(const std::string& mode) {
  const CommandResult result = run_command(script({"stop", mode}));
  if (result.exit_code != 0) throw std::runtime_error("cannot stop the server: " + result.err);
}

void PostgresServer::start() {
  const CommandResult result = run_command(script({"start"}));
  if (result.exit_code != 0) throw std::runtime_error("cannot start the server: " + result.err);
}

void PostgresServer::kill() {
  const std::string postmaster = std::to_string(std::stoi(read_file(data_folder() + "/postmaster.pid")));
  std::vector<pid_t> processes{std::stoi(postmaster)};
  std::ifstream children("/proc/" + postmaster + "/task/" + postmaster + "/children");
  for (pid_t child = 0; children >> child;) processes.push_back(child);
  for (const pid_t process : processes) ::kill(process, SIGKILL);
  for (const pid_t process : processes) {
    while (::kill(process, 0) == 0) usleep(1000);
  }
}

int port_of(const std::string& tcp_uri) {
  constexpr std::string_view before = "@127.0.0.1:";
  return std::stoi(tcp_uri.substr(tcp_uri.find(before) + before.size()));
}

std::string through_port(const std::string& tcp_uri, int port) {
  const std::size_t at = tcp_uri.find("@127.0.0.1:"), slash = tcp_uri.find('/', at);
  return tcp_uri.substr(0, at) + "@127.0.0.1:" + std::to_string(port) + tcp_uri.substr(slash) +
         (tcp_uri.find('?') == std::string::npos ? "?" : "&") + "sslmode=disable&gssencmode=disable";
}

std::string shared_server_uri(std::string_view database) { return socket_uri(shared_place(), database); }
std::string shared_server_tcp_uri(std::string_view database) { return tcp_uri_of(shared_place(), database); }

std::string unique_name(std::string_view prefix) {
  static std::atomic<int> counter{0};
  std::random_device random;
  return std::string(prefix) + "_" + std::to_string(getpid()) + "_" + std::to_string(++counter) + "_" +
         std::to_string(random() % 100000);
}

std::string sql_to_end_sessions(std::string_view which) {
  return "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
         "pg_backend_pid() AND (" +
         std::string(which) + ")";
}

TempDatabase::TempDatabase() : TempDatabase(shared_place()) {
  administrator_ = std::make_unique<ServerSession>(admin_uri_);
  sessions_ = std::make_unique<SpareSessions>(uri_);
  create_database(*administrator_, name_);
}

TempDatabase::TempDatabase(const PostgresServer& server) : TempDatabase(server.place()) {
  ServerSession administrator(admin_uri_);
  create_database(administrator, name_);
}

TempDatabase::TempDatabase(const ServerPlace& place)
    : admin_uri_(socket_uri(place, "postgres")),
      name_(unique_name("test")),
      uri_(socket_uri(place, name_)),
      tcp_uri_(tcp_uri_of(place, name_)) {}

TempDatabase::~TempDatabase() {
  const std::string drop = "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)";
  sessions_.reset();
  try {
    (void)(administrator_ ? administrator_->run(drop) : test::psql(admin_uri_, drop));
  } catch (const std::exception&) {
    // The test stopped the server: nothing is left to drop that the server's end does not remove.
  }
}

Rows TempDatabase::psql(const std::string& sql) const {
  return sessions_ ? sessions_->run(sql) : test::psql(uri_, sql);
}

std::string TempDatabase::value(const std::string& sql) const {
  const Rows rows = psql(sql);
  return rows.empty() || rows[0].empty() ? "" : rows[0][0].value_or("");
}

}  // namespace lite2pg::test
