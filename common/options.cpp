#include "common/options.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>

#include "common/error.h"
#include "common/log_scope.h"
#include "common/plain_text.h"
#include "common/source_name.h"
#include "common/text.h"
#include "common/version.h"

namespace lite2pg {
namespace po = boost::program_options;
namespace {

constexpr std::size_t help_column = 32;  ///< Where the descriptions begin.

/// One line of the help: "  --jobs N                      threads".
std::string help_line(std::string_view name, std::string_view placeholder, std::string_view text) {
  std::string line = "  --" + std::string(name);
  if (!placeholder.empty()) line += " " + std::string(placeholder);
  if (line.size() >= help_column) line += "\n";
  const std::size_t start = line.rfind('\n') + 1;  // npos + 1 == 0
  line.append(help_column - std::min(help_column, line.size() - start), ' ');
  return line + std::string(text) + "\n";
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string result;
  for (const std::string& word : words) result += (result.empty() ? "" : std::string(separator)) + word;
  return result;
}

}  // namespace

struct OptionParser::State {
  std::string tool, summary;
  std::vector<std::string> usage;
  po::options_description options;
  std::string help_text;           ///< The groups as --help shows them.
  std::vector<std::string> names;  ///< All option names, for hints.
  std::vector<std::pair<std::string, std::string*>> positionals;
  std::vector<std::string> given;  ///< Positional words of the command line.
  bool help = false, version = false;

  void add(std::string_view name, po::value_semantic* value, std::string_view placeholder, std::string_view help_) {
    names.push_back("--" + std::string(name));
    options.add_options()(std::string(name).c_str(), value);
    help_text += help_line(name, placeholder, help_);
  }
  [[nodiscard]] std::string see_help() const { return "'" + tool + " --help' lists the options"; }
  [[noreturn]] void unknown(const std::string& option) const {
    const std::string near = nearest(option.substr(0, option.find('=')), names);
    throw Error(ExitCode::usage, "unknown option " + shown_argument(option),
                near.empty() ? see_help() : "did you mean '" + near + "'?");
  }
};

OptionParser::OptionParser(std::string tool, std::string summary, std::vector<std::string> usage)
    : state_(std::make_unique<State>()) {
  state_->tool = std::move(tool);
  state_->summary = std::move(summary);
  state_->usage = std::move(usage);
}

OptionParser::~OptionParser() = default;

void OptionParser::group(std::string_view title) { state_->help_text += "\n" + std::string(title) + ":\n"; }

void OptionParser::flag(std::string_view name, bool& to, std::string_view help) {
  state_->add(name, po::bool_switch(&to), "", help);
}

void OptionParser::text(std::string_view name, std::string& to, std::string_view placeholder, std::string_view help) {
  state_->add(name, po::value(&to), placeholder, help);
}

void OptionParser::number(std::string_view name, unsigned& to, unsigned max, std::string_view placeholder,
                          std::string_view help) {
  const auto assign = [&to, max, option = std::string(name)](const std::string& word) {
    const bool digits =
        !word.empty() && word.size() <= 10 && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || std::stoull(word) > max) {
      throw Error(ExitCode::usage,
                  "--" + option + " " + shown_argument(word) + " is no number from 0 to " + std::to_string(max));
    }
    to = static_cast<unsigned>(std::stoull(word));
  };
  state_->add(name, po::value<std::string>()->notifier(assign), placeholder, help);
}

void OptionParser::list(std::string_view name, std::vector<std::string>& to, std::string_view placeholder,
                        std::string_view help) {
  state_->add(name, po::value(&to)->composing(), placeholder, help);
}

void OptionParser::add_choice(std::string_view name, std::vector<std::string> words,
                              std::function<void(std::size_t)> assign, std::string_view help) {
  const std::string shown = joined(words, "|");
  const auto check = [words, assign = std::move(assign), option = std::string(name)](const std::string& word) {
    const auto found = std::ranges::find(words, word);
    if (found == words.end()) {
      throw Error(ExitCode::usage, "--" + option + " does not know " + shown_argument(word),
                  "use " + joined(words, ", "));
    }
    assign(static_cast<std::size_t>(found - words.begin()));
  };
  state_->add(name, po::value<std::string>()->notifier(check), shown, help);
}

void OptionParser::positional(std::string_view name, std::string& to) {
  state_->positionals.emplace_back(std::string(name), &to);
}

