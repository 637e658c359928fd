// Random SQLite queries over the tables of query_tables(), the same for the same seed.
#pragma once

#include <random>
#include <string>

namespace lite2pg::test {

/// Makes the tables `a`, `b`, `c` and `k`, with rows of random values, NULLs and ties among them.
[[nodiscard]] std::string query_tables(unsigned seed);

class RandomQueries {
 public:
  enum class Form { window, recursion, joined_text, full_join, printed, real_text, json, named_join, json_rows };
  static constexpr int forms = 9;

  explicit RandomQueries(unsigned seed) : random_(seed) {}
  /// The text behind AS of CREATE VIEW.
  [[nodiscard]] std::string next(Form form);

 private:
  std::string window();
  std::string window_call();
  std::string window_definition();
  std::string frame();
  std::string recursion();
  std::string joined_text();
  std::string full_join();
  std::string printed();
  std::string directive(std::string& argument);
  std::string real_text();
  std::string json();
  std::string named_join();
  std::string json_rows();
  std::string one_of(std::initializer_list<const char*> items) {
    return items.begin()[below(static_cast<int>(items.size()))];
  }
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  std::mt19937 random_;
};

}  // namespace lite2pg::test
