#include "verify/sides/read_only.h"

namespace lite2pg {

std::string read_only_sql() {
  return "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; "
         "SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL row_security = off; "
         "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = "
         "0; "
         "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0";
}

}  // namespace lite2pg
