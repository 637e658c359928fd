#include "import/postgres/session.h"

#include <libpq-fe.h>
#include <spdlog/spdlog.h>

#include <pqxx/pqxx>

#include "import/postgres/connection.h"

namespace lite2pg {
namespace {

using Parameters = std::vector<std::optional<std::string>>;

// libpqxx 6 connects again by itself, which would lose an open transaction without a word; libpqxx 7 never does.
#if PQXX_VERSION_MAJOR < 7
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
void forbid_reconnecting(pqxx::connection& connection) { connection.inhibit_reactivation(true); }
#pragma GCC diagnostic pop

pqxx::result run_with(pqxx::nontransaction& work, const std::string& sql, const Parameters& parameters) {
  std::vector<const char*> pointers;
  for (const auto& p : parameters) pointers.push_back(p ? p->c_str() : nullptr);
  return work.exec_params(sql, pqxx::prepare::make_dynamic_params(pointers));
}
#else
void forbid_reconnecting(pqxx::connection&) {}

pqxx::result run_with(pqxx::nontransaction& work, const std::string& sql, const Parameters& parameters) {
  pqxx::params bound;
  for (const auto& p : parameters) {
    if (p) {
      bound.append(*p);
    } else {
      bound.append();
    }
  }
#if PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR < 9
  return work.exec_params(sql, bound);
#else
  return work.exec(sql, bound);
#endif
}
#endif

/// libpqxx 6 keeps the SQLSTATE of few of its exceptions; their types tell the others. Without one an error would pass
/// for a lost connection.
std::string sqlstate_of(const pqxx::sql_error& e) {
  if (!e.sqlstate().empty()) return e.sqlstate();
  const auto is = [&e](const auto* type) { return dynamic_cast<decltype(type)>(&e) != nullptr; };
  if (is(static_cast<const pqxx::insufficient_privilege*>(nullptr))) return "42501";
  if (is(static_cast<const pqxx::undefined_table*>(nullptr))) return "42P01";
  if (is(static_cast<const pqxx::undefined_column*>(nullptr))) return "42703";
  if (is(static_cast<const pqxx::undefined_function*>(nullptr))) return "42883";
  if (is(static_cast<const pqxx::syntax_error*>(nullptr))) return "42601";
  if (is(static_cast<const pqxx::feature_not_supported*>(nullptr))) return "0A000";
  if (is(static_cast<const pqxx::not_null_violation*>(nullptr))) return "23502";
  if (is(static_cast<const pqxx::foreign_key_violation*>(nullptr))) return "23503";
  if (is(static_cast<const pqxx::unique_violation*>(nullptr))) return "23505";
  if (is(static_cast<const pqxx::check_violation*>(nullptr))) return "23514";
  if (is(static_cast<const pqxx::data_exception*>(nullptr))) return "22000";
  if (is(static_cast<const pqxx::disk_full*>(nullptr))) return "53100";
  if (is(static_cast<const pqxx::out_of_memory*>(nullptr))) return "53200";
  if (is(static_cast<const pqxx::insufficient_resources*>(nullptr))) return "53000";
  return "XX000";  // The server said something: the connection stands.
}

/// libpqxx's exceptions as ours.
template <typename Function>
auto translated(Function&& function) {
  try {
    return function();
  } catch (const pqxx::sql_error& e) {
    throw target_error("", e.what(), sqlstate_of(e));
  } catch (const pqxx::failure& e) {  // broken_connection, in_doubt_error
    spdlog::debug("libpqxx: {}", e.what());
    throw target_error("", "the connection to the server was lost", "");
  }
}

std::vector<Fields> rows_of(const pqxx::result& result) {
  std::vector<Fields> rows;
  for (const auto& row : result) {
    Fields& fields = rows.emplace_back();
    for (const auto& field : row) {
      if (field.is_null()) {
        fields.emplace_back();
      } else {
        fields.emplace_back(std::in_place, field.c_str(), field.size());
      }
    }
  }
  return rows;
}

/// libpqxx throws away the SQLSTATE of a failed connection: libpq is asked once more.
[[noreturn]] void report_failed_connection(const Target& target, std::string_view what, const std::string& message) {
  struct Finisher {
    void operator()(PGconn* c) const noexcept { PQfinish(c); }
  };
  const std::unique_ptr<PGconn, Finisher> connection(connect_to(target, what));
  throw target_error("cannot connect to " + target.display(), message, "");
}

}  // namespace

struct Session::Control {
  explicit Control(const std::string& conninfo) : connection(conninfo) {}
  pqxx::connection connection;
};

Session::Session(const Target& target, std::string_view what) {
  try {
    control_ = std::make_unique<Control>(connection_string(target, what));
    forbid_reconnecting(control_->connection);
  } catch (const pqxx::failure& e) {
    report_failed_connection(target, what, e.what());
  }
  execute(session_settings_sql());
}

Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

std::vector<Fields> Session::query(std::string_view sql, const Parameters& params) {
  return translated([&] {
    pqxx::nontransaction work(control_->connection);
    const std::string text(sql);
    return rows_of(params.empty() ? work.exec(text) : run_with(work, text, params));
  });
}

void Session::execute(std::string_view sql, const Parameters& params) { (void)query(sql, params); }

void Session::begin() { execute("BEGIN"); }

void Session::commit() { execute("COMMIT"); }

void Session::rollback() noexcept {
  try {
    execute("ROLLBACK");
  } catch (const std::exception& e) {
    // The connection is gone, and its transaction with it.
    spdlog::debug("rollback: {}", e.what());
  }
}

void Session::cancel() noexcept {
  try {
    control_->connection.cancel_query();
  } catch (const std::exception& e) {
    spdlog::debug("cancel: {}", e.what());
  }
}

int Session::server_version() { return control_->connection.server_version(); }

}  // namespace lite2pg
