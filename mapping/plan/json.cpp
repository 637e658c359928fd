// The plan as a JSON document and back. The document holds all that make_plan needs (schema, census), so that an
// archive can be planned anew under another mapping.
#include <xxhash.h>

#include "common/error.h"
#include "common/version.h"
#include "mapping/plan/fields.h"
#include "mapping/plan/json_io.h"
#include "mapping/plan/plan.h"
#include "mapping/value/digest.h"

namespace lite2pg {
namespace {

constexpr int plan_format = 1;

constexpr std::string_view hex_digits = "0123456789abcdef";

Json census_to_json(const TableCensus& census) {
  Json columns = Json::array();
  for (const ColumnCensus& column : census.columns) {
    Json json = JsonWriter::encode(column);
    json["wanted"] = column.wanted();
    columns.push_back(std::move(json));
  }
  return {{"table", string_to_json(census.table)}, {"rows", census.rows}, {"columns", std::move(columns)}};
}

/// Declared types are read again from the schema rather than stored twice.
TableCensus census_from_json(const Json& json, const Schema& schema) {
  TableCensus census;
  census.table = string_from_json(json.at("table"));
  JsonReader::decode(json.at("rows"), census.rows);
  const Table* table = schema.find_table(census.table);
  const Json& columns = json.at("columns");
  if (table == nullptr || columns.size() != table->columns.size()) throw std::runtime_error("census without table");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    EvidenceSet wanted = 0;
    JsonReader::decode(columns[i].at("wanted"), wanted);
    ColumnCensus& column = census.columns.emplace_back(declared_type_of(*table, i), wanted);
    JsonReader::decode(columns[i], column);
  }
  return census;
}

/// What the plan decides: equal decisions have equal text, whatever the counts they came from.
Json decisions(const Plan& plan) {
  std::vector<TablePlan> tables = plan.tables;
  for (TablePlan& table : tables) {
    table.rows = table.bytes = 0;
    table.sequence.reset();
    for (ColumnPlan& column : table.columns) column.evidence.clear();
  }
  Json misfits = Json::array();
  for (const MisfitReport& m : plan.misfits) {
    if (m.suspected) continue;
    misfits.push_back({string_to_json(m.table), string_to_json(m.column), string_to_json(m.reason)});
  }
  return {{"format", plan.format},
          {"options", JsonWriter::encode(plan.options)},
          {"tables", JsonWriter::encode(tables)},
          {"objects", JsonWriter::encode(plan.objects)},
          {"misfits", std::move(misfits)}};
}

Plan read_plan(const Json& json) {
  Plan plan;
  JsonReader::decode(json.at("format"), plan.format);
  if (plan.format != plan_format) throw std::runtime_error("format " + std::to_string(plan.format) + " is not known");
  plan.source_fingerprint = string_from_json(json.at("source_fingerprint"));
  JsonReader::decode(json.at("options"), plan.options);
  plan.mapping = string_from_json(json.at("mapping"));
  JsonReader::decode(json.at("tables"), plan.tables);
  JsonReader::decode(json.at("objects"), plan.objects);
  JsonReader::decode(json.at("misfits"), plan.misfits);
  JsonReader::decode(json.at("warnings"), plan.warnings);
  JsonReader::decode(json.at("schema"), plan.schema);
  for (const Json& census : json.at("census")) plan.census.push_back(census_from_json(census, plan.schema));
  return plan;
}

/// Positions that other code uses as indexes must be within bounds: the document may have been tampered with.
void check_positions(const Plan& plan) {
  const auto require = [](bool in_bounds) {
    if (!in_bounds) throw std::runtime_error("a position is out of bounds");
  };
  const auto within = [](int i, const auto& items) { return i >= 0 && i < static_cast<int>(items.size()); };
  for (const Table& t : plan.schema.tables) {
    require(t.rowid_alias == -1 || within(t.rowid_alias, t.columns));
    for (const Check& c : t.checks) require(c.column == -1 || within(c.column, t.columns));
    for (const Index& i : t.indexes) {
      for (const IndexPart& p : i.parts) require(p.column == -1 || within(p.column, t.columns));
    }
    for (const ForeignKey& f : t.foreign_keys) {
      for (const int c : f.columns) require(within(c, t.columns));
    }
  }
  for (const TablePlan& t : plan.tables) {
    const Table* source = plan.schema.find_table(t.source);
    require(source != nullptr);
    for (const int k : t.key) require(within(k, t.columns));
    for (const ColumnPlan& c : t.columns) require(c.source_index == -1 || within(c.source_index, source->columns));
  }
}

}  // namespace

Json string_to_json(const std::string& text) {
  if (is_valid_utf8(text)) return text;
  std::string hex;
  for (const char c : text) {
    hex += hex_digits[static_cast<unsigned char>(c) >> 4];
    hex += hex_digits[static_cast<unsigned char>(c) & 15];
  }
  return {{"hex", hex}};
}

std::string string_from_json(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  const auto& hex = json.at("hex").get_ref<const std::string&>();
  if (hex.size() % 2 != 0) throw std::runtime_error("hex digits are missing");
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const std::size_t high = hex_digits.find(hex[i]);
    const std::size_t low = hex_digits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) throw std::runtime_error("no hex digits");
    text += static_cast<char>(high * 16 + low);
  }
  return text;
}

std::string to_json(const Plan& plan) {
  Json census = Json::array();
  for (const TableCensus& table : plan.census) census.push_back(census_to_json(table));
  const Json json = {{"format", plan.format},
                     {"tool", "lite2pg " + std::string(version())},
                     {"source_fingerprint", string_to_json(plan.source_fingerprint)},
                     {"hash", hash_of(plan)},
                     {"options", JsonWriter::encode(plan.options)},
                     {"mapping", string_to_json(plan.mapping)},
                     {"tables", JsonWriter::encode(plan.tables)},
                     {"objects", JsonWriter::encode(plan.objects)},
                     {"misfits", JsonWriter::encode(plan.misfits)},
                     {"warnings", JsonWriter::encode(plan.warnings)},
                     {"schema", JsonWriter::encode(plan.schema)},
                     {"census", std::move(census)}};
  return json.dump(1) + "\n";
}

Plan plan_from_json(std::string_view text) {
  try {
    Plan plan = read_plan(Json::parse(text));
    check_positions(plan);
    return plan;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& e) {
    throw Error(ExitCode::archive, "the plan cannot be read: " + std::string(e.what()));
  }
}

std::string hash_of(const Plan& plan) {
  const std::string text = decisions(plan).dump();
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return to_hex(Hash128{hash.low64, hash.high64});
}

}  // namespace lite2pg
