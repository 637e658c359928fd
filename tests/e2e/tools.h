// Running the three programs from outside, as a user does.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/command.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test {

/// Runs lite2pg-export, lite2pg-import, lite2pg-verify or lite2pg-fixtures ("export", ...) with the arguments.
CommandResult run_tool(const std::string& tool, const std::vector<std::string>& arguments,
                       const CommandOptions& options = {});

/// Puts one of the generated databases ("ferry", "torture", ...) at `path`: a copy of one that an earlier test made.
void make_fixture(const std::string& system, const std::string& path, const std::vector<std::string>& more = {});

/// Runs SQL on a SQLite file, which is made when it is not there.
void run_sqlite(const std::string& path, const std::string& sql);
void write_text(const std::string& path, const std::string& text);

/// A file's content; "" when it cannot be read.
std::string content_of(const std::string& path);

/// The report that a tool wrote with --report; a null value when there is none.
nlohmann::json read_report(const std::string& path);

/// Lines of a program's standard error that tell of an error ("lite2pg-import: error: ...").
std::vector<std::string> error_lines_of(const CommandResult& result);

/// Schemas, tables and other relations that a database has beyond those of a new one, as "schema" and "schema.name".
std::vector<std::string> contents_of(const TempDatabase& database);

}  // namespace lite2pg::test
