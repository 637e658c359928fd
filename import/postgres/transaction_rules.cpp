#include "import/postgres/transaction_rules.h"

#include <array>

#include "import/postgres/search_path.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

using Setting = std::pair<std::string_view, std::string_view>;

/// Time-outs come first: one of a millisecond would end the statements that follow. What is left changes how values are
/// written and read, how names are quoted, which rows are seen, and how they are looked for.
constexpr std::array common_settings = std::to_array<Setting>({
    {"statement_timeout", "0"},
    {"lock_timeout", "0"},
    {"idle_in_transaction_session_timeout", "0"},
    {"exit_on_error", "off"},  // an error would look like a lost connection
    {"client_min_messages", "error"},
    {"standard_conforming_strings", "on"},
    {"DateStyle", "ISO, YMD"},
    {"IntervalStyle", "postgres"},
    {"TimeZone", "UTC"},
    {"bytea_output", "hex"},
    {"extra_float_digits", "1"},
    {"array_nulls", "on"},
    {"transform_null_equals", "off"},
    {"xmloption", "content"},  // takes documents too
    {"quote_all_identifiers", "off"},
    {"row_security", "off"},  // an error instead of rows that are hidden
    // PostgreSQL's own. At their greatest all plans cost alike, infinitely much, and the planner takes one that never
    // ends.
    {"seq_page_cost", "1"},
    {"random_page_cost", "4"},
    {"cpu_tuple_cost", "0.01"},
    {"cpu_index_tuple_cost", "0.005"},
    {"cpu_operator_cost", "0.0025"},
    {"parallel_setup_cost", "1000"},
    {"parallel_tuple_cost", "0.1"},
    // The server notices a network that is gone within a minute (and, on Linux, a client that is gone within a second):
    // else a long statement of a killed process would go on, and commit, while --resume is at work.
    {"tcp_keepalives_idle", "30"},
    {"tcp_keepalives_interval", "10"},
    {"tcp_keepalives_count", "3"},
});

constexpr int has_transaction_timeout = 170000;

std::string local(std::string_view name, std::string_view value) {
  return "SET LOCAL " + std::string(name) + " = " + quote_literal(value);
}

std::string begin_words(const TransactionRules& rules) {
  const bool repeatable = rules.isolation == Isolation::repeatable_read;
  const bool reads = rules.access == Access::read_only;
  return std::string("BEGIN ISOLATION LEVEL ") + (repeatable ? "REPEATABLE READ" : "READ COMMITTED") +
         (reads ? ", READ ONLY" : ", READ WRITE") + ", NOT DEFERRABLE";
}

/// Raises an error that names the process, before anything is written.
std::string same_process(int process) {
  const std::string wanted = std::to_string(process);
  return "SELECT CASE WHEN pg_catalog.pg_backend_pid() OPERATOR(pg_catalog.=) " + wanted +
         " THEN 0 ELSE pg_catalog.concat('" + std::string(other_process_mark) +
         " ', pg_catalog.pg_backend_pid(), ' instead of " + wanted + "')::pg_catalog.int4 END";
}

}  // namespace

std::vector<std::string> begin_statements(const TransactionRules& rules, const ServerTraits& server) {
  std::vector<std::string> statements = {begin_words(rules)};
  for (const auto& [name, value] : common_settings) statements.push_back(local(name, value));
  if (server.version >= has_transaction_timeout) statements.push_back(local("transaction_timeout", "0"));
  if (server.watches_client) statements.push_back(local("client_connection_check_interval", "1000"));
  statements.push_back(search_path_sql(rules.schema));
  for (const auto& [name, value] : rules.settings) statements.push_back(local(name, value));
  if (!rules.first.empty()) statements.push_back(rules.first);
  if (server.process != 0 && rules.access == Access::read_write) statements.push_back(same_process(server.process));
  if (!rules.then.empty()) statements.push_back(rules.then);
  return statements;
}

std::string seconds_setting(unsigned seconds) { return std::to_string(seconds) + "s"; }

}  // namespace lite2pg
