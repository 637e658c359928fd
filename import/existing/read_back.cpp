#include "import/existing/read_back.h"

#include <charconv>

#include "common/error.h"
#include "common/interrupt.h"
#include "import/load/row_writer.h"
#include "mapping/choice/stand_in.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/page/sha256.h"
#include "mapping/plan/ddl.h"

namespace lite2pg {
namespace {

constexpr std::size_t hash_digits = 9;  // Of SHA-256 in hex: 36 bits, of which 2^27 sum up within 63.
constexpr std::uint64_t rows_a_check = 8192;

bool is_cast_text(CodecId id) noexcept { return id == CodecId::text || id == CodecId::text_number; }

std::vector<const ColumnPlan*> cast_columns(const TablePlan& table) {
  std::vector<const ColumnPlan*> columns;
  for (const ColumnPlan& c : table.columns)
    if (c.via_text && !c.generated && c.source_index >= 0 && is_cast_text(c.codec.id())) columns.push_back(&c);
  return columns;
}

/// What of the source was sent.
std::vector<TextTally> tallies_of(const SentRows& rows, const TablePlan& table,
                                  const std::vector<const ColumnPlan*>& columns) {
  RowWriter writer(table);
  std::vector<ColumnStandIn> stand_ins;
  for (const ColumnPlan* c : columns) stand_ins.emplace_back(*c);
  std::vector<TextTally> tallies(columns.size());
  FieldBuffer sent, field;
  const auto cursor = rows.reader.scan(rows.source, {});
  Row row;
  for (std::uint64_t n = 1; cursor->next(row); ++n) {
    if (n % rows_a_check == 0) throw_if_interrupted();
    sent.clear();
    if (rows.aside != nullptr && rows.aside->find(rows.source, *cursor, row) != nullptr) continue;
    if (writer.write(row, sent).reason != Misfit::none) continue;  // It was set aside.
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Value v = stand_ins[i].of(row[static_cast<std::size_t>(columns[i]->source_index)]);
      field.clear();
      if (v.is_null()) continue;
      const Encoded e = encode(columns[i]->codec, v, field);
      const bool refused = columns[i]->refused != nullptr && columns[i]->refused->contains(std::string(field.view()));
      if (e.misfit == Misfit::none && !e.null && !refused) tallies[i].add(field.view());
    }
  }
  return tallies;
}

/// Of a text of numbers between blanks.
std::vector<TextTally> tallies_in(const std::string& text) {
  std::vector<TextTally> tallies;
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto number = [&] {
    std::uint64_t n = 0;
    at = std::from_chars(at, end, n).ptr;
    if (at != end) ++at;
    return n;
  };
  while (at != end) {
    const std::uint64_t count = number();
    tallies.push_back({count, number()});
  }
  return tallies;
}

std::vector<TextTally> stored_in(BulkConnection& connection, const TablePlan& table, std::string_view schema,
                                 bool own_rows_alone) {
  const auto columns = cast_columns(table);
  if (columns.empty()) return {};
  return tallies_in(connection.query_value(read_back_sql(table, columns, schema, own_rows_alone)));
}

}  // namespace

void TextTally::add(std::string_view text) {
  ++count;
  std::uint64_t hash = 0;
  const std::string hex = sha256_hex(text);
  std::from_chars(hex.data(), hex.data() + hash_digits, hash, 16);
  sum += hash;
}

std::vector<TextTally> stored_texts(BulkConnection& connection, const TablePlan& table, std::string_view schema) {
  return stored_in(connection, table, schema, false);
}

std::string read_back_sql(const TablePlan& table, const std::vector<const ColumnPlan*>& columns,
                          std::string_view schema, bool own_rows_alone) {
  std::string parts;
  for (const ColumnPlan* c : columns) {
    const std::string text = "t." + quote_identifier(c->target) + "::pg_catalog.text";
    const std::string hash = "('x' || pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(" +
                             text + ", 'UTF8')), 'hex'), " + std::to_string(hash_digits) +
                             "))::pg_catalog.bit(36)::pg_catalog.int8";
    parts += ", pg_catalog.count(t." + quote_identifier(c->target) + "), coalesce(pg_catalog.sum(" + hash + "), 0)";
  }
  std::string sql = "SELECT pg_catalog.concat_ws(' '" + parts + ") FROM " + qualified(schema, table.target) + " t";
  if (own_rows_alone)
    sql +=
        " WHERE t.xmin::pg_catalog.text = (pg_catalog.pg_current_xact_id()::pg_catalog.text::pg_catalog.numeric % "
        "4294967296)::pg_catalog.text";
  return sql;
}

void check_read_back(BulkConnection& connection, const SentRows& rows, const TablePlan& table, std::string_view schema,
                     const OwnRows& own) {
  const auto columns = cast_columns(table);
  if (columns.empty()) return;
  const std::vector<TextTally> sent = tallies_of(rows, table, columns);
  std::vector<TextTally> stored = stored_in(connection, table, schema, own.by_writer);
  stored.resize(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i < own.before.size()) {
      stored[i].count -= own.before[i].count;
      stored[i].sum -= own.before[i].sum;
    }
    if (stored[i] == sent[i]) continue;
    throw Error(ExitCode::refused,
                "table '" + table.source + "', column '" + columns[i]->source + "': the server stored other texts as " +
                    columns[i]->type + " than were sent; the target is as it was",
                "--dry-run shows each text that the type would change");
  }
}

}  // namespace lite2pg
