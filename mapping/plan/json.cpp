// The plan as a JSON document and back. The document holds all that make_plan needs (schema, census), so that an
// archive can be planned anew under another mapping.
#include <xxhash.h>

#include <functional>
#include <memory>

#include "common/error.h"
#include "common/json_text.h"
#include "common/version.h"
#include "mapping/plan/fields.h"
#include "mapping/plan/json_io.h"
#include "mapping/plan/json_parts.h"
#include "mapping/plan/parts_json.h"
#include "mapping/plan/plan.h"
#include "mapping/plan/relations.h"
#include "mapping/plan/text.h"
#include "mapping/value/digest.h"

namespace lite2pg {
namespace {

constexpr int plan_format = 1;

constexpr std::string_view hex_digits = "0123456789abcdef";

Json table_census_to_json(const TableCensus& census) {
  Json columns = Json::array();
  for (const ColumnCensus& column : census.columns) {
    Json json = JsonWriter::encode(column);
    json["wanted"] = column.wanted();
    columns.push_back(std::move(json));
  }
  return {{"table", string_to_json(census.table)}, {"rows", census.rows}, {"columns", std::move(columns)}};
}

/// Declared types are read again from the schema rather than stored twice.
TableCensus table_census_from_json(const Json& json, const Schema& schema) {
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

/// A table's decisions: equal ones have equal text, whatever the counts they came from.
Json table_decisions(TablePlan table) {
  table.rows = table.bytes = 0;
  table.sequence.reset();
  for (ColumnPlan& column : table.columns) column.evidence.clear();
  return JsonWriter::encode(table);
}

Json misfit_decisions(const Plan& plan) {
  Json misfits = Json::array();
  for (const MisfitReport& m : plan.misfits) {
    if (m.suspected) continue;
    misfits.push_back({string_to_json(m.table), string_to_json(m.column), string_to_json(m.reason)});
  }
  return misfits;
}

/// Hashes a document piece by piece, as it would stand in one line.
class DocumentHash {
 public:
  DocumentHash() { XXH3_128bits_reset(state_.get()); }
  void add(std::string_view text) { XXH3_128bits_update(state_.get(), text.data(), text.size()); }
  void add_json(const Json& json) { add(json_text(json)); }
  template <typename Items, typename Each>
  void add_list(const Items& items, const Each& each) {
    std::string_view before = "[";
    for (const auto& item : items) {
      add(before);
      add_json(each(item));
      before = ",";
    }
    add(items.empty() ? "[]" : "]");
  }
  [[nodiscard]] Hash128 value() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return {hash.low64, hash.high64};
  }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const noexcept { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_{XXH3_createState()};
};

/// Writes a document field by field, the elements of long arrays one by one: with thousands of tables the whole of it
/// as a tree of JSON values would take many times its text.
class DocumentText {
 public:
  using Piece = std::function<void(std::string_view)>;

  explicit DocumentText(const Piece& piece) : piece_(piece) {}
  void field(const char* key, const Json& value) {
    begin(key);
    add(value, 1);
  }
  template <typename Items, typename Each>
  void array(const char* key, const Items& items, const Each& each) {
    begin(key);
    list(items, each, 1);
  }
  /// An object with a long array "tables", which `rest` has empty.
  template <typename Items, typename Each>
  void object_of_tables(const char* key, const Json& rest, const Items& items, const Each& each) {
    constexpr std::string_view mark = "\n  \"tables\": ";
    begin(key);
    const std::string text = indented(json_text(rest, NotUtf8::refused, 1), 1);
    const std::size_t at = text.find(mark) + mark.size();
    text_.append(text, 0, at);
    list(items, each, 2);
    text_.append(text, at + 2);
  }
  void end() {
    text_ += "\n}\n";
    piece_(text_);
  }

 private:
  static constexpr std::size_t piece_bytes = std::size_t{256} << 10;

  void begin(const char* key) {
    text_ += begun_ ? ",\n \"" : "{\n \"";
    begun_ = true;
    text_ += key;
    text_ += "\": ";
  }
  template <typename Items, typename Each>
  void list(const Items& items, const Each& each, std::size_t depth) {
    const std::string line = "\n" + std::string(depth, ' ');
    std::string before = "[" + line + " ";
    for (const auto& item : items) {
      text_ += before;
      add(each(item), depth + 1);
      before = "," + line + " ";
    }
    text_ += items.empty() ? "[]" : line + "]";
  }
  void add(const Json& value, std::size_t depth) {
    text_ += indented(json_text(value, NotUtf8::refused, 1), depth);
    if (text_.size() < piece_bytes) return;
    piece_(text_);
    text_.clear();
  }
  /// No text in JSON holds a line's end, so that only the layout's ends are indented.
  static std::string indented(std::string_view text, std::size_t depth) {
    std::string result;
    for (const char c : text) {
      result += c;
      if (c == '\n') result.append(depth, ' ');
    }
    return result;
  }

  const Piece& piece_;
  std::string text_;
  bool begun_ = false;
};

/// A member, which must be there.
std::string_view member(const JsonMembers& document, std::string_view name) {
  const auto found = document.find(name);
  if (found == document.end()) throw std::runtime_error("\"" + std::string(name) + "\" is missing");
  return found->second;
}

template <typename T>
void read_list(std::string_view array, std::vector<T>& to) {
  each_json_element(array,
                    [&](std::string_view text) { JsonReader::decode(read_ordered_json(text), to.emplace_back()); });
}

/// Table by table, as it was written.
void read_schema(std::string_view text, Schema& schema) {
  JsonMembers members = json_members(text);
  const std::string_view tables = member(members, "tables");
  members.erase("tables");
  Json rest = {{"tables", Json::array()}};
  for (const auto& [name, value] : members) rest[name] = read_ordered_json(value);
  JsonReader::decode(rest, schema);
  read_list(tables, schema.tables);
}

int read_format(const JsonMembers& json) {
  int format = 0;
  JsonReader::decode(read_ordered_json(member(json, "format")), format);
  if (format != plan_format) throw std::runtime_error("format " + std::to_string(format) + " is not known");
  return format;
}

template <typename T>
T read_one(std::string_view text) {
  T item;
  JsonReader::decode(read_ordered_json(text), item);
  return item;
}

Plan read_relations(const JsonMembers& json) {
  Plan plan;
  plan.format = read_format(json);
  each_json_element(member(json, "tables"), [&](std::string_view text) {
    const auto table = read_one<TablePlan>(text);
    TablePlan& kept = plan.tables.emplace_back();
    kept.target = table.target;
    for (const ColumnPlan& column : table.columns)
      if (!column.labels.empty()) kept.columns.push_back(column);
  });
  each_json_element(member(json, "objects"), [&](std::string_view text) {
    auto object = read_one<ObjectPlan>(text);
    if (object.kind == ObjectKind::view) plan.objects.push_back(std::move(object));
  });
  return plan;
}

/// A plan of thousands of tables would be several times as large in memory as one tree of JSON.
Plan read_plan(std::string_view text) {
  const JsonMembers json = json_members(text);
  const auto parsed = [&](std::string_view name) { return read_ordered_json(member(json, name)); };
  Plan plan;
  plan.format = read_format(json);
  JsonReader::decode(parsed("options"), plan.options);
  read_list(member(json, "tables"), plan.tables);
  if (json.contains("kept")) read_list(member(json, "kept"), plan.kept);
  if (json.contains("sequences")) read_list(member(json, "sequences"), plan.sequences);
  read_list(member(json, "objects"), plan.objects);
  plan.source_fingerprint = string_from_json(parsed("source_fingerprint"));
  plan.mapping = string_from_json(parsed("mapping"));
  read_list(member(json, "misfits"), plan.misfits);
  JsonReader::decode(parsed("warnings"), plan.warnings);
  read_schema(member(json, "schema"), plan.schema);
  each_json_element(member(json, "census"), [&](std::string_view census) {
    plan.census.push_back(table_census_from_json(read_ordered_json(census), plan.schema));
  });
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
  for (const auto* tables : {&plan.tables, &plan.kept}) {
    for (const TablePlan& t : *tables) {
      const Table* source = plan.schema.find_table(t.source);
      require(source != nullptr);
      for (const int k : t.key) require(within(k, t.columns));
      for (const ColumnPlan& c : t.columns) require(c.source_index == -1 || within(c.source_index, source->columns));
    }
  }
}

/// What `read` gives; anything wrong with the document is one kind of error.
template <typename Read>
auto read_part(const char* what, Read read) {
  try {
    return read();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& e) {
    throw Error(ExitCode::archive, "the " + std::string(what) + " cannot be read: " + std::string(e.what()));
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

void write_json(const Plan& plan, const std::function<void(std::string_view)>& piece) {
  const auto encode = [](const auto& item) { return JsonWriter::encode(item); };
  DocumentText text(piece);
  text.field("format", plan.format);
  text.field("tool", "lite2pg " + std::string(version()));
  text.field("source_fingerprint", string_to_json(plan.source_fingerprint));
  text.field("hash", hash_of(plan));
  text.field("options", JsonWriter::encode(plan.options));
  text.field("mapping", string_to_json(plan.mapping));
  text.array("tables", plan.tables, encode);
  if (!plan.kept.empty()) text.array("kept", plan.kept, encode);
  if (!plan.sequences.empty()) text.array("sequences", plan.sequences, encode);
  text.array("objects", plan.objects, encode);
  text.array("misfits", plan.misfits, encode);
  text.array("warnings", plan.warnings, encode);
  Schema rest = plan.schema;
  rest.tables.clear();
  text.object_of_tables("schema", JsonWriter::encode(rest), plan.schema.tables, encode);
  text.array("census", plan.census, table_census_to_json);
  text.end();
}

std::string to_json(const Plan& plan) {
  std::string text;
  write_json(plan, [&](std::string_view piece) { text += piece; });
  return text;
}

Plan plan_from_json(std::string_view text) {
  return read_part("plan", [&] {
    Plan plan = read_plan(text);
    check_positions(plan);
    return plan;
  });
}

Plan relations_from_json(std::string_view text) {
  return read_part("plan", [&] { return read_relations(json_members(text)); });
}

std::string schema_to_json(const Schema& schema) { return json_text(JsonWriter::encode(schema)); }

Schema schema_from_json(std::string_view text) {
  return read_part("schema", [&] {
    Plan plan;
    read_schema(text, plan.schema);
    check_positions(plan);
    return std::move(plan.schema);
  });
}

std::string census_to_json(const std::vector<TableCensus>& census) {
  Json list = Json::array();
  for (const TableCensus& table : census) list.push_back(table_census_to_json(table));
  return json_text(list);
}

std::vector<TableCensus> census_from_json(std::string_view text, const Schema& schema) {
  return read_part("census", [&] {
    std::vector<TableCensus> census;
    for (const Json& table : read_ordered_json(text)) census.push_back(table_census_from_json(table, schema));
    return census;
  });
}

std::string hash_of(const Plan& plan) {
  DocumentHash hash;
  hash.add(R"({"format":)");
  hash.add_json(Json(plan.format));
  hash.add(R"(,"options":)");
  hash.add_json(JsonWriter::encode(plan.options));
  hash.add(R"(,"tables":)");
  hash.add_list(plan.tables, table_decisions);
  if (!plan.kept.empty()) {
    hash.add(R"(,"kept":)");
    hash.add_list(plan.kept, table_decisions);
  }
  if (!plan.sequences.empty()) {
    hash.add(R"(,"sequences":)");
    hash.add_list(plan.sequences, [](const SequencePlan& s) { return JsonWriter::encode(s); });
  }
  hash.add(R"(,"objects":)");
  hash.add_list(plan.objects, [](const ObjectPlan& o) { return JsonWriter::encode(o); });
  hash.add(R"(,"misfits":)");
  hash.add_json(misfit_decisions(plan));
  hash.add("}");
  return to_hex(hash.value());
}

}  // namespace lite2pg
