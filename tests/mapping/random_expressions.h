// Random SQLite expressions over the columns of one table, the same for the same seed.
#pragma once

#include <random>
#include <string>

namespace lite2pg::test {

/// Makes the table `t` that the expressions are about, with rows of all storage classes, NULLs, edge numbers, Unicode.
[[nodiscard]] std::string expression_table();

class RandomExpressions {
 public:
  explicit RandomExpressions(unsigned seed) : random_(seed) {}
  [[nodiscard]] std::string next();

 private:
  enum class Want { number, text, truth, any };

  std::string make(Want want, int depth);
  std::string number(int depth);
  std::string text(int depth);
  std::string truth(int depth);
  std::string blob(int depth);
  std::string call_of_time(int depth);
  std::string printed(int depth);
  std::string one_of(std::initializer_list<const char*> items);
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  std::mt19937 random_;
};

}  // namespace lite2pg::test