std::string OptionParser::help() const {
  std::string text = "Usage:\n";
  for (const std::string& line : state_->usage) text += "  " + line + "\n";
  return text + "\n" + state_->summary + "\n" + state_->help_text;
}

std::optional<int> OptionParser::parse(int argc, const char* const* argv) {
  state_->add("help", po::bool_switch(&state_->help), "", "show this help");
  state_->add("version", po::bool_switch(&state_->version), "", "show the version");
  po::options_description all;
  all.add(state_->options);
  po::options_description hidden;
  hidden.add_options()("positional", po::value(&state_->given));
  all.add(hidden);
  po::positional_options_description order;
  order.add("positional", -1);
  try {
    const int style = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
    po::variables_map values;
    po::store(po::command_line_parser(argc, argv).options(all).positional(order).style(style).run(), values);
    if (values["help"].as<bool>()) {
      std::cout << help() << std::flush;
      return 0;
    }
    if (values["version"].as<bool>()) {
      std::cout << state_->tool << " " << version() << std::endl;
      return 0;
    }
    po::notify(values);
  } catch (const po::unknown_option& e) {
    state_->unknown(e.get_option_name());
  } catch (const po::error& e) {
    throw Error(ExitCode::usage, e.what(), state_->see_help());
  }
  if (state_->given.size() > state_->positionals.size()) {
    throw Error(ExitCode::usage, "unexpected argument " + shown_argument(state_->given[state_->positionals.size()]),
                state_->see_help());
  }
  for (std::size_t i = 0; i < state_->given.size(); ++i) *state_->positionals[i].second = state_->given[i];
  return std::nullopt;
}

void add_selection_options(OptionParser& parser, CommonOptions& options) {
  parser.group("Selection");
  parser.list("tables", options.tables, "GLOB", "only tables that match; may be repeated");
  parser.list("exclude", options.exclude, "GLOB", "leave out tables that match; may be repeated");
  const std::string usual = options.reader == RowReader::pages ? "pages" : "sqlite";
  parser.choice<RowReader>("reader", options.reader, {{"pages", RowReader::pages}, {"sqlite", RowReader::sqlite}},
                           "who reads a SQLite file's rows [" + usual + "]");
  parser.text("snapshot", options.snapshot, "DIR", "copy a file that is in use to DIR first, and work on the copy");
}

void add_output_options(OptionParser& parser, CommonOptions& options) {
  parser.group("Run and output");
  parser.number("jobs", options.jobs, 1024, "N", "threads [" + std::to_string(options.jobs) + ": the cores]");
  parser.text("report", options.report, "FILE.json", "write the report as JSON");
  parser.text("report-html", options.report_html, "FILE", "write the report as a page for people");
  parser.flag("redact", options.redact, "the page shows no values of rows");
  parser.choice<ProgressMode>(
      "progress", options.progress,
      {{"auto", ProgressMode::automatic}, {"always", ProgressMode::always}, {"never", ProgressMode::never}},
      "progress on stderr [auto]");
  parser.text("log-level", options.log_level, "LEVEL", "trace, debug, info, warn, error, off [info]");
  parser.choice<LogFormat>("log-format", options.log_format, {{"text", LogFormat::text}, {"json", LogFormat::json}},
                           "log lines for people or machines [text]");
}

std::string error_lines(std::string_view tool, std::string_view what, std::string_view hint) {
  std::string lines = std::string(tool) + ": error: " + std::string(what) + "\n";
  if (!hint.empty()) lines += "  hint: " + std::string(hint) + "\n";
  return lines;
}

int run_tool(std::string_view tool, const std::function<int()>& body) {
  const auto fail = [&](std::string_view what, std::string_view hint, ExitCode code) {
    if (logs_are_json()) {
      spdlog::error("{}{}{}", what, hint.empty() ? "" : "; hint: ", hint);
    } else {
      std::cerr << error_lines(tool, what, hint) << std::flush;
    }
    return static_cast<int>(code);
  };
  const PlainStream plain_out(std::cout), plain_err(std::cerr);
  try {
    return body();
  } catch (const Error& e) {
    return fail(e.what(), e.hint(), e.code());
  } catch (const std::bad_alloc&) {
    return fail("out of memory", "use fewer --jobs", ExitCode::partial);
  } catch (const std::exception& e) {
    return fail(std::string("internal error: ") + e.what(), "please report it with the command line",
                ExitCode::partial);
  }
}

}  // namespace lite2pg
