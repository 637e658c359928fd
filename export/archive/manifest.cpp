#include "export/archive/manifest.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/files.h"
#include "common/json_text.h"
#include "common/text.h"
#include "export/archive/file.h"
#include "export/archive/manifest_json.h"

namespace lite2pg {
namespace {

using namespace manifest_json;

constexpr std::string_view check_start = ",\n\"check\": \"xxh3:";
constexpr std::string_view check_end = "\"\n}\n";
constexpr std::size_t hash_digits = 32;

std::string content_of(std::string_view text) { return "xxh3:" + to_hex(content_hash(text)); }

Json head_json(const Manifest& m) {
  return {{"format", Manifest::known_format},
          {"tool", "lite2pg-export " + m.tool_version},
          {"version", m.tool_version},
          {"created_at", m.created_at},
          {"source", {{"path", of_name(m.source_path)}, {"bytes", m.source_bytes}, {"content", m.source_content}}},
          {"codec", name_of(m.codec)},
          {"seed", hex_of(m.seed)},
          {"plan", of_file(m.plan)},
          {"plan_hash", m.plan_hash}};
}

Manifest manifest_from(const Json& json) {
  if (!json.contains("format") || json["format"] != Manifest::known_format) {
    invalid("its format version is unknown to lite2pg; a newer version of lite2pg may read it");
  }
  const Json& source = json.at("source");
  const auto codec = avro_codec_of(json.at("codec").get<std::string>());
  if (!codec) invalid("its codec is unknown");
  Manifest m;
  m.tool_version = json.at("version");
  m.created_at = json.at("created_at");
  m.source_path = name_from(source.at("path"));
  m.source_bytes = source.at("bytes");
  m.source_content = source.at("content");
  m.codec = *codec;
  m.seed = u64_from_hex(json.at("seed").get<std::string>());
  m.plan = file_from(json.at("plan"));
  m.plan_hash = json.at("plan_hash");
  for (const Json& table : json.at("tables")) m.tables.push_back(table_from(table));
  return m;
}

/// The text must end in the check over all bytes before it.
void check_text(std::string_view text) {
  constexpr std::size_t tail = check_start.size() + hash_digits + check_end.size();
  if (text.size() < tail) invalid("it is cut off");
  const std::string_view body = text.substr(0, text.size() - tail), end = text.substr(body.size());
  if (!end.starts_with(check_start) || !end.ends_with(check_end)) invalid("it is cut off or was edited");
  if (end.substr(check_start.size(), hash_digits) != to_hex(content_hash(body))) invalid("it was changed");
}

}  // namespace

const ManifestTable* Manifest::find_table(std::string_view source) const {
  const auto found =
      std::ranges::find_if(tables, [&](const auto& t) { return equals_ignoring_case(t.source, source); });
  return found == tables.end() ? nullptr : &*found;
}

std::string to_json(Manifest& manifest) {
  std::string text;
  const Json head = head_json(manifest);
  for (const auto& [key, value] : head.items()) {
    text += (text.empty() ? "{\n\"" : ",\n\"") + key + "\": " + json_text(value);
  }
  text += ",\n\"tables\": [";
  for (const ManifestTable& t : manifest.tables)
    text += (&t == manifest.tables.data() ? "\n" : ",\n") + json_text(of_table(t));
  text += "\n]";
  const std::string check = to_hex(content_hash(text));
  text += std::string(check_start) + check + std::string(check_end);
  manifest.content = content_of(text);
  return text;
}

Manifest manifest_from_json(std::string_view text, const std::string& name) {
  try {
    check_text(text);
    Manifest manifest = manifest_from(read_ordered_json(text));
    manifest.content = content_of(text);
    return manifest;
  } catch (const Error& e) {
    invalid("'" + name + "' is no valid manifest: " + e.what());
  } catch (const Json::exception&) {
    invalid("'" + name + "' is no valid manifest: a member is missing or of the wrong kind");
  }
}

Manifest read_manifest(const std::string& path) {
  const bool folder = std::filesystem::is_directory(path);
  const std::string file = folder ? path + "/manifest.json" : path;
  if (!std::filesystem::exists(file)) {
    throw Error(ExitCode::archive,
                "'" + file + "' is missing" + (folder ? ": this folder is no archive, or an unfinished one" : ""));
  }
  return manifest_from_json(read_file(file, "manifest"), file);
}

}  // namespace lite2pg
