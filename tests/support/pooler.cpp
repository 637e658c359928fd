#include "tests/support/pooler.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "tests/support/postgres_server.h"

namespace lite2pg::test {
namespace {

/// The value of a URI's parameter, or what stands before the given end.
std::string parameter(const std::string& uri, const std::string& name) {
  const std::size_t at = uri.find(name + "=");
  if (at == std::string::npos) throw std::runtime_error("no " + name + " in " + uri);
  std::string value = uri.substr(at + name.size() + 1);
  value = value.substr(0, value.find('&'));
  for (std::size_t slash = 0; (slash = value.find("%2F")) != std::string::npos;) value.replace(slash, 3, "/");
  return value;
}

int free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  const bool found = bind(probe, any, size) == 0 && getsockname(probe, any, &size) == 0;
  close(probe);
  if (!found) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

}  // namespace

bool has_pooler() { return run_command({"sh", "-c", "PATH=$PATH:/usr/sbin command -v pgbouncer"}).exit_code == 0; }

Pooler::Pooler(const std::string& server_uri, const std::string& mode, int pool_size,
               const std::vector<std::string>& settings)
    : port_(free_port()) {
  const std::string file = dir_ / "pgbouncer.ini";
  std::ofstream out(file);
  out << "[databases]\n* = host=" << parameter(server_uri, "host") << " port=" << parameter(server_uri, "port")
      << " user=postgres\n[pgbouncer]\nlisten_addr=127.0.0.1\nlisten_port=" << port_ << "\nunix_socket_dir=\n"
      << "auth_type=any\nadmin_users=postgres\npool_mode=" << mode << "\ndefault_pool_size=" << pool_size
      << "\nmax_client_conn=100\nignore_startup_parameters=extra_float_digits\n";
  for (const std::string& line : settings) out << line << "\n";
  out.close();
  // It refuses to run as root, as the server does.
  const bool root = geteuid() == 0;
  if (root) (void)run_command({"chmod", "-R", "a+rX", dir_.path().string()});
  // One process from first to last, which can be ended by its id and ends with ours.
  std::vector<std::string> command = {"setpriv", "--pdeathsig", "KILL"};
  if (root) command.insert(command.end(), {"--reuid", "postgres", "--regid", "postgres", "--init-groups"});
  command.insert(command.end(), {"sh", "-c", "PATH=$PATH:/usr/sbin exec pgbouncer -q " + file});
  program_ = std::make_unique<BackgroundCommand>(command);
  for (int tries = 0;; ++tries) {
    try {
      (void)psql(uri("pgbouncer"), "SHOW VERSION");
      return;
    } catch (const std::runtime_error&) {
      if (tries == 100) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
}

Pooler::~Pooler() { program_->signal(SIGKILL); }

}  // namespace lite2pg::test
