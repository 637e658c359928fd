#include "mapping/choice/source_row.h"

#include "mapping/codec/decode/decode.h"
#include "mapping/codec/decode/spellings/meaning.h"

namespace lite2pg {

SourceRowReader::SourceRowReader(const TablePlan& table) {
  for (const ColumnPlan& c : table.columns) {
    parts_.push_back({static_cast<std::size_t>(c.source_index),
                      is_spelling_exact(c.codec) ? nullptr : &c.codec,
                      {},
                      ColumnStandIn(c, meaning_of)});
  }
}

void SourceRowReader::read(Row row, RowEncoder& encoder) {
  encoder.clear();
  for (Part& part : parts_) {
    const Value v = part.stand_in.is_needed() ? part.stand_in.of(row[part.column]) : row[part.column];
    encoder.add(part.codec == nullptr || v.is_null() ? v : canonical(*part.codec, v, part.scratch));
  }
}

}  // namespace lite2pg
