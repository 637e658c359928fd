// A database as the SQL text that `sqlite3 FILE .dump` writes: loaded into a private file, to be read like any other.
#pragma once

#include <istream>
#include <string>

namespace lite2pg {

/// Whether SOURCE names SQL text: "-" (standard input) or a file called .sql.
[[nodiscard]] bool names_dump(const std::string& source);

/// Runs the statements of `text` in the new database `path`. Only what a dump is made of may run: nothing is attached,
/// no file but this one is written. `shown`: the text's name, for messages.
/// Throws Error(source): a statement fails (the line is named), the text ends in the middle of one or of its
/// transaction, or holds none.
void load_dump(std::istream& text, const std::string& path, const std::string& shown);

}  // namespace lite2pg
