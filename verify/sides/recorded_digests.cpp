#include "verify/sides/recorded_digests.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/json_text.h"
#include "common/text.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view format = "lite2pg-baseline-1";

std::uint64_t from_hex(std::string_view text) {
  std::uint64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n, 16);
  if (error != std::errc() || end != text.data() + text.size()) throw std::invalid_argument("no hex number");
  return n;
}

Json bucket_json(const Bucket& b) { return Json::array({b.count, to_hex(b.sum)}); }

Bucket bucket_from(const Json& json) {
  const auto sum = json.at(1).get<std::string>();
  if (sum.size() != 32) throw std::invalid_argument("a bucket's sum is not 32 digits");
  return {json.at(0).get<std::uint64_t>(), {from_hex(sum.substr(16)), from_hex(sum.substr(0, 16))}};
}

Json table_json(const RecordedTable& t) {
  Json columns = Json::array(), buckets = Json::array();
  for (const DigestColumn& c : t.columns) {
    columns.push_back({{"source", c.source}, {"target", c.target}, {"type", c.type}, {"codec", to_string(c.codec)}});
  }
  for (const Bucket& b : t.digest.buckets()) buckets.push_back(bucket_json(b));
  return {{"source", t.source}, {"target", t.target},      {"rows", t.digest.rows()}, {"columns", columns},
          {"key", Json(t.key)}, {"bits", t.digest.bits()}, {"buckets", buckets}};
}

std::vector<int> key_from(const Json& json, std::size_t columns) {
  auto key = json.get<std::vector<int>>();
  for (const int k : key) {
    if (k < 0 || static_cast<std::size_t>(k) >= columns) throw std::invalid_argument("a key column is not there");
  }
  return key;
}

RecordedTable table_from(const Json& json) {
  RecordedTable t{json.at("source").get<std::string>(), json.at("target").get<std::string>(), {}, {}, TableDigest(0)};
  for (const Json& c : json.at("columns")) {
    const auto codec = parse_codec(c.at("codec").get<std::string>());
    if (!codec) throw std::invalid_argument("unknown codec " + c.at("codec").get<std::string>());
    t.columns.push_back({c.at("source").get<std::string>(), c.at("target").get<std::string>(),
                         c.at("type").get<std::string>(), *codec});
  }
  t.key = key_from(json.at("key"), t.columns.size());
  const int bits = json.at("bits").get<int>();
  if (bits < 0 || bits > TableDigest::collected_bits) throw std::invalid_argument("bits out of range");
  t.digest = TableDigest(bits);
  if (json.at("buckets").size() != t.digest.buckets().size()) throw std::invalid_argument("wrong number of buckets");
  std::ranges::transform(json.at("buckets"), t.digest.buckets().begin(), bucket_from);
  return t;
}

}  // namespace

const RecordedTable* RecordedDigests::find(std::string_view source, std::string_view target) const {
  auto found = std::ranges::find_if(tables, [&](const auto& t) { return equals_ignoring_case(t.source, source); });
  if (found == tables.end()) found = std::ranges::find(tables, target, &RecordedTable::target);
  return found == tables.end() ? nullptr : &*found;
}

RecordedDigests recorded_by(const Manifest& manifest) {
  RecordedDigests digests{manifest.seed, manifest.created_at, "manifest of " + manifest.source_path, {}};
  for (const ManifestTable& t : manifest.tables) {
    digests.tables.push_back({t.source, t.target, t.columns, t.key, t.digest});
  }
  return digests;
}

std::string baseline_text(const RecordedDigests& digests) {
  Json json = {{"format", format},
               {"created_at", digests.created_at},
               {"about", digests.about},
               {"seed", std::to_string(digests.seed)},
               {"tables", Json::array()}};
  for (const RecordedTable& t : digests.tables) json["tables"].push_back(table_json(t));
  return json_text(json, NotUtf8::replaced) + "\n";
}

bool is_baseline(std::string_view text) { return text.substr(0, 200).find(format) != text.npos; }

RecordedDigests baseline_from_text(std::string_view text, const std::string& name) {
  try {
    const Json json = read_ordered_json(text);
    if (json.at("format") != format) throw std::invalid_argument("unknown format");
    RecordedDigests digests;
    digests.of_target = true;
    digests.seed = std::stoull(json.at("seed").get<std::string>());
    digests.created_at = json.at("created_at").get<std::string>();
    digests.about = json.at("about").get<std::string>();
    for (const Json& t : json.at("tables")) digests.tables.push_back(table_from(t));
    return digests;
  } catch (const std::exception& e) {  // nlohmann's and ours
    throw Error(ExitCode::usage, "'" + name + "' is no baseline: " + e.what(),
                "remove it, and the next run with --baseline writes a new one");
  }
}

}  // namespace lite2pg
