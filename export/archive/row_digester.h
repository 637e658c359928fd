// The digest of rows as a manifest records it: some columns, in an order, each in canonical form, hashed into buckets.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mapping/codec/codec.h"
#include "mapping/source/schema.h"
#include "mapping/value/digest.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// Which columns a digest covers and how.
struct DigestSpec {
  struct Part {
    int column = 0;  ///< Position in the source's rows.
    Codec codec;     ///< Values are hashed as canonical() gives them.
  };
  std::vector<Part> columns;
  std::vector<int> key;  ///< Positions in `columns`; empty: none.

  /// Every value is hashed as it stands, and rows whole.
  [[nodiscard]] bool is_plain(std::size_t row_size) const noexcept;
};

/// Every column of a table as it stands.
[[nodiscard]] DigestSpec every_column(const Table& table, std::vector<int> key);

/// Feeds rows to a digest. One thread; merge the digests of several.
class RowDigester {
 public:
  RowDigester(DigestSpec spec, std::size_t row_size, std::uint64_t seed);
  void add(Row row);
  [[nodiscard]] const TableDigest& digest() const noexcept { return digest_; }

 private:
  [[nodiscard]] Row chosen(Row row);

  DigestSpec spec_;
  bool plain_;
  RowHasher hasher_;
  TableDigest digest_;
  std::vector<Value> values_;
  std::vector<std::string> scratch_;  ///< One a column: canonical() borrows from it.
};

}  // namespace lite2pg
