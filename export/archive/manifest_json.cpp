#include "export/archive/manifest_json.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/utf8.h"

namespace lite2pg::manifest_json {
namespace {

constexpr std::size_t hash_digits = 32;

std::string bytes_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += digits[static_cast<unsigned char>(c) >> 4];
    hex += digits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

Hash128 hash_from_hex(std::string_view hex) {
  if (hex.size() != hash_digits) invalid("a hash is malformed");
  return {u64_from_hex(hex.substr(16)), u64_from_hex(hex.substr(0, 16))};
}

Json of_block(const ManifestBlock& b) { return Json::array({b.offset, b.bytes, b.rows, to_hex(b.hash)}); }

ManifestBlock block_from(const Json& json) {
  return {json.at(0), json.at(1), json.at(2), hash_from_hex(json.at(3).get<std::string>())};
}

Json of_column(const DigestColumn& c) {
  return {
      {"source", of_name(c.source)}, {"target", of_name(c.target)}, {"type", c.type}, {"codec", to_string(c.codec)}};
}

DigestColumn column_from(const Json& json) {
  const auto codec = parse_codec(json.at("codec").get<std::string>());
  if (!codec) invalid("a column has an unknown codec");
  return {name_from(json.at("source")), name_from(json.at("target")), json.at("type"), *codec};
}

template <typename Items, typename Function>
Json array_of(const Items& items, Function&& each) {
  Json result = Json::array();
  for (const auto& item : items) result.push_back(each(item));
  return result;
}

template <typename Function>
auto vector_of(const Json& items, Function&& each) {
  std::vector<decltype(each(items))> result;
  result.reserve(items.size());
  for (const Json& item : items) result.push_back(each(item));
  return result;
}

Json of_digest(const ManifestTable& t) {
  const auto bucket = [](const Bucket& b) { return Json::array({b.count, to_hex(b.sum)}); };
  return {{"columns", array_of(t.columns, of_column)},
          {"key", t.key},
          {"bits", t.digest.bits()},
          {"buckets", array_of(t.digest.buckets(), bucket)}};
}

void read_digest(const Json& json, ManifestTable& t) {
  const int bits = json.at("bits");
  const Json& buckets = json.at("buckets");
  if (bits < 0 || bits > TableDigest::collected_bits || buckets.size() != std::size_t{1} << bits) {
    invalid("a digest has the wrong number of buckets");
  }
  t.columns = vector_of(json.at("columns"), column_from);
  t.key = json.at("key").get<std::vector<int>>();
  t.digest = TableDigest(bits);
  t.digest.buckets() = vector_of(buckets, [](const Json& b) {
    return Bucket{b.at(0), hash_from_hex(b.at(1).get<std::string>())};
  });
}

/// Nothing but a plain name in the data folder: a crafted manifest must not lead us elsewhere.
bool is_data_path(std::string_view path) {
  constexpr std::string_view folder = "data/";
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  };
  return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] != '.' &&
         std::ranges::all_of(path.substr(folder.size()), plain);
}

/// The blocks lie one behind the other and fill the file; rows add up everywhere.
bool is_consistent(const ManifestTable& t) {
  std::uint64_t offset = t.header.bytes, rows = 0;
  for (const ManifestBlock& b : t.blocks) {
    if (b.offset != offset || b.bytes == 0 || b.bytes > t.file.bytes) return false;
    offset += b.bytes;
    rows += b.rows;
  }
  const auto in_range = [&](int k) { return k >= 0 && static_cast<std::size_t>(k) < t.columns.size(); };
  return is_data_path(t.file.path) && t.header.offset == 0 && offset == t.file.bytes && rows == t.rows &&
         t.digest.rows() == t.rows && std::ranges::all_of(t.key, in_range);
}

}  // namespace

void invalid(const std::string& what) { throw Error(ExitCode::archive, what); }

std::string hex_of(std::uint64_t v) { return to_hex(Hash128{v, 0}).substr(16); }

std::uint64_t u64_from_hex(std::string_view hex) {
  std::uint64_t v = 0;
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), v, 16);
  if (error != std::errc() || end != hex.data() + hex.size() || hex.size() != 16) invalid("a hash is malformed");
  return v;
}

Json of_name(const std::string& name) { return is_valid_utf8(name) ? Json(name) : Json{{"hex", bytes_hex(name)}}; }

std::string name_from(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  const auto hex = json.at("hex").get<std::string>();
  std::string name;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    name += static_cast<char>(byte);
  }
  return name;
}

Json of_file(const ManifestFile& f) { return {{"path", f.path}, {"bytes", f.bytes}, {"hash", to_hex(f.hash)}}; }

ManifestFile file_from(const Json& json) {
  return {json.at("path"), json.at("bytes"), hash_from_hex(json.at("hash").get<std::string>())};
}

Json of_table(const ManifestTable& t) {
  return {{"source", of_name(t.source)},
          {"target", of_name(t.target)},
          {"file", of_file(t.file)},
          {"rows", t.rows},
          {"raw_bytes", t.raw_bytes},
          {"header", of_block(t.header)},
          {"blocks", array_of(t.blocks, of_block)},
          {"digest", of_digest(t)}};
}

ManifestTable table_from(const Json& json) {
  ManifestTable t;
  t.source = name_from(json.at("source"));
  t.target = name_from(json.at("target"));
  t.file = file_from(json.at("file"));
  t.rows = json.at("rows");
  t.raw_bytes = json.at("raw_bytes");
  t.header = block_from(json.at("header"));
  t.blocks = vector_of(json.at("blocks"), block_from);
  read_digest(json.at("digest"), t);
  if (!is_consistent(t)) invalid("what it says about '" + t.file.path + "' contradicts itself");
  return t;
}

}  // namespace lite2pg::manifest_json
