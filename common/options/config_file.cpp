#include "common/options/config_file.h"

#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>

#include "common/error.h"
#include "common/text.h"

namespace lite2pg {
namespace {

constexpr std::array<std::string_view, 4> tools = {"export", "import", "verify", "sync"};

/// A file that is being read, for messages.
struct Reading {
  std::string file;
  std::string_view tool;  ///< "import"
  const OptionTable& table;
  std::map<std::string, GivenOption, std::less<>> given = {};

  [[nodiscard]] std::string at(const toml::source_region& place) const {
    return file + ", line " + std::to_string(place.begin.line) + ": ";
  }
};

/// A scalar as the command line would have it; nothing for what no option takes.
std::optional<std::string> word(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto number = node.value_exact<std::int64_t>()) return std::to_string(*number);
  if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
  return std::nullopt;
}

std::optional<std::vector<std::string>> words(const toml::node& node) {
  const toml::array* array = node.as_array();
  if (array == nullptr) {
    const auto one = word(node);
    return one ? std::optional(std::vector{*one}) : std::nullopt;
  }
  std::vector<std::string> all;
  for (const toml::node& element : *array) {
    const auto one = element.value_exact<std::string>();
    if (!one) return std::nullopt;
    all.push_back(*one);
  }
  return all;
}

std::string_view what_it_takes(Option::Kind kind) {
  switch (kind) {
    case Option::Kind::flag: return "true or false";
    case Option::Kind::number: return "a number";
    case Option::Kind::list: return "an array of strings: [\"a\", \"b\"]";
    default: return "a string in quotes";
  }
}

bool fits(const Option& option, const toml::node& node) {
  switch (option.kind) {
    case Option::Kind::flag: return node.is_boolean();
    case Option::Kind::number: return node.is_integer();
    case Option::Kind::list: return node.is_string() || node.is_array();
    default: return node.is_string() || node.is_integer();
  }
}

/// What may help whoever wrote a key that is no option of this tool.
std::string advice(const Reading& reading, std::string_view key, bool at_top) {
  if (key == "source" || key == "target") {
    return "SOURCE and TARGET are arguments; PG* variables and service files name a target too";
  }
  std::vector<std::string> names;
  for (const Option& option : reading.table) names.push_back(option.name);
  const std::string near = nearest(key, names);
  if (!near.empty()) return "did you mean \"" + near + "\"?";
  return at_top ? "what one tool alone takes stands under [export], [import], [verify] or [sync]" : "";
}

void take(Reading& reading, const toml::key& key, const toml::node& node, bool at_top) {
  const std::string name(key.str());
  const std::string at = reading.at(key.source());
  const Option* option = find_option(reading.table, name);
  if (option == nullptr || name == "config" || option->group.empty()) {
    throw Error(ExitCode::usage, at + "\"" + name + "\" is no option of lite2pg-" + std::string(reading.tool),
                advice(reading, name, at_top));
  }
  const auto said = fits(*option, node) ? words(node) : std::nullopt;
  if (!said) {
    throw Error(ExitCode::usage, at + "\"" + name + "\" takes " + std::string(what_it_takes(option->kind)));
  }
  reading.given.insert_or_assign(name, GivenOption{*said, at + name});
}

void take_section(Reading& reading, const toml::key& key, const toml::table& section) {
  if (std::ranges::find(tools, key.str()) == tools.end()) {
    throw Error(ExitCode::usage, reading.at(key.source()) + "unknown section [" + std::string(key.str()) + "]",
                "sections are [export], [import], [verify] and [sync]");
  }
  if (key.str() != reading.tool) return;
  for (const auto& [inner, node] : section) take(reading, inner, node, false);
}

toml::table parsed(std::string_view text, const std::string& file) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& e) {
    // e.what() repeats parts of the file.
    throw Error(ExitCode::usage,
                file + ", line " + std::to_string(e.source().begin.line) + ", column " +
                    std::to_string(e.source().begin.column) + ": this is no TOML",
                "KEY = VALUE, strings in quotes: report = \"out.json\"");
  }
}

}  // namespace

std::map<std::string, GivenOption, std::less<>> options_in(std::string_view text, const std::string& file,
                                                           std::string_view tool, const OptionTable& table) {
  Reading reading{file, tool.substr(tool.rfind('-') + 1), table};
  const toml::table all = parsed(text, file);
  for (const auto& [key, node] : all) {
    if (!node.is_table()) take(reading, key, node, true);
  }
  for (const auto& [key, node] : all) {
    if (node.is_table()) take_section(reading, key, *node.as_table());
  }
  return reading.given;
}

void require_own_file(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return;  // Reading it will say why.
  const bool own = info.st_uid == geteuid() || info.st_uid == 0;
  if (own && (info.st_mode & S_IWOTH) == 0) return;
  throw Error(ExitCode::usage,
              "'" + path +
                  "' in this folder is not read: " + (own ? "everybody may write it" : "it belongs to another user") +
                  ", and options can name programs to run",
              "--config " + path + " reads it all the same, --config none does without");
}

std::vector<std::string> words_of_array(std::string_view text, const std::string& said) {
  try {
    const toml::table table = toml::parse("a = " + std::string(text));
    if (const auto all = words(*table.get("a"))) return *all;
  } catch (const toml::parse_error&) {
    // Said below.
  }
  throw Error(ExitCode::usage, said + " is no array of strings", "several words are written [\"a\", \"b\"]");
}

}  // namespace lite2pg
