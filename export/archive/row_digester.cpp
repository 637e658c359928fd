#include "export/archive/row_digester.h"

#include "mapping/codec/decode/decode.h"

namespace lite2pg {

bool DigestSpec::is_plain(std::size_t row_size) const noexcept {
  if (columns.size() != row_size) return false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].column != static_cast<int>(i) || !is_spelling_exact(columns[i].codec)) return false;
  }
  return true;
}

DigestSpec every_column(const Table& table, std::vector<int> key) {
  DigestSpec spec{{}, std::move(key)};
  for (std::size_t i = 0; i < table.columns.size(); ++i) spec.columns.push_back({static_cast<int>(i), Codec{}});
  return spec;
}

RowDigester::RowDigester(DigestSpec spec, std::size_t row_size, std::uint64_t seed)
    : spec_(std::move(spec)),
      plain_(spec_.is_plain(row_size)),
      hasher_(seed, spec_.key),
      values_(spec_.columns.size()),
      scratch_(spec_.columns.size()) {}

void RowDigester::add(Row row) { digest_.add(hasher_.hash(plain_ ? row : chosen(row))); }

Row RowDigester::chosen(Row row) {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const auto& [column, codec] = spec_.columns[i];
    const Value& v = row[static_cast<std::size_t>(column)];
    values_[i] = v.is_null() ? v : canonical(codec, v, scratch_[i]);
  }
  return values_;
}

}  // namespace lite2pg
