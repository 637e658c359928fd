// Reads the mapping file's TOML strictly: what is not known is an error that names the line and the nearest known key.
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <utility>

#include "common/error.h"
#include "common/text.h"
#include "mapping/choice/mapping_file.h"
#include "mapping/codec/temporal_units.h"
#include "mapping/plan/names.h"

namespace lite2pg {
namespace {

constexpr std::array<std::string_view, 16> word_pairs = {
    "t_f",    "T_F",    "true_false", "True_False", "TRUE_FALSE", "y_n",      "Y_N",   "yes_no",
    "Yes_No", "YES_NO", "on_off",     "On_Off",     "ON_OFF",     "zero_one", "mixed", "nonzero"};
constexpr std::array<std::string_view, 5> bad_texts = {"refuse", "strip", "replace", "latin1", "windows1252"};

template <typename E, std::size_t n>
std::optional<E> read_word(std::string_view text, const std::array<std::string_view, n>& names) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<E>(found - names.begin());
}

long line_of(const toml::node& node) { return static_cast<long>(node.source().begin.line); }
long line_of(const toml::key& key) { return static_cast<long>(key.source().begin.line); }

[[noreturn]] void fail(long line, const std::string& what, std::string hint = {}) {
  throw Error(ExitCode::usage, "mapping file, line " + std::to_string(line) + ": " + what, std::move(hint));
}

std::string list(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

const toml::table& as_table(const toml::node& node, std::string_view name) {
  const toml::table* table = node.as_table();
  if (table == nullptr) fail(line_of(node), "\"" + std::string(name) + "\" is a table: [" + std::string(name) + "]");
  return *table;
}

std::string as_string(std::string_view key, const toml::node& node) {
  const auto value = node.value_exact<std::string>();
  if (!value) fail(line_of(node), "\"" + std::string(key) + "\" takes a string in quotes");
  return *value;
}

bool as_bool(std::string_view key, const toml::node& node) {
  const auto value = node.value_exact<bool>();
  if (!value) fail(line_of(node), "\"" + std::string(key) + "\" takes true or false");
  return *value;
}

/// A value that must be one of a few words.
template <typename E>
E as_word(std::string_view key, const toml::node& node, std::optional<E> (*read)(std::string_view),
          std::string_view accepted) {
  const std::string text = as_string(key, node);
  if (const std::optional<E> value = read(text)) return *value;
  fail(line_of(node), "\"" + text + "\" is no value for \"" + std::string(key) + "\"",
       "one of: " + std::string(accepted));
}

template <typename Keys>
struct KeyReader {
  std::string_view name;
  void (*read)(const toml::node&, Keys&);
};

TargetType as_type(const toml::node& node) {
  const std::string text = as_string("type", node);
  const auto type = parse_target_type(text);
  if (!type)
    fail(line_of(node), "\"" + text + "\" is no PostgreSQL type that lite2pg knows", "docs/mapping.md lists them");
  return *type;
}

BadText as_encoding(const toml::node& node) {
  const auto value = as_word<BadText>(
      "encoding", node, [](std::string_view t) { return read_word<BadText>(t, bad_texts); }, "latin1, windows1252");
  if (value != BadText::latin1 && value != BadText::windows1252) {
    fail(line_of(node), "\"encoding\" names a single-byte encoding", "one of: latin1, windows1252");
  }
  return value;
}

BadText as_bad_text(const toml::node& node) {
  const auto value = as_word<BadText>(
      "bad_text", node, [](std::string_view t) { return read_word<BadText>(t, bad_texts); }, "refuse, strip, replace");
  if (value == BadText::latin1 || value == BadText::windows1252) {
    fail(line_of(node), "an encoding is no value for \"bad_text\"",
         "write: encoding = \"" + as_string("", node) + "\"");
  }
  return value;
}

/// True for the second of two words.
bool as_choice(std::string_view key, const toml::node& node, std::string_view no, std::string_view yes) {
  const std::string text = as_string(key, node);
  if (text != yes && text != no)
    fail(line_of(node), "\"" + text + "\" is no value for \"" + std::string(key) + "\"",
         "one of: " + std::string(no) + ", " + std::string(yes));
  return text == yes;
}

std::string unit_names() {
  std::string names;
  for (const TemporalUnit& unit : temporal_units()) names += (names.empty() ? "" : ", ") + std::string(unit.name);
  return names;
}

const date::time_zone* as_place(const toml::node& node) {
  const std::string text = as_string("time_zone", node);
  const date::time_zone* place = find_time_zone(text);
  if (place == nullptr)
    fail(line_of(node), "\"" + text + "\" is no zone of this machine's time-zone database",
         "for instance: UTC, Europe/Berlin, Etc/GMT-2");
  return place;
}

/// True: the DEFAULT is left out.
bool as_default(const toml::node& node) {
  const std::string text = as_string("default", node);
  if (text != "skip" && text != "keep")
    fail(line_of(node), "\"" + text + "\" is no value for \"default\"", "one of: keep, skip");
  return text == "skip";
}

MisfitPolicy as_policy(std::string_view key, const toml::node& node) {
  return as_word<MisfitPolicy>(key, node, read_name<MisfitPolicy>, "fail, widen, reject");
}

constexpr std::array<std::string_view, 6> byte_readings = {"", "text", "hex", "base64", "big_endian", "dotnet"};
constexpr std::array<std::string_view, 4> number_readings = {"any", "ipv4", "bits", "digits"};
constexpr std::array<std::string_view, 4> day_orders = {"any", "dmy", "mdy", "ymd"};
constexpr std::array<std::string_view, 5> label_forms = {"exact", "any_case", "index", "number", "letters"};
constexpr std::array<std::string_view, 2> integer_types = {"bigint", "integer"};
constexpr std::array<std::string_view, 3> timestamp_types = {"stored", "naive", "zone"};
constexpr std::array<std::string_view, 2> json_types = {"json", "jsonb"};
constexpr std::array<std::string_view, 3> nonfinites = {"refuse", "null", "text"};

/// The value of that word among the enum's, in their order.
template <typename E, std::size_t n>
E as_one_of(std::string_view key, const toml::node& node, const std::array<std::string_view, n>& words) {
  const std::string text = as_string(key, node);
  if (const auto value = read_word<E>(text, words)) return *value;
  fail(line_of(node), "\"" + text + "\" is no value for \"" + std::string(key) + "\"", "one of: " + list(words));
}

ArrayForm as_array_form(std::string_view key, const toml::node& node) {
  constexpr auto words = [] {
    std::array<std::string_view, std::size(array_forms)> all;
    std::ranges::transform(array_forms, all.begin(), &ArrayFormTraits::word);
    return all;
  }();
  return as_one_of<ArrayForm>(key, node, words);
}

WrittenForm as_spelling(const toml::node& node) {
  const std::string text = as_string("spelling", node);
  std::string words;
  for (const SpellingTraits& s : spellings()) {
    if (s.word == text) return s.form;
    words += (words.empty() ? "" : ", ") + std::string(s.word);
  }
  fail(line_of(node), "\"" + text + "\" is no value for \"spelling\"", "one of: " + words);
}

/// A key of one known word.
bool as_switch(std::string_view key, const toml::node& node, std::string_view word) {
  const std::string text = as_string(key, node);
  if (text != word)
    fail(line_of(node), "\"" + text + "\" is no value for \"" + std::string(key) + "\"",
         "one of: " + std::string(word));
  return true;
}

/// A text search configuration of the server: what it is is never left to the server's default.
std::string as_configuration(std::string_view key, const toml::node& node) {
  constexpr std::string_view known = "abcdefghijklmnopqrstuvwxyz0123456789_.";
  std::string text = as_string(key, node);
  if (text.empty() || text.find_first_not_of(known) != std::string::npos)
    fail(line_of(node), "\"" + text + "\" is no name of a text search configuration", "for instance: simple, english");
  return text;
}

/// A constant that NULL becomes, as ColumnPlan::null_as has it.
std::string as_constant(std::string_view key, const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return "'" + *text;
  if (const auto flag = node.value_exact<bool>()) return *flag ? "1" : "0";
  if (const auto n = node.value_exact<std::int64_t>()) return std::to_string(*n);
  if (const auto d = node.value_exact<double>()) {
    std::array<char, 40> digits{};
    std::string text(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), *d).ptr);
    return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
  }
  fail(line_of(node), "\"" + std::string(key) + "\" takes a number, true, false or a string in quotes");
}

