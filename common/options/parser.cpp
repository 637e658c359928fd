#include "common/options/parser.h"

#include <algorithm>
#include <boost/program_options.hpp>
#include <filesystem>
#include <iostream>
#include <map>

#include "common/error.h"
#include "common/files.h"
#include "common/options/completion.h"
#include "common/options/config_file.h"
#include "common/options/table.h"
#include "common/options/values.h"
#include "common/options/variables.h"
#include "common/source_name.h"
#include "common/text.h"
#include "common/version.h"

namespace lite2pg {
namespace po = boost::program_options;
namespace {

constexpr std::size_t help_column = 32;  ///< Where the descriptions begin.

using Words = std::vector<std::string>;

/// One line of the help: "  --jobs N                      threads".
std::string help_line(std::string_view name, std::string_view placeholder, std::string_view text) {
  std::string line = "  " + std::string(name);
  if (!placeholder.empty()) line += " " + std::string(placeholder);
  if (line.size() >= help_column) line += "\n";
  const std::size_t start = line.rfind('\n') + 1;  // npos + 1 == 0
  line.append(help_column - std::min(help_column, line.size() - start), ' ');
  return line + std::string(text) + "\n";
}

/// The options of the command line as Boost knows them: each takes words, a flag may.
po::options_description described(const OptionTable& table) {
  po::options_description all;
  for (const Option& option : table) {
    auto* value = po::value<Words>()->composing();
    if (option.kind == Option::Kind::flag) value->implicit_value({"true"}, "true");
    if (option.may_stand_alone) value->implicit_value({""}, "");
    all.add_options()(option.name.c_str(), value);
  }
  return all;
}

/// Whether the option stands in the text as a word: --ledger, not --ledger-file.
bool mentions(std::string_view text, std::string_view option) {
  for (std::size_t at = text.find(option); at != std::string_view::npos; at = text.find(option, at + 1)) {
    const char next = at + option.size() < text.size() ? text[at + option.size()] : ' ';
    if (next != '-' && !(next >= 'a' && next <= 'z')) return true;
  }
  return false;
}

}  // namespace

struct OptionParser::State {
  std::string tool, summary;
  Words usage, libraries;
  std::string group;
  OptionTable table;
  std::vector<std::pair<std::string, std::string*>> positionals;
  std::map<std::string, GivenOption, std::less<>> given;  ///< From wherever it came.

