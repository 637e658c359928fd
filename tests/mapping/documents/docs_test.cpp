// The tables and examples of the documentation agree with the code.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/files.h"
#include "common/text.h"
#include "mapping/choice/fit.h"
#include "mapping/choice/lattice.h"
#include "mapping/choice/mapping_file.h"
#include "mapping/choice/target_codec.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/codec/encode/spellings/spelling.h"
#include "mapping/source/declared_type.h"
#include "tests/mapping/documents/backticks.h"
#include "tests/support/places.h"

namespace lite2pg::docs_test {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find('\n', i), text.size());
    lines.push_back(text.substr(i, end - i));
    i = end + 1;
  }
  return lines;
}

std::string page(const std::string& name) { return read_file(test::source_folder() + "/docs/" + name, "page"); }

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" `");
  const std::size_t last = text.find_last_not_of(" `");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

/// Cut at commas outside parentheses.
std::vector<std::string> items_of(const std::string& text) {
  std::vector<std::string> items(1);
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == ',' && depth == 0) {
      items.emplace_back();
    } else {
      items.back() += c;
    }
  }
  for (std::string& item : items) item = trimmed(item);
  return items;
}

/// The two-column table after a line that contains `marker`: first cell -> items of the second.
std::map<std::string, std::vector<std::string>> table_after(const std::string& marker) {
  std::map<std::string, std::vector<std::string>> table;
  bool found = false;
  int row = 0;
  for (const std::string& line : lines_of(page("types.md"))) {
    if (line.find(marker) != std::string::npos) {
      found = true;
    } else if (found && line.starts_with("|")) {
      const std::size_t middle = line.find('|', 1);
      if (row++ >= 2)
        table[trimmed(line.substr(1, middle - 1))] = items_of(line.substr(middle + 1, line.size() - middle - 2));
    } else if (row > 0) {
      break;
    }
  }
  return table;
}

TEST(Docs, TypesHaveTheWordsOfTheCode) {
  std::map<std::string, std::vector<std::string>> code;
  for (const DeclaredWord& word : declared_words()) code[std::string(name_of(word.intent))].emplace_back(word.words);
  EXPECT_EQ(table_after("<!-- declared types"), code);
}

TEST(Docs, ExistingSchemasHaveTheTypesOfTheCode) {
  std::set<std::string> documented;
  bool found = false;
  for (const std::string& line : lines_of(page("existing-schemas.md"))) {
    if (line.find("<!-- target types") != std::string::npos) found = true;
    const std::size_t end = line.find('|', 1);
    if (line.empty() && !documented.empty()) break;
    if (!found || !line.starts_with("| `")) continue;
    for (const std::string& type : items_of(line.substr(1, end - 1))) documented.insert(type);
  }
  std::set<std::string> code;
  for (const std::string_view type : types_with_codec()) code.emplace(type);
  EXPECT_EQ(documented, code);
}

TEST(Docs, ExistingSchemasHaveTheSpellingsOfTheCode) {
  std::set<std::string> documented, code;
  bool found = false;
  for (const std::string& line : lines_of(page("existing-schemas.md"))) {
    found = found || line.find("<!-- spellings:") != std::string::npos;
    if (line.empty() && !documented.empty()) break;
    if (!found || !line.starts_with("| `")) continue;
    const std::size_t last = line.rfind(" | "), middle = line.rfind(" | ", last - 1);
    const std::string word = test::quoted_in(line).at(0);
    const auto row = std::ranges::find(spellings(), word, &SpellingTraits::word);
    ASSERT_NE(row, spellings().end()) << word;
    const auto examples = test::quoted_in(line.substr(middle, last - middle)),
               read = test::quoted_in(line.substr(last));
    ASSERT_EQ(examples.size(), read.size()) << line;
    std::string scratch;
    for (std::size_t i = 0; i < examples.size(); ++i)
      EXPECT_EQ(read_spelling(row->form, Value::text(examples[i]), scratch).bytes(), read[i]) << line;
    EXPECT_EQ(line.find("(lossy)") != std::string::npos, row->lossy) << line;
    documented.insert(word);
  }
  for (const SpellingTraits& s : spellings())
    if (s.form != WrittenForm::plain) code.emplace(s.word);
  EXPECT_EQ(documented, code);
}

/// The cells of a row: "| a | b |" -> "a", "b".
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t i = 1; i < line.size();) {
    const std::size_t end = std::min(line.find('|', i), line.size());
    cells.push_back(trimmed(line.substr(i, end - i)));
    i = end + 1;
  }
  return cells;
}

Fit fit_of_example(const std::string& text, TargetType type, const Reading& reading) {
  ColumnCensus census({}, evidence::temporal);
  const bool number = text.find_first_not_of("0123456789.") == std::string::npos;
  const bool real = number && text.find('.') != std::string::npos;
  const Value v = real     ? Value::of(std::stod(text))
                  : number ? Value::of(std::int64_t{std::stoll(text)})
                           : Value::text(text);
  census.add(v, 1);
  Fit fit = fit_to(census, type, reading);
  FieldBuffer field;
  EXPECT_EQ(encode(fit.codec, v, field).misfit, Misfit::none) << text << ": " << to_string(fit.codec);
  std::string one, other;
  EXPECT_TRUE(same(decode(fit.codec, field.view(), one), canonical(fit.codec, v, other))) << text;
  return fit;
}

