#include "export/sqlite/stand_in.h"

#include <filesystem>
#include <fstream>
#include <iostream>

#include "common/console/log.h"
#include "common/error.h"
#include "export/sqlite/copy.h"
#include "export/sqlite/dump.h"

namespace lite2pg {
namespace {

namespace fs = std::filesystem;

/// Whether the text is a database file after all.
bool is_database(std::istream& text) {
  if (text.peek() != 'S') return false;
  text.get();
  const bool found = text.peek() == 'Q';  // "SQLite format 3"; no statement begins so
  text.unget();
  return found;
}

void save(std::istream& from, const std::string& path) {
  std::ofstream to(path, std::ios::binary);
  to << from.rdbuf();
  if (!to.flush())
    throw Error(ExitCode::source, "standard input: cannot be kept in " + path, "TMPDIR names another place");
}

std::string place_of_copy(const std::string& source, const std::string& folder) {
  if (!fs::is_directory(folder))
    throw Error(ExitCode::usage, "--snapshot: '" + folder + "' is no folder", "mkdir it first");
  std::string place = (fs::path(folder) / fs::path(source).filename()).string();
  if (fs::exists(place))
    throw Error(ExitCode::usage, "--snapshot: " + place + " stands already",
                "remove it, or give it as SOURCE without --snapshot");
  return place;
}

}  // namespace

StandIn::StandIn(const std::string& source, const std::string& copy_to) : path_(source), shown_(source) {
  if (names_dump(source)) load(source);
  if (!copy_to.empty()) copy(copy_to);
}

void StandIn::load(const std::string& source) {
  if (source == "-") shown_ = "standard input";
  std::ifstream file;
  if (source != "-") {
    file.open(source, std::ios::binary);
    if (!file) throw Error(ExitCode::source, source + ": cannot be opened", "check the path of the dump");
    if (is_database(file)) return;
  }
  std::istream& text = source == "-" ? std::cin : file;
  folder_.emplace(fs::temp_directory_path(), ExitCode::source, "TMPDIR names another place");
  path_ = (folder_->path() / "source.db").string();
  if (is_database(text)) {
    save(text, path_);
  } else {
    load_dump(text, path_, shown_);
  }
}

void StandIn::copy(const std::string& folder) {
  const std::string place = place_of_copy(shown_ == "standard input" ? "stdin.db" : shown_, folder);
  copy_database(path_, shown_, place);
  log_info("{}: copied to {}; give that to --resume and to lite2pg-verify", shown_, place);
  path_ = shown_ = place;
}

}  // namespace lite2pg