/// A word, or a list of words.
std::vector<std::string> as_words(std::string_view key, const toml::node& node) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return {as_string(key, node)};
  std::vector<std::string> words;
  for (const auto& word : *list) words.push_back(as_string(key, word));
  if (words.empty()) fail(line_of(node), "\"" + std::string(key) + "\" takes a word, or a list of words");
  return words;
}

std::string as_unit(const toml::node& node) {
  const std::string unit = as_string("unit", node);
  if (unit.find_first_not_of(" \t\r\n") == std::string::npos || unit.find_first_of("0123456789") != std::string::npos)
    fail(line_of(node), "\"" + unit + "\" is no unit", "what stands behind each number, or before it: kg, %, EUR");
  return unit;
}

int as_century(const toml::node& node) {
  constexpr std::int64_t first = 1, last = 9900;
  const auto year = node.value_exact<std::int64_t>();
  if (!year || *year < first || *year > last)
    fail(line_of(node), "\"century\" takes the first of the hundred years that two digits mean", "century = 1969");
  return static_cast<int>(*year);
}

constexpr std::array column_keys = {
    KeyReader<ColumnRule>{"target", [](const toml::node& n, ColumnRule& r) { r.target = as_string("target", n); }},
    KeyReader<ColumnRule>{"skip", [](const toml::node& n, ColumnRule& r) { r.skip = as_bool("skip", n); }},
    KeyReader<ColumnRule>{"type", [](const toml::node& n, ColumnRule& r) { r.type = as_type(n); }},
    KeyReader<ColumnRule>{
        "format",
        [](const toml::node& n, ColumnRule& r) {
          r.reading.unit = as_word<TemporalFormat::Unit>("format", n, unit_named, unit_names());
        }},
    KeyReader<ColumnRule>{
        "fraction", [](const toml::node& n, ColumnRule& r) { r.reading.cut_fraction = as_choice("fraction", n, "keep", "cut"); }},
    KeyReader<ColumnRule>{
        "time_of_day",
        [](const toml::node& n, ColumnRule& r) { r.reading.cut_clock = as_choice("time_of_day", n, "keep", "cut"); }},
    KeyReader<ColumnRule>{
        "length", [](const toml::node& n, ColumnRule& r) { r.reading.cut_length = as_choice("length", n, "keep", "cut"); }},
    KeyReader<ColumnRule>{
        "zero_date",
        [](const toml::node& n, ColumnRule& r) { r.reading.zero_as_null = as_choice("zero_date", n, "refuse", "null"); }},
    KeyReader<ColumnRule>{
        "infinity",
        [](const toml::node& n, ColumnRule& r) { r.reading.infinite = as_choice("infinity", n, "refuse", "keep"); }},
    KeyReader<ColumnRule>{"date_order",
                          [](const toml::node& n, ColumnRule& r) {
                            r.reading.order = as_one_of<DayOrder>("date_order", n, day_orders);
                          }},
    KeyReader<ColumnRule>{"decimal_mark",
                          [](const toml::node& n, ColumnRule& r) {
                            r.reading.numerals = as_choice("decimal_mark", n, "point", "comma") ? NumberForm::comma
                                                                                        : NumberForm::point;
                          }},
    KeyReader<ColumnRule>{"time_zone", [](const toml::node& n, ColumnRule& r) { r.reading.place = as_place(n); }},
    KeyReader<ColumnRule>{"enum", [](const toml::node& n, ColumnRule& r) { r.enum_name = as_string("enum", n); }},
    KeyReader<ColumnRule>{"words",
                          [](const toml::node& n, ColumnRule& r) {
                            r.reading.words = as_word<BoolWords>(
                                "words", n, [](std::string_view t) { return read_word<BoolWords>(t, word_pairs); },
                                list(word_pairs));
                          }},
    KeyReader<ColumnRule>{"empty_as_null",
                          [](const toml::node& n, ColumnRule& r) { r.reading.empty_as_null = as_bool("empty_as_null", n); }},
    KeyReader<ColumnRule>{"bad_text", [](const toml::node& n, ColumnRule& r) { r.reading.bad_text = as_bad_text(n); }},
    KeyReader<ColumnRule>{"encoding", [](const toml::node& n, ColumnRule& r) { r.reading.bad_text = as_encoding(n); }},
    KeyReader<ColumnRule>{"default", [](const toml::node& n, ColumnRule& r) { r.skip_default = as_default(n); }},
    KeyReader<ColumnRule>{"round", [](const toml::node& n, ColumnRule& r) { r.reading.round = as_bool("round", n); }},
    KeyReader<ColumnRule>{"bytes",
                          [](const toml::node& n, ColumnRule& r) {
                            r.reading.bytes = as_word<ByteReading>(
                                "bytes", n, [](std::string_view t) { return read_word<ByteReading>(t, byte_readings); },
                                "text, hex, base64, big_endian, dotnet");
                          }},
    KeyReader<ColumnRule>{"labels",
                          [](const toml::node& n, ColumnRule& r) {
                            r.reading.labels = as_word<LabelForm>(
                                "labels", n, [](std::string_view t) { return read_word<LabelForm>(t, label_forms); },
                                "exact, any_case, index, number, letters");
                          }},
    KeyReader<ColumnRule>{"nonfinite",
                          [](const toml::node& n, ColumnRule& r) {
                            r.reading.nonfinite = as_word<Nonfinite>(
                                "nonfinite", n, [](std::string_view t) { return read_word<Nonfinite>(t, nonfinites); },
                                "refuse, null, text");
                          }},
    KeyReader<ColumnRule>{
        "repeated_keys",
        [](const toml::node& n, ColumnRule& r) { r.reading.last_key = as_switch("repeated_keys", n, "last"); }},
    KeyReader<ColumnRule>{
        "not_json",
        [](const toml::node& n, ColumnRule& r) { r.reading.json_string = as_choice("not_json", n, "refuse", "string"); }},
    KeyReader<ColumnRule>{"array",
                          [](const toml::node& n, ColumnRule& r) {
                            r.reading.array = as_array_form("array", n);
                          }},
    KeyReader<ColumnRule>{"numbers",
                          [](const toml::node& n, ColumnRule& r) {
                            r.reading.numbers = as_one_of<NumberReading>("numbers", n, number_readings);
                          }},
    KeyReader<ColumnRule>{"century", [](const toml::node& n, ColumnRule& r) { r.reading.century = as_century(n); }},
    KeyReader<ColumnRule>{"unit", [](const toml::node& n, ColumnRule& r) { r.wording.unit = as_unit(n); }},
    KeyReader<ColumnRule>{"spelling",
                          [](const toml::node& n, ColumnRule& r) { r.wording.spelling = as_spelling(n); }},
    KeyReader<ColumnRule>{"true_words",
                          [](const toml::node& n, ColumnRule& r) { r.wording.true_words = as_words("true_words", n); }},
    KeyReader<ColumnRule>{"false_words",
                          [](const toml::node& n, ColumnRule& r) { r.wording.false_words = as_words("false_words", n); }},
    KeyReader<ColumnRule>{"null_words",
                          [](const toml::node& n, ColumnRule& r) { r.wording.null_words = as_words("null_words", n); }},
    KeyReader<ColumnRule>{"null_as", [](const toml::node& n, ColumnRule& r) { r.null_as = as_constant("null_as", n); }},
    KeyReader<ColumnRule>{"null_on_misfit",
                          [](const toml::node& n, ColumnRule& r) { r.null_on_misfit = as_bool("null_on_misfit", n); }},
    KeyReader<ColumnRule>{"on_misfit",
                          [](const toml::node& n, ColumnRule& r) { r.on_misfit = as_policy("on_misfit", n); }},
};

