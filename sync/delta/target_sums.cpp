#include "sync/delta/target_sums.h"

#include "common/interrupt.h"
#include "mapping/plan/ddl.h"
#include "verify/sides/wire_row.h"

namespace lite2pg {

RowTotal target_total(DataConnection& connection, const TablePlan& digest, std::string_view schema,
                      std::string_view condition, std::uint64_t seed) {
  constexpr std::uint64_t rows_between_looks = 4096;
  RowTotal total;
  WireRowReader reader(digest);
  RowHasher hasher(seed, {});
  connection.copy_out(copy_out_sql(digest, schema, condition), [&](std::string_view tuple) {
    reader.read(tuple, hasher.encoder());
    total.sum += hasher.hash().row;
    if (++total.rows % rows_between_looks == 0) throw_if_interrupted();
  });
  return total;
}

}  // namespace lite2pg
