#include "mapping/choice/mapping_subset.h"

#include <toml++/toml.h>

#include <algorithm>

#include "common/text.h"

namespace lite2pg {
namespace {

/// A line by itself: a header, or a key with its value.
toml::table parsed_line(std::string_view line) {
  try {
    return toml::parse(line);
  } catch (const toml::parse_error&) {
    return {};  // the reader of the whole says what is wrong with it
  }
}

/// What a header "[table.NAME]" or "[table.NAME.column.NAME]" names; empty: nothing of the kind.
struct Named {
  std::string table, column;
};

std::string only_key(const toml::table* table) {
  return table == nullptr || table->size() != 1 ? "" : std::string(table->begin()->first.str());
}

Named named_by(std::string_view header) {
  const toml::table line = parsed_line(header);
  const toml::table* tables = line["table"].as_table();
  Named named{only_key(tables), {}};
  if (!named.table.empty()) named.column = only_key(line["table"][named.table]["column"].as_table());
  return named;
}

bool has_column(const Schema& schema, const std::string& table, const std::string& column) {
  if (is_glob(table) || is_glob(column)) return true;
  const Table* found = schema.find_table(table);
  return found != nullptr && found->find_column(column) >= 0;
}

bool is_of(const Schema& schema, const Named& named) {
  if (named.table.empty() || is_glob(named.table)) return true;
  if (schema.find_table(named.table) == nullptr) return false;
  return named.column.empty() || has_column(schema, named.table, named.column);
}

bool partitions_by_missing(std::string_view line, const Schema& schema, const Named& section) {
  if (!section.column.empty() || section.table.empty() || !line.starts_with("partition_by")) return false;
  const auto column = parsed_line(line)["partition_by"].value<std::string>();
  return column && !has_column(schema, section.table, *column);
}

}  // namespace

std::string mapping_subset(std::string_view mapping_toml, const Schema& schema) {
  std::string text;
  Named section;
  bool wanted = true;
  for (std::size_t begin = 0; begin < mapping_toml.size();) {
    const std::size_t end = std::min(mapping_toml.find('\n', begin), mapping_toml.size());
    std::string_view line = mapping_toml.substr(begin, end - begin);
    begin = end + 1;
    const std::string_view bare = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
    if (bare.starts_with('[')) {
      section = named_by(bare);
      wanted = is_of(schema, section);
    }
    if (wanted && !partitions_by_missing(bare, schema, section)) text += line;
    text += '\n';
  }
  return text;
}

}  // namespace lite2pg
