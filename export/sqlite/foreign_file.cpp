#include "export/sqlite/foreign_file.h"

#include <algorithm>

namespace lite2pg {
namespace {

struct Signature {
  std::string_view bytes;
  std::string_view what;
  std::string_view hint;
};

constexpr std::string_view unpack = "unpack it first";
constexpr std::string_view load_line =
    "it may be an SQL dump: call it FILE.sql, or give - as SOURCE and the text on standard input";

constexpr Signature signatures[] = {
    {"** This file contains an SQLite 2", "it is a SQLite 2 database",
     "convert it first: `sqlite OLD.db .dump | sqlite3 NEW.db`"},
    {"\x1f\x8b", "it is a gzip archive", unpack},
    {"PK\x03\x04", "it is a zip archive", unpack},
    {"\xfd\x37zXZ", "it is an xz archive", unpack},
    {"\x28\xb5\x2f\xfd", "it is a zstandard archive", unpack},
    {"BZh", "it is a bzip2 archive", unpack},
    {"PGDMP", "it is a PostgreSQL dump", "the source must be a SQLite database"},
    {"PRAGMA", "it is text", load_line},
    {"BEGIN", "it is text", load_line},
    {"CREATE", "it is text", load_line},
};

bool is_text_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

ForeignFile describe_foreign_file(std::string_view head) {
  for (const Signature& s : signatures)
    if (head.starts_with(s.bytes)) return {std::string(s.what), std::string(s.hint)};
  head = head.substr(0, head.find_last_not_of('\0') + 1);
  if (head.empty()) return {"it begins with zero bytes", "is the file damaged or preallocated? restore a backup"};
  if (std::all_of(head.begin(), head.end(), is_text_byte)) return {"it is text", "name the database file itself"};
  return {"its header is not SQLite's, so it is another kind of file, damaged, or encrypted",
          "if it is encrypted (SQLCipher, SEE), decrypt it first with its own tool"};
}

}  // namespace lite2pg
