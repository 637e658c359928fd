#include "verify/sides/read_only.h"

namespace lite2pg {

TransactionRules read_only_rules() {
  return {.access = Access::read_only,
          .isolation = Isolation::repeatable_read,
          .settings = {{"jit", "off"}, {"max_parallel_workers_per_gather", "0"}, {"synchronize_seqscans", "off"}}};
}

}  // namespace lite2pg
