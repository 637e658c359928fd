#include "import/tenants/list.h"

#include <glob.h>
#include <sys/stat.h>
#include <xxhash.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <regex>
#include <tuple>

#include "common/error.h"
#include "common/files.h"
#include "common/utf8.h"
#include "mapping/value/digest.h"

namespace lite2pg {
namespace {

constexpr std::string_view sqlite_magic = "SQLite format 3";

std::string absolute(const std::string& path) { return std::filesystem::absolute(path).lexically_normal().string(); }

std::regex compiled(const std::string& rule) try {
  return std::regex(rule, std::regex::ECMAScript | std::regex::optimize);
} catch (const std::regex_error& e) {
  throw Error(ExitCode::usage, "--tenant-from '" + rule + "' is no regular expression: " + e.what(),
              "give stem, parent or a regular expression with a group around the name");
}

std::string searched(const std::string& path, const std::string& rule) {
  std::smatch match;
  if (!std::regex_search(path, match, compiled(rule))) return {};
  return match[match.size() > 1 ? 1 : 0].str();
}

void check_tenant(const FleetFile& file) {
  const std::string what = "the tenant of " + file.path + " ";
  const std::string hint = "give it a name in the list, after a tab, or another --tenant-from";
  if (file.tenant.empty()) throw Error(ExitCode::usage, what + "has no name", hint);
  if (!is_valid_utf8(file.tenant) || file.tenant.find('\0') != std::string::npos) {
    throw Error(ExitCode::usage, what + "has a name that is not UTF-8 text", hint);
  }
}

[[noreturn]] void refuse_one_file(const FleetFile& one, const FleetFile& other) {
  const bool listed_twice = one.path == other.path;
  throw Error(ExitCode::usage,
              listed_twice ? one.path + " is listed twice" : one.path + " and " + other.path + " are one file",
              "its rows would be there twice: leave one of them out of the list");
}

/// What two paths to one file (by a link of either kind, or a second mount) have in common, and the place in the list.
/// Size and time stand there for file systems that number their files anew each time.
using Identity = std::tuple<dev_t, ino_t, off_t, time_t, std::size_t>;

/// One file under two names would be loaded twice, as two tenants.
void check_no_file_twice(const std::vector<FleetFile>& files) {
  std::map<std::string_view, const FleetFile*> paths;
  std::vector<Identity> identities;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto [other, added] = paths.emplace(files[i].path, &files[i]);
    if (!added) refuse_one_file(*other->second, files[i]);
    struct stat s {};
    if (::stat(files[i].path.c_str(), &s) == 0)
      identities.emplace_back(s.st_dev, s.st_ino, s.st_size, s.st_mtim.tv_sec, i);
  }
  std::ranges::sort(identities);
  const auto place = [](const Identity& identity) { return std::get<4>(identity); };
  const auto same = [&](Identity a, Identity b) {
    std::get<4>(a) = std::get<4>(b) = 0;
    return a == b;
  };
  const auto found = std::ranges::adjacent_find(identities, same);
  if (found != identities.end()) refuse_one_file(files[place(*found)], files[place(*std::next(found))]);
}

void check_each_once(const std::vector<FleetFile>& files) {
  std::map<std::string_view, const FleetFile*> tenants;
  for (const FleetFile& file : files) {
    const auto [other, added] = tenants.emplace(file.tenant, &file);
    if (added) continue;
    throw Error(ExitCode::usage,
                "two files are tenant '" + file.tenant + "': " + other->second->path + " and " + file.path,
                "give them names in the list, after a tab, or another --tenant-from");
  }
}

std::vector<FleetFile> matches_of(const std::string& pattern, const TenantRule& rule) {
  glob_t found{};
  const int code = ::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found);
  const std::unique_ptr<glob_t, void (*)(glob_t*)> guard(&found, ::globfree);
  std::vector<std::string> paths;
  if (code == 0) {
    for (std::size_t i = 0; i < found.gl_pathc; ++i) paths.push_back(absolute(found.gl_pathv[i]));
  }
  std::sort(paths.begin(), paths.end());
  std::vector<FleetFile> files;
  for (std::string& path : paths) {
    if (std::filesystem::is_directory(path)) continue;
    std::string tenant = rule.name_of(path);
    files.push_back({std::move(path), std::move(tenant)});
  }
  return files;
}

bool is_glob(const std::string& list) {
  return list.find_first_of("*?[") != std::string::npos && !std::filesystem::exists(list);
}

std::string text_of_list(const std::string& list) {
  if (list != "-") return read_file(list, "list of files");
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

std::vector<FleetFile> checked(std::vector<FleetFile> files, const std::string& what) {
  if (files.empty()) throw Error(ExitCode::usage, what + " names no file", "a path a line, or a glob in quotes");
  for (const FleetFile& file : files) check_tenant(file);
  check_no_file_twice(files);
  check_each_once(files);
  return files;
}

}  // namespace

TenantRule::TenantRule(std::string rule) : rule_(std::move(rule)) {
  if (rule_ != "stem" && rule_ != "parent") (void)compiled(rule_);
}

std::string TenantRule::name_of(const std::string& path) const {
  const std::filesystem::path p(path);
  std::string name = rule_ == "stem"     ? p.stem().string()
                     : rule_ == "parent" ? p.parent_path().filename().string()
                                         : searched(path, rule_);
  if (!name.empty()) return name;
  throw Error(ExitCode::usage, "--tenant-from " + rule_ + " finds no name in " + path,
              "give it a name in the list, after a tab");
}

std::vector<FleetFile> parse_fleet_list(std::string_view text, const std::string& what, const TenantRule& rule) {
  if (text.starts_with(sqlite_magic)) {
    throw Error(ExitCode::usage, what + " is a SQLite database, not a list of them",
                "--fleet takes a file with a path a line; without --fleet one database is taken");
  }
  std::vector<FleetFile> files;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    const std::size_t tab = line.find('\t');
    std::string path = absolute(std::string(line.substr(0, tab)));
    std::string tenant(tab == std::string_view::npos ? "" : line.substr(tab + 1));
    if (tenant.empty()) tenant = rule.name_of(path);
    files.push_back({std::move(path), std::move(tenant)});
  }
  return checked(std::move(files), what);
}

std::vector<FleetFile> read_fleet_list(const std::string& list, const TenantRule& rule) {
  if (is_glob(list)) return checked(matches_of(list, rule), "--fleet '" + list + "'");
  return parse_fleet_list(text_of_list(list), list == "-" ? "standard input" : list, rule);
}

std::string hash_of(const std::vector<FleetFile>& files) {
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(), XXH3_freeState);
  XXH3_128bits_reset(state.get());
  for (const FleetFile& file : files) {
    for (const std::string* text : {&file.path, &file.tenant}) {
      XXH3_128bits_update(state.get(), text->c_str(), text->size() + 1);  // with the NUL that neither of them holds
    }
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  return to_hex(Hash128{hash.low64, hash.high64});
}

}  // namespace lite2pg