  [[nodiscard]] std::string see_help() const { return "'" + tool + " --help' lists the options"; }
  [[noreturn]] void unknown(const std::string& option) const {
    Words names = {"--help", "--version"};
    for (const Option& o : table) names.push_back("--" + o.name);
    const std::string near = nearest(option.substr(0, option.find('=')), names);
    throw Error(ExitCode::usage, "unknown option " + shown_argument(option),
                near.empty() ? see_help() : "did you mean '" + near + "'?");
  }
  [[nodiscard]] std::optional<int> answer(const po::variables_map& values, const std::string& help) const;
  [[nodiscard]] po::variables_map read_command_line(int argc, const char* const* argv) const;
  void take_command_line(const po::variables_map& values);
  void take_environment();
  void take_config();
  void assign() const;
};

OptionParser::OptionParser(std::string tool, std::string summary, std::vector<std::string> usage)
    : state_(std::make_unique<State>()) {
  state_->tool = std::move(tool);
  state_->summary = std::move(summary);
  state_->usage = std::move(usage);
}

OptionParser::~OptionParser() = default;

void OptionParser::group(std::string_view title) { state_->group = title; }

void OptionParser::built_with(std::string library) { state_->libraries.push_back(std::move(library)); }

void OptionParser::add(Option option, std::string_view name, std::string_view placeholder, std::string_view help) {
  option.name = name;
  option.group = state_->group;
  option.placeholder = placeholder;
  option.help = help;
  state_->table.push_back(std::move(option));
}

void OptionParser::flag(std::string_view name, bool& to, std::string_view help) {
  const auto assign = [&to](const Words& words, const std::string& said) { to = as_flag(words.front(), said); };
  add({.kind = Option::Kind::flag, .assign = assign}, name, "", help);
}

void OptionParser::text(std::string_view name, std::string& to, std::string_view placeholder, std::string_view help) {
  const auto assign = [&to](const Words& words, const std::string&) { to = words.front(); };
  add({.kind = Option::Kind::text, .assign = assign}, name, placeholder, help);
}

void OptionParser::optional_text(std::string_view name, std::optional<std::string>& to, std::string_view placeholder,
                                 std::string_view help) {
  const auto assign = [&to](const Words& words, const std::string&) { to = words.front(); };
  add({.kind = Option::Kind::text, .may_stand_alone = true, .assign = assign}, name, placeholder, help);
}

void OptionParser::number(std::string_view name, unsigned& to, unsigned max, std::string_view placeholder,
                          std::string_view help) {
  const auto assign = [&to, max](const Words& words, const std::string& said) {
    to = as_number(words.front(), max, said);
  };
  add({.kind = Option::Kind::number, .assign = assign}, name, placeholder, help);
}

void OptionParser::list(std::string_view name, std::vector<std::string>& to, std::string_view placeholder,
                        std::string_view help) {
  const auto assign = [&to](const Words& words, const std::string&) { to = words; };
  add({.kind = Option::Kind::list, .assign = assign}, name, placeholder, help);
}

void OptionParser::add_choice(std::string_view name, std::vector<std::string> words,
                              std::function<void(std::size_t)> assign, std::string_view help) {
  const std::string shown = joined(words, "|");
  const auto check = [words, assign = std::move(assign)](const Words& given, const std::string& said) {
    assign(as_choice(given.front(), words, said));
  };
  add({.kind = Option::Kind::choice, .words = std::move(words), .assign = check}, name, shown, help);
}

void OptionParser::positional(std::string_view name, std::string& to) {
  state_->positionals.emplace_back(std::string(name), &to);
}

std::string OptionParser::help() const {
  std::string text = "Usage:\n";
  for (const std::string& line : state_->usage) text += "  " + line + "\n";
  text += "\n" + state_->summary + "\n";
  std::string group;
  for (const Option& option : state_->table) {
    if (option.group != group) text += "\n" + option.group + ":\n";
    group = option.group;
    text += help_line("--" + option.name, option.placeholder, option.help);
  }
  text += help_line("-h, --help", "", "show this help") + help_line("-V, --version", "", "show the version");
  return text + "\nEach option is also a variable (LITE2PG_JOBS=4) and a key of lite2pg.toml (jobs = 4).\n";
}

/// What the command line asks to know, instead of a run.
std::optional<int> OptionParser::State::answer(const po::variables_map& values, const std::string& help) const {
  if (values.count("help") != 0) {
    std::cout << help << std::flush;
    return 0;
  }
  if (values.count("version") != 0) {
    std::cout << tool << " " << version_with_commit() << "\n";
    for (const std::string& library : libraries) std::cout << library << "\n";
    std::cout << std::flush;
    return 0;
  }
  if (values.count("completion") != 0) {
    std::cout << completion_script(values["completion"].as<std::string>(), tool, table) << std::flush;
    return 0;
  }
  return std::nullopt;
}

po::variables_map OptionParser::State::read_command_line(int argc, const char* const* argv) const {
  po::options_description all = described(table);
  // Not in the help: packages call --completion.
  all.add_options()("help,h", "")("version,V", "")("completion", po::value<std::string>());
  all.add_options()("positional", po::value<Words>());
  po::positional_options_description order;
  order.add("positional", -1);
  const int style = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
  po::variables_map values;
  try {
    po::store(po::command_line_parser(argc, argv).options(all).positional(order).style(style).run(), values);
  } catch (const po::unknown_option& e) {
    unknown(e.get_option_name());
  } catch (const po::error& e) {
    throw Error(ExitCode::usage, e.what(), see_help());
  }
  return values;
}

void OptionParser::State::take_command_line(const po::variables_map& values) {
  for (const Option& option : table) {
    if (values.count(option.name) == 0) continue;
    const auto& words = values[option.name].as<Words>();
    if (words.size() > 1 && option.kind != Option::Kind::list) {
      throw Error(ExitCode::usage, "option '--" + option.name + "' cannot be specified more than once", see_help());
    }
    given.emplace(option.name, GivenOption{words, "--" + option.name});
  }
  const Words arguments = values.count("positional") == 0 ? Words() : values["positional"].as<Words>();
  if (arguments.size() > positionals.size()) {
    throw Error(ExitCode::usage, "unexpected argument " + shown_argument(arguments[positionals.size()]), see_help());
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) *positionals[i].second = arguments[i];
}

void OptionParser::State::take_environment() {
  for (const Option& option : table) {
    if (given.contains(option.name)) continue;
    if (auto found = given_by_environment(option)) given.emplace(option.name, std::move(*found));
  }
  for (const std::string& line : misspelt_variables(table)) std::cerr << tool << ": warning: " << line << std::endl;
}

void OptionParser::State::take_config() {
  const auto named = given.find("config");
  std::string file = named == given.end() ? "" : named->second.words.front();
  if (file == "none") return;
  if (const bool found = file.empty(); found) {
    file = default_config;
    if (std::error_code ignored; !std::filesystem::exists(file, ignored)) return;
    require_own_file(file);
    std::cerr << tool << ": options of " << file << " hold" << std::endl;
  }
  for (auto& [name, option] : options_in(read_file(file, "configuration file"), file, tool, table)) {
    given.emplace(name, std::move(option));
  }
}

void OptionParser::State::assign() const {
  for (const Option& option : table) {
    const auto found = given.find(option.name);
    if (found == given.end()) continue;
    option.assign(found->second.words, found->second.said);
  }
}

std::optional<int> OptionParser::parse(int argc, const char* const* argv) {
  std::string config;
  text("config", config, "FILE", "options from FILE; none: not from ./lite2pg.toml either");
  const po::variables_map values = state_->read_command_line(argc, argv);
  if (const auto code = state_->answer(values, help())) return code;
  state_->take_command_line(values);
  state_->take_environment();
  state_->take_config();
  state_->assign();
  return std::nullopt;
}

void OptionParser::checked(const std::function<void()>& checks) const {
  try {
    checks();
  } catch (const Error& e) {
    std::string from;
    for (const auto& [name, option] : state_->given) {
      const std::string spelled = "--" + name;
      const bool elsewhere = option.said != spelled && option.words != Words{"false"};
      if (elsewhere && mentions(e.what(), spelled))
        from += (from.empty() ? "" : "; ") + spelled + " is from " + option.said;
    }
    if (e.code() != ExitCode::usage || from.empty()) throw;
    throw Error(e.code(), std::string(e.what()) + " (" + from + ")", e.hint());
  }
}

}  // namespace lite2pg
