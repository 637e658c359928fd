// One page of a SQLite b-tree, read as it lies in the file (https://sqlite.org/fileformat2.html section 1.6). For
// estimates only: rows are always read through SQLite. The page may hold anything; nothing is read beyond it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "mapping/value/value.h"

namespace lite2pg {

/// How a database stores its texts.
enum class TextEncoding : std::uint8_t { utf8, utf16le, utf16be };

class BtreePage {
 public:
  enum class Kind : std::uint8_t { interior_index = 2, interior_table = 5, leaf_index = 10, leaf_table = 13 };

  /// `bytes`: the page's usable bytes, kept by the caller; `header_at`: 100 on page 1, else 0. nullopt: no such page.
  [[nodiscard]] static std::optional<BtreePage> read(std::string_view bytes, std::size_t header_at);

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  [[nodiscard]] bool is_leaf() const noexcept { return kind_ == Kind::leaf_index || kind_ == Kind::leaf_table; }
  [[nodiscard]] std::size_t cells() const noexcept { return cells_; }
  /// Children of an interior page: child(i) for i from 0 to cells(), the last one being the right-most.
  [[nodiscard]] std::uint32_t child(std::size_t i) const noexcept;
  /// Length of the record in cell `i` (also what lies on overflow pages); 0 on the interior of a rowid table.
  [[nodiscard]] std::uint64_t payload_size(std::size_t i) const noexcept;
  /// The rowid that bounds child `i` of an interior page of a rowid table from above.
  [[nodiscard]] std::int64_t rowid(std::size_t i) const noexcept;
  /// What of the record in cell `i` of an index page lies on this page.
  [[nodiscard]] std::string_view record(std::size_t i) const noexcept;

 private:
  [[nodiscard]] std::string_view cell(std::size_t i) const noexcept;

  std::string_view bytes_;
  std::size_t pointers_at_ = 0;
  std::size_t cells_ = 0;
  std::uint32_t right_child_ = 0;
  Kind kind_ = Kind::leaf_table;
};

/// The first `count` values of a record (https://sqlite.org/fileformat2.html section 2.1), or nullopt when they are not
/// all there. Texts, which stand in `encoding`, come out in UTF-8.
[[nodiscard]] std::optional<std::vector<OwnedValue>> read_record(std::string_view record, std::size_t count,
                                                                 TextEncoding encoding);

}  // namespace lite2pg
