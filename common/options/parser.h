// The command line: named options in groups, positional arguments, help that fits a screen, errors with a hint. What
// the command line leaves open, the environment (LITE2PG_*) and then a configuration file say. Boost.Program_options
// does the parsing; no other file sees it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/console/logging.h"
#include "common/console/progress.h"
#include "common/parallel.h"

namespace lite2pg {

struct Option;

/// Collects the options of one tool, then parses once. The variables that options are bound to keep their value as
/// default and must outlive parse().
class OptionParser {
 public:
  /// `usage`: the lines after "Usage:", without indentation.
  OptionParser(std::string tool, std::string summary, std::vector<std::string> usage);
  ~OptionParser();
  OptionParser(const OptionParser&) = delete;
  OptionParser& operator=(const OptionParser&) = delete;

  /// Options that follow are listed under this title.
  void group(std::string_view title);
  void flag(std::string_view name, bool& to, std::string_view help);
  void text(std::string_view name, std::string& to, std::string_view placeholder, std::string_view help);
  /// With a value ("--undo=ID") or without: then `to` is an empty text. A value that stands apart is positional.
  void optional_text(std::string_view name, std::optional<std::string>& to, std::string_view placeholder,
                     std::string_view help);
  /// 0 to `max`; anything else is a usage error.
  void number(std::string_view name, unsigned& to, unsigned max, std::string_view placeholder, std::string_view help);
  /// May be given several times.
  void list(std::string_view name, std::vector<std::string>& to, std::string_view placeholder, std::string_view help);
  /// One of a closed set of words; they are listed in the help.
  template <typename Enum>
  void choice(std::string_view name, Enum& to, const std::vector<std::pair<std::string, Enum>>& words,
              std::string_view help) {
    std::vector<std::string> names;
    for (const auto& [word, value] : words) names.push_back(word);
    const auto assign = [&to, words](std::size_t i) { to = words[i].second; };
    add_choice(name, std::move(names), assign, help);
  }
  /// A positional argument, in order. Those that are missing stay empty: the tool decides which it needs.
  void positional(std::string_view name, std::string& to);

  /// What --version says beside the tool's own: "SQLite 3.40.1".
  void built_with(std::string library);

  /// Reads the command line, then the environment, then the configuration file (--config, LITE2PG_CONFIG, else
  /// lite2pg.toml in the current folder), each for what those before it left open. The exit code when --help or
  /// --version was asked for (printed to stdout), else nullopt.
  /// Throws Error(usage), with the nearest option as the hint.
  [[nodiscard]] std::optional<int> parse(int argc, const char* const* argv);
  /// Runs the tool's own checks. A usage error that they throw about an option which came from elsewhere than the
  /// command line says from where.
  void checked(const std::function<void()>& checks) const;
  [[nodiscard]] std::string help() const;

 private:
  void add_choice(std::string_view name, std::vector<std::string> words, std::function<void(std::size_t)> assign,
                  std::string_view help);
  void add(Option option, std::string_view name, std::string_view placeholder, std::string_view help);
  struct State;
  std::unique_ptr<State> state_;
};

/// Who reads the rows of a SQLite file: we do, from its pages, or SQLite's own cursor.
enum class RowReader : unsigned char { pages, sqlite };

/// What all three tools take.
struct CommonOptions {
  std::vector<std::string> tables;   ///< Globs; empty: all tables.
  std::vector<std::string> exclude;  ///< Globs.
  RowReader reader = RowReader::pages;
  std::string snapshot;  ///< Folder to copy a SQLite file to first; empty: it is read where it stands.
  unsigned jobs = default_jobs();
  std::string report;       ///< File for the JSON report; empty: none.
  std::string report_html;  ///< File for the same as a page; empty: none.
  bool redact = false;      ///< The page shows no values of rows.
  ProgressMode progress = ProgressMode::automatic;
  std::string log_level = "info";
  LogFormat log_format = LogFormat::text;
};

/// Adds the "Selection" options (--tables, --exclude, --reader, --snapshot).
void add_selection_options(OptionParser& parser, CommonOptions& options);
/// Adds the "Run and output" options (--jobs, --report, --report-html, --redact, --progress, --log-level,
/// --log-format).
void add_output_options(OptionParser& parser, CommonOptions& options);

/// Runs a tool's body and turns what it throws into one line on stderr ("lite2pg-import: error: ..."), a hint line when
/// there is one, and the exit code. The whole content of a main().
[[nodiscard]] int run_tool(std::string_view tool, const std::function<int()>& body);

/// How an error reads: "TOOL: error: what\n  hint: ...".
[[nodiscard]] std::string error_lines(std::string_view tool, std::string_view what, std::string_view hint);

}  // namespace lite2pg
