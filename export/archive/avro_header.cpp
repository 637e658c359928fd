#include "export/archive/avro_header.h"

#include <xxhash.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/json_text.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

/// Names that a record must not have: Avro's own types, and the record that our unions hold.
const std::vector<std::string> reserved_names = {"null",  "boolean", "int",    "long",    "float",       "double",
                                                 "bytes", "string",  "record", "enum",    "array",       "map",
                                                 "union", "fixed",   "error",  "request", "invalid_text"};

bool is_name_byte(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

Json invalid_text_record() {
  return {{"type", "record"},
          {"name", "invalid_text"},
          {"doc", "TEXT that is not valid UTF-8"},
          {"fields", Json::array({{{"name", "bytes"}, {"type", "bytes"}}})}};
}

/// A named type is spelled out where it first stands and named from then on.
Json union_of(bool first) {
  Json branches = {"null", "long", "double", "string", "bytes"};
  branches.push_back(first ? invalid_text_record() : Json("invalid_text"));
  return branches;
}

[[noreturn]] void damaged(const std::string& file, const std::string& what) {
  throw Error(ExitCode::archive, "'" + file + "' is damaged: " + what);
}

/// The bytes of a file's beginning, taken from the front.
class HeaderBytes {
 public:
  HeaderBytes(std::string_view bytes, const std::string& file) : begin_(bytes), rest_(bytes), file_(file) {}

  std::string_view take(std::size_t n) {
    if (rest_.size() < n) damaged(file_, "its header is cut off");
    const std::string_view taken = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return taken;
  }
  std::int64_t number() {
    const char* p = rest_.data();
    std::int64_t v = 0;
    if (!load_avro_long(p, p + rest_.size(), v)) damaged(file_, "its header is cut off");
    rest_.remove_prefix(static_cast<std::size_t>(p - rest_.data()));
    return v;
  }
  std::string_view text() {
    const std::int64_t n = number();
    if (n < 0) damaged(file_, "a length in its header is negative");
    return take(static_cast<std::size_t>(n));
  }
  [[nodiscard]] std::size_t taken() const noexcept { return begin_.size() - rest_.size(); }

 private:
  std::string_view begin_, rest_;
  const std::string& file_;
};

void read_metadata_entry(HeaderBytes& bytes, AvroHeader& header, const std::string& file) {
  const std::string_view key = bytes.text();
  const std::string_view value = bytes.text();
  if (key == "avro.schema") header.schema = value;
  if (key != "avro.codec") return;
  const auto codec = avro_codec_of(value);
  if (!codec) damaged(file, "its codec is unknown");
  header.codec = *codec;
}

void append_text(std::string& to, std::string_view text) {
  char length[avro_long_bytes];
  to.append(length, store_avro_long(length, static_cast<std::int64_t>(text.size())));
  to += text;
}

}  // namespace

std::string avro_name(std::string_view name, std::vector<std::string>& taken) {
  std::string base(name);
  std::ranges::replace_if(
      base, [](char c) { return !is_name_byte(c); }, '_');
  if (base.empty() || (base[0] >= '0' && base[0] <= '9')) base.insert(base.begin(), '_');
  std::string unique = base;
  for (int n = 2; std::ranges::find(taken, unique) != taken.end(); ++n) unique = base + "_" + std::to_string(n);
  taken.push_back(unique);
  return unique;
}

std::string avro_schema(const Table& table) {
  std::vector<std::string> record_names = reserved_names;
  std::vector<std::string> field_names;
  Json fields = Json::array();
  for (const Column& column : table.columns) {
    fields.push_back({{"name", avro_name(column.name, field_names)},
                      {"type", union_of(fields.empty())},
                      {"sqlite_column", column.name},
                      {"sqlite_type", column.declared_type}});
  }
  const Json schema = {{"type", "record"},
                       {"name", avro_name(table.name, record_names)},
                       {"sqlite_table", table.name},
                       {"fields", std::move(fields)}};
  return json_text(schema, NotUtf8::replaced);
}

AvroHeader make_avro_header(const Table& table, AvroCodec codec) {
  AvroHeader header{codec, avro_schema(table), {}, 0};
  XXH128_canonical_t sync;
  XXH128_canonicalFromHash(&sync, XXH3_128bits(header.schema.data(), header.schema.size()));
  static_assert(sizeof sync == sizeof header.sync);
  std::memcpy(header.sync.data(), &sync, sizeof sync);
  header.size = avro_header_bytes(header).size();
  return header;
}

std::string avro_header_bytes(const AvroHeader& header) {
  std::string bytes(avro_magic);
  char count[avro_long_bytes];
  bytes.append(count, store_avro_long(count, 2));
  append_text(bytes, "avro.codec");
  append_text(bytes, name_of(header.codec));
  append_text(bytes, "avro.schema");
  append_text(bytes, header.schema);
  bytes += '\0';  // The end of the map.
  return bytes.append(header.sync.data(), header.sync.size());
}

AvroHeader read_avro_header(std::string_view bytes, const std::string& file) {
  HeaderBytes rest(bytes, file);
  if (rest.take(avro_magic.size()) != avro_magic) damaged(file, "it is no Avro object container file");
  AvroHeader header;
  while (std::int64_t entries = rest.number()) {
    if (entries < 0) {  // Then the size of the map's block follows; it may be used to skip it.
      entries = entries == INT64_MIN ? INT64_MAX : -entries;
      rest.number();
    }
    for (; entries > 0; --entries) read_metadata_entry(rest, header, file);
  }
  const std::string_view sync = rest.take(header.sync.size());
  std::ranges::copy(sync, header.sync.begin());
  header.size = rest.taken();
  return header;
}

std::size_t avro_column_count(const AvroHeader& header, const std::string& file) {
  const Json schema = try_ordered_json(header.schema);
  if (!schema.is_object() || !schema.contains("fields") || !schema["fields"].is_array() || schema["fields"].empty()) {
    damaged(file, "its schema is no record with fields");
  }
  bool first = true;
  for (const Json& field : schema["fields"]) {
    if (!field.is_object() || field.value("type", Json()) != union_of(first)) damaged(file, "its schema is not ours");
    first = false;
  }
  return schema["fields"].size();
}

}  // namespace lite2pg
