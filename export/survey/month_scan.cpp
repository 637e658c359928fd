#include "export/survey/month_scan.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <set>

#include "common/bytes.h"
#include "common/error.h"
#include "common/interrupt.h"
#include "mapping/codec/encode/encode.h"

namespace lite2pg {
namespace {

constexpr std::size_t most_months = 1000;

/// Days from 2000-01-01 of an encoded date or time stamp.
std::int64_t days_of(const Codec& codec, std::string_view field) {
  constexpr std::int64_t day = 86'400'000'000;
  if (codec.id() == CodecId::date) return load_be<std::int32_t>(field.data());
  const auto micros = load_be<std::int64_t>(field.data());
  return micros / day - (micros % day < 0 ? 1 : 0);
}

std::string month_of(std::int64_t days_from_2000) {
  using namespace std::chrono;
  const year_month_day date{sys_days{year{2000} / 1 / 1} + days{days_from_2000}};
  std::array<char, 16> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d-%02u", int{date.year()}, unsigned{date.month()});
  return text.data();
}

}  // namespace

std::vector<std::string> months_of(RowSource& source, const TablePlan& table) {
  const auto column = std::ranges::find(table.columns, table.partition_by, &ColumnPlan::target);
  const Table* rows = source.schema().find_table(table.source);
  if (column == table.columns.end() || rows == nullptr) return {};
  std::set<std::string> months;
  std::int64_t last_days = 0;
  FieldBuffer field;
  const auto reader = source.reader();
  const auto cursor = reader->scan(*rows, {});
  std::uint64_t count = 0;
  for (Row row; cursor->next(row);) {
    if (++count % 8192 == 0) throw_if_interrupted();
    const Value& value = row[static_cast<std::size_t>(column->source_index)];
    field.clear();
    if (value.is_null()) continue;
    const Encoded encoded = encode(column->codec, value, field);
    if (encoded.null || encoded.misfit != Misfit::none) continue;
    const std::int64_t days = days_of(column->codec, field.view());
    if (!months.empty() && days == last_days) continue;
    last_days = days;
    months.insert(month_of(days));
    if (months.size() > most_months) {
      throw Error(ExitCode::refused, "table '" + table.source + "' would have more than a thousand partitions by month",
                  "leave out `partition_by` in the mapping file");
    }
  }
  return {months.begin(), months.end()};
}

}  // namespace lite2pg