constexpr std::array table_keys = {
    KeyReader<TableKeys>{"target", [](const toml::node& n, TableKeys& k) { k.target = as_string("target", n); }},
    KeyReader<TableKeys>{"skip", [](const toml::node& n, TableKeys& k) { k.skip = as_bool("skip", n); }},
    KeyReader<TableKeys>{"partition_by",
                         [](const toml::node& n, TableKeys& k) { k.partition_by = as_string("partition_by", n); }},
    KeyReader<TableKeys>{"keep_target",
                         [](const toml::node& n, TableKeys& k) { k.keep_target = as_bool("keep_target", n); }},
    KeyReader<TableKeys>{
        "on_violation",
        [](const toml::node& n, TableKeys& k) { k.reject_violating = as_choice("on_violation", n, "fail", "reject"); }},
    KeyReader<TableKeys>{"fts", [](const toml::node& n, TableKeys& k) { k.fts = as_switch("fts", n, "tsvector"); }},
    KeyReader<TableKeys>{"fts_config", [](const toml::node& n,
                                          TableKeys& k) { k.fts_configuration = as_configuration("fts_config", n); }},
    KeyReader<TableKeys>{"rtree", [](const toml::node& n, TableKeys& k) { k.rtree = as_switch("rtree", n, "table"); }},
};