TEST(Docs, ExamplesOfTimesAreTakenAsTheyAreDocumented) {
  int examples = 0;
  bool found = false;
  for (const std::string& line : lines_of(page("existing-schemas.md"))) {
    found = found || line.find("<!-- times:") != std::string::npos;
    const std::vector<std::string> cells = cells_of(line);
    if (!found || !line.starts_with("| ") || cells.size() < 3 || cells[2].empty() || cells[2] == "example") continue;
    if (cells[0].starts_with("---")) continue;
    TargetType type;
    type.family = cells[0].find("into `date") == std::string::npos || cells[0].find("digits") == 0
                      ? TargetType::Family::timestamptz
                      : TargetType::Family::date;
    Reading reading;
    if (cells[0].starts_with("Julian")) reading.unit = TemporalFormat::Unit::julian;
    const Fit fit = fit_of_example(cells[2], type, reading);
    const bool exact = is_spelling_exact(fit.codec);
    EXPECT_EQ(exact, cells[1].starts_with("exact")) << cells[2] << ": " << to_string(fit.codec);
    ++examples;
  }
  EXPECT_GE(examples, 6);
}

TEST(Docs, TypesHaveTheCandidatesOfTheCode) {
  std::map<std::string, std::vector<std::string>> code;
  for (int i = 0; i < static_cast<int>(Intent::none); ++i) {
    DeclaredType type;
    type.intent = static_cast<Intent>(i);
    type.precision = 7;
    type.scale = 3;
    type.length = 9;
    for (const TargetType& candidate : candidates_for(type, ColumnCensus(type))) {
      std::string sql = to_sql(candidate);
      if (sql == "numeric(7,3)") sql = "numeric(p,s)";
      if (sql == "varchar(9)") sql = "varchar(n)";
      code[std::string(name_of(type.intent))].push_back(sql);
    }
  }
  EXPECT_EQ(table_after("<!-- candidates"), code);
}

std::vector<std::string> examples_of(const std::string& name) {
  std::vector<std::string> examples;
  bool inside = false;
  for (const std::string& line : lines_of(page(name))) {
    if (line == "```toml") {
      inside = true;
      examples.emplace_back();
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      examples.back() += line + "\n";
    }
  }
  return examples;
}

TEST(Docs, MappingExamplesAreRead) {
  const std::vector<std::string> examples = examples_of("mapping.md");
  EXPECT_GE(examples.size(), 8U);
  for (const std::string& example : examples) EXPECT_NO_THROW((void)MappingFile::parse(example)) << example;
}

class Recipe : public testing::TestWithParam<const char*> {};

/// The commands, the mapping file where one is needed, the trap of the driver's clock, what was tried, and a test that
/// follows it.
TEST_P(Recipe, SaysAllThatIsNeeded) {
  const std::string name = GetParam(), text = page("recipes/" + name + ".md");
  for (const char* part : {"\nlite2pg-import ", " --existing --truncate", " --dry-run\n", "\nlite2pg-verify ",
                           "**Time zone.**", "\n## Tried\n"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
  const std::size_t tried = text.find("## Tried");
  EXPECT_TRUE(text.find_first_of("0123456789", tried) != std::string::npos ||
              text.find("no version of it was run", tried) != std::string::npos);
  const std::vector<std::string> examples = examples_of("recipes/" + name + ".md");
  EXPECT_EQ(examples.empty(), text.find(" --mapping ") == std::string::npos);
  for (const std::string& example : examples) EXPECT_NO_THROW((void)MappingFile::parse(example));
  EXPECT_TRUE(std::filesystem::exists(test::source_folder() + "/tests/e2e/applications/" + name + ".sqlite.sql"));
}

std::string name_of_recipe(const testing::TestParamInfo<const char*>& recipe) {
  std::string name = recipe.param;
  std::erase(name, '-');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Frameworks, Recipe,
                         testing::Values("django", "rails", "sqlalchemy", "sequelize", "typeorm", "knex", "prisma",
                                         "drizzle", "mikroorm", "better-auth", "laravel", "ef-core", "gorm", "diesel",
                                         "ecto", "hibernate"),
                         name_of_recipe);
INSTANTIATE_TEST_SUITE_P(Applications, Recipe,
                         testing::Values("gitea", "grafana", "home-assistant", "n8n", "vaultwarden"), name_of_recipe);

TEST(Docs, RecipesHaveMappingFilesThatAreRead) {
  for (const std::string name : {"recipes/django.md", "recipes/vaultwarden.md"}) {
    const std::vector<std::string> examples = examples_of(name);
    ASSERT_EQ(examples.size(), 1U) << name;
    EXPECT_NO_THROW((void)MappingFile::parse(examples[0])) << name;
  }
}

TEST(Docs, MappingHasAnExampleForEachKey) {
  std::string all;
  for (const std::string& example : examples_of("mapping.md")) all += example;
  for (const std::string& key : mapping_keys()) {
    EXPECT_TRUE(all.find("\n" + key + " = ") != std::string::npos) << "no example for " << key;
  }
}

}  // namespace
}  // namespace lite2pg::docs_test
