// Rows as the statements about them take them, with where each stands.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "common/json_text.h"

namespace lite2pg {

using RowFields = std::vector<std::optional<std::string>>;

/// So many as are shown to the server at once.
class RowBatch {
 public:
  void add(const RowFields& fields, std::string where) {
    nlohmann::json row{{"n", places_.size()}};
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!fields[i]) continue;
      row["c" + std::to_string(i)] = *fields[i];
      bytes_ += fields[i]->size();
    }
    rows_.push_back(std::move(row));
    places_.push_back(std::move(where));
  }
  [[nodiscard]] bool is_full() const {
    constexpr std::size_t most_rows = 2000, most_bytes = std::size_t{256} << 10;
    return places_.size() >= most_rows || bytes_ >= most_bytes;
  }
  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] const std::string& place(std::size_t n) const { return places_.at(n); }
  [[nodiscard]] std::string rows(std::size_t first, std::size_t last) const {
    return json_text(nlohmann::json(std::vector<nlohmann::json>(rows_.begin() + static_cast<std::ptrdiff_t>(first),
                                                                rows_.begin() + static_cast<std::ptrdiff_t>(last))));
  }
  [[nodiscard]] std::string all() const { return rows(0, size()); }
  void clear() {
    rows_.clear();
    places_.clear();
    bytes_ = 0;
  }

 private:
  std::vector<nlohmann::json> rows_;
  std::vector<std::string> places_;
  std::size_t bytes_ = 0;
};

}  // namespace lite2pg
