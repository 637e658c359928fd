#include "tests/e2e/tools.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/places.h"

namespace lite2pg::test {

namespace fs = std::filesystem;

CommandResult run_tool(const std::string& tool, const std::vector<std::string>& arguments,
                       const CommandOptions& options) {
  std::vector<std::string> words{program(tool)};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_command(words, options);
}

namespace {

/// Whether `made` was made by the `program` that stands there now.
bool is_up_to_date(const fs::path& made, const fs::path& program) {
  std::error_code none;
  const auto since = fs::last_write_time(made, none);
  return !none && since > fs::last_write_time(program);
}

}  // namespace

void make_fixture(const std::string& system, const std::string& path, const std::vector<std::string>& more) {
  const fs::path folder = fs::path(program_folder()).parent_path() / "fixtures";
  std::string name = system;
  for (const std::string& word : more) name += word;
  if (const fs::path kept = folder / (name + ".db"); !is_up_to_date(kept, program("fixtures"))) {
    // Tests run beside each other: each makes its own, and the last stays.
    fs::create_directories(folder);
    const std::string own = folder / (name + "." + std::to_string(getpid()));
    std::vector<std::string> arguments{system, own};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const CommandResult made = run_tool("fixtures", arguments);
    if (made.exit_code != 0) throw std::runtime_error(made.err);
    fs::rename(own, kept);
  }
  fs::copy_file(folder / (name + ".db"), path, fs::copy_options::overwrite_existing);
}

void run_sqlite(const std::string& path, const std::string& sql) {
  SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
}

void write_text(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

nlohmann::json read_report(const std::string& path) {
  const std::string text = content_of(path);
  return text.empty() ? nlohmann::json() : nlohmann::json::parse(text);
}

std::vector<std::string> error_lines_of(const CommandResult& result) {
  std::vector<std::string> lines;
  std::istringstream in(result.err);
  for (std::string line; std::getline(in, line);) {
    if (line.find("error: ") != std::string::npos) lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> contents_of(const TempDatabase& database) {
  const Rows rows = database.psql(R"(
    WITH ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
    SELECT nspname FROM ours WHERE nspname <> 'public'
    UNION ALL SELECT nspname || '.' || relname FROM pg_class JOIN ours ON ours.oid = relnamespace
    ORDER BY 1)");
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(row[0].value_or(""));
  return names;
}

}  // namespace lite2pg::test