[[noreturn]] void fail_key(const toml::key& key, const std::string& section, std::vector<std::string> known) {
  const std::string near = nearest(key.str(), known);
  std::string hint = near.empty() ? "" : "did you mean \"" + near + "\"?";
  fail(line_of(key), "unknown key \"" + std::string(key.str()) + "\" in " + section, std::move(hint));
}

template <typename Keys, std::size_t n>
std::vector<std::string> names_of(const std::array<KeyReader<Keys>, n>& readers) {
  std::vector<std::string> names;
  for (const auto& reader : readers) names.emplace_back(reader.name);
  return names;
}

template <typename Keys, std::size_t n>
bool read_key(const std::array<KeyReader<Keys>, n>& readers, const toml::key& key, const toml::node& node, Keys& keys) {
  const auto reader = std::ranges::find(readers, key.str(), &KeyReader<Keys>::name);
  if (reader == readers.end()) return false;
  reader->read(node, keys);
  return true;
}

}  // namespace

/// Goes through the document section by section.
class MappingReader {
 public:
  explicit MappingReader(toml::table&& root) : root_(std::make_shared<const toml::table>(std::move(root))) {}

  MappingFile read() {
    for (const auto& [key, node] : *root_) {
      if (key == "identifiers") {
        read_identifiers(as_table(node, "identifiers"));
      } else if (key == "defaults") {
        read_defaults(as_table(node, "defaults"));
      } else if (key == "objects") {
        read_objects(as_table(node, "objects"));
      } else if (key == "sequences") {
        read_sequences(as_table(node, "sequences"));
      } else if (key == "table") {
        for (const auto& [name, table] : as_table(node, "table")) read_table(name, as_table(table, "table"));
      } else {
        fail_key(key, "the file", {"identifiers", "defaults", "objects", "sequences", "table"});
      }
    }
    // Patterns first, exact names last, so that the exact ones win; among equals the later line wins.
    std::ranges::sort(file_.tables_, {}, [](const auto& e) { return std::pair(!is_glob(e.table), e.line); });
    std::ranges::sort(file_.columns_, {}, [](const auto& e) {
      return std::tuple(!is_glob(e.table) + !is_glob(e.column), !is_glob(e.table), e.line);
    });
    return std::move(file_);
  }

