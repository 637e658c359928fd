// Random expressions over the columns of a random table: as CHECKs, in indexes, for generated columns.
#pragma once

#include <string>

#include "tests/behaviour/random_schema.h"

namespace lite2pg::test {

class ExpressionWriter {
 public:
  ExpressionWriter(RandomSchema& random, const TableSpec& table) : random_(random), table_(table) {}

  std::string number(int depth);
  std::string text(int depth);
  std::string truth(int depth);
  std::string any(int depth) { return random_.chance(50) ? number(depth) : text(depth); }
  /// One that many rows satisfy.
  std::string likely_truth();
  std::string plain_column();

 private:
  std::string column_of(std::initializer_list<Domain> domains, const char* otherwise);
  std::string number_leaf();
  std::string text_leaf();

  RandomSchema& random_;
  const TableSpec& table_;
};

}  // namespace lite2pg::test
