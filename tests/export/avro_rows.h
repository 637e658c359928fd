// Rows for the archive's tests: random ones of every storage class, and Avro files of them in memory.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "export/archive/avro_decoder.h"
#include "export/archive/avro_encoder.h"
#include "export/archive/avro_header.h"
#include "mapping/source/schema.h"
#include "mapping/value/value.h"

namespace lite2pg::test {

using OwnedRow = std::vector<OwnedValue>;

inline Table table_of(std::string name, const std::vector<std::string>& columns) {
  Table table;
  table.name = std::move(name);
  for (const std::string& column : columns) {
    table.columns.emplace_back().name = column;
    table.columns.back().declared_type = "TEXT";
  }
  return table;
}

inline std::string random_bytes(std::mt19937_64& random, std::size_t most) {
  std::string bytes(random() % (most + 1), '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

inline std::string random_text(std::mt19937_64& random, std::size_t most) {
  static const std::vector<std::string> pieces = {"a",  "Z", " ", "é", "日", "🦆", std::string(1, '\0'),
                                                  "\n", "'", "\""};
  std::string text;
  for (std::size_t n = random() % (most + 1); n > 0; --n) text += pieces[random() % pieces.size()];
  return text;
}

inline Value edge_number(std::mt19937_64& random) {
  constexpr std::int64_t integers[] = {0, 1, -1, 63, 64, -64, -65, INT64_MAX, INT64_MIN, INT32_MAX, 1LL << 53};
  constexpr double reals[] = {0.0, -0.0, 1.5, 1e308, -1e-308, 5e-324, std::numeric_limits<double>::infinity()};
  if (random() % 2 == 0) return Value::of(integers[random() % std::size(integers)]);
  return Value::of(reals[random() % std::size(reals)]);
}

inline OwnedValue random_value(std::mt19937_64& random) {
  switch (random() % 7) {
    case 0: return OwnedValue(Value::null());
    case 1: return OwnedValue(Value::of(static_cast<std::int64_t>(random() >> (random() % 64))));
    case 2:
      return OwnedValue(Value::of(std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 100)));
    case 3: return OwnedValue(edge_number(random));
    case 4: return OwnedValue(Value::text(random_text(random, 30)));
    case 5: return OwnedValue(Value::text(random_bytes(random, 30)));  // Mostly no UTF-8.
    default: return OwnedValue(Value::blob(random_bytes(random, 200)));
  }
}

inline std::vector<OwnedRow> random_rows(std::size_t count, std::size_t columns, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<OwnedRow> rows(count);
  for (OwnedRow& row : rows) {
    for (std::size_t i = 0; i < columns; ++i) row.push_back(random_value(random));
  }
  return rows;
}

inline std::vector<Value> view_of(const OwnedRow& row) {
  std::vector<Value> values;
  for (const OwnedValue& v : row) values.push_back(v.view());
  return values;
}

inline bool same_row(Row a, Row b) {
  return std::ranges::equal(a, b, [](const Value& x, const Value& y) { return same(x, y); });
}

inline std::string avro_file(const Table& table, const std::vector<OwnedRow>& rows, AvroCodec codec) {
  const AvroHeader header = make_avro_header(table, codec);
  std::string file = avro_header_bytes(header);
  AvroEncoder encoder(codec);
  encoder.start(header.sync);
  AvroBlock block;
  const auto take = [&] {
    encoder.take(block);
    file += block.bytes();
  };
  for (const OwnedRow& row : rows) {
    encoder.add(view_of(row));
    if (encoder.full()) take();
  }
  if (!encoder.empty()) take();
  return file;
}

/// Reads a file by its own header and frames alone. Throws Error(archive).
inline std::vector<OwnedRow> rows_of_avro(std::string_view file) {
  const AvroHeader header = read_avro_header(file, "test.avro");
  AvroDecoder decoder(header, avro_column_count(header, "test.avro"), "test.avro");
  std::vector<OwnedRow> rows;
  for (file.remove_prefix(header.size); !file.empty();) {
    const AvroFrame frame = read_avro_frame(file, header.sync, "test.avro");
    decoder.open(file.substr(0, frame.size));
    for (Row row; decoder.next(row);) rows.emplace_back(OwnedRow(row.begin(), row.end()));
    file.remove_prefix(frame.size);
  }
  return rows;
}

}  // namespace lite2pg::test