 private:
  void read_identifiers(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (key != "style") fail_key(key, "[identifiers]", {"style"});
      file_.identifiers_ = as_word<IdentifierStyle>("style", node, read_name<IdentifierStyle>, "exact, lower, snake");
    }
  }

  void read_defaults(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (key == "on_misfit") {
        file_.on_misfit_ = as_policy("on_misfit", node);
      } else if (key == "empty_text") {
        file_.empty_text_ = as_word<EmptyText>("empty_text", node, read_name<EmptyText>, "keep, null");
      } else if (key == "integers") {
        file_.integers_ = as_one_of<IntegerType>("integers", node, integer_types);
      } else if (key == "timestamps") {
        file_.timestamps_ = as_one_of<TimestampType>("timestamps", node, timestamp_types);
      } else if (key == "json") {
        file_.json_ = as_one_of<JsonType>("json", node, json_types);
      } else {
        fail_key(key, "[defaults]", {"on_misfit", "empty_text", "integers", "timestamps", "json"});
      }
    }
  }

  void read_sequences(const toml::table& table) {
    for (const auto& [key, node] : table) {
      SequenceRule rule{std::string(key.str()), {}, node.value_exact<std::int64_t>(), line_of(key)};
      if (const auto column = node.value_exact<std::string>()) rule.column = *column;
      if (!rule.above && rule.column.find('.') == std::string::npos) {
        fail(rule.line, "\"" + rule.sequence + "\" takes a column or a number",
             "\"table.column\": its next number is above all that stand there; or the number that it is to be above");
      }
      file_.sequences_.push_back(std::move(rule));
    }
  }

  void read_objects(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (key != "skip") fail_key(key, "[objects]", {"skip"});
      const toml::array* names = node.as_array();
      if (names == nullptr) fail(line_of(node), "\"skip\" takes a list of names: [\"idx_a\", \"v_*\"]");
      for (const auto& name : *names) file_.skipped_objects_.push_back(as_string("skip", name));
    }
  }

  void read_table(const toml::key& name, const toml::table& table) {
    const std::string table_name(name.str());
    const std::string section = "[table.\"" + table_name + "\"]";
    MappingFile::TableEntry entry{table_name, {}, line_of(name)};
    for (const auto& [key, node] : table) {
      if (key == "column") {
        for (const auto& [column, keys] : as_table(node, "column"))
          read_column(table_name, column, as_table(keys, "column"));
      } else if (key == "fill") {
        for (const auto& [column, constant] : as_table(node, "fill"))
          entry.keys.fill[std::string(column.str())] = as_constant(column.str(), constant);
      } else if (!read_key(table_keys, key, node, entry.keys)) {
        std::vector<std::string> known = names_of(table_keys);
        known.emplace_back("column");
        known.emplace_back("fill");
        fail_key(key, section, std::move(known));
      }
    }
    if (entry.keys.fts.has_value() != entry.keys.fts_configuration.has_value()) {
      fail(entry.line, "\"fts\" and \"fts_config\" stand together in " + section,
           "fts = \"tsvector\" and fts_config = \"simple\"");
    }
    file_.tables_.push_back(std::move(entry));
  }

  void read_column(const std::string& table, const toml::key& name, const toml::table& keys) {
    MappingFile::ColumnEntry entry{table, std::string(name.str()), {}, line_of(name)};
    ColumnRule scratch;  // Values that mean nothing are found here.
    for (const auto& [key, node] : keys) {
      const auto reader = std::ranges::find(column_keys, key.str(), &KeyReader<ColumnRule>::name);
      if (reader == column_keys.end())
        fail_key(key, "[table.\"" + table + "\".column.\"" + entry.column + "\"]", names_of(column_keys));
      reader->read(node, scratch);
      entry.settings.emplace_back([file = root_, read = reader->read, node = &node](ColumnRule& r) { read(*node, r); });
    }
    if (keys.contains("bad_text") && keys.contains("encoding")) {
      fail(entry.line, "\"bad_text\" and \"encoding\" exclude each other");
    }
    file_.columns_.push_back(std::move(entry));
  }

  std::shared_ptr<const toml::table> root_;  ///< What the settings of columns are read from.
  MappingFile file_;
};

MappingFile MappingFile::parse(std::string_view toml) {
  try {
    return MappingReader(toml::parse(toml)).read();
  } catch (const toml::parse_error& e) {
    fail(static_cast<long>(e.source().begin.line), "no valid TOML: " + std::string(e.description()));
  }
}

std::vector<std::string> mapping_keys() {
  std::vector<std::string> keys = names_of(column_keys);
  for (const char* key : {"style", "empty_text", "integers", "timestamps", "json", "partition_by", "keep_target",
                          "on_violation", "fts", "fts_config", "rtree"})
    keys.emplace_back(key);  // The others are there already.
  return keys;
}

std::string_view mapping_word(TemporalFormat::Unit unit) noexcept { return name_of(unit); }
std::string_view mapping_word(BoolWords words) noexcept { return word_pairs[static_cast<std::size_t>(words)]; }
std::string_view mapping_word(BadText bad_text) noexcept { return bad_texts[static_cast<std::size_t>(bad_text)]; }

}  // namespace lite2pg
