// Avro blocks back to rows. Trusts nothing: every length is checked against the bytes that are there.
#pragma once

#include <zstd.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "export/archive/avro_header.h"
#include "mapping/codec/codec.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// A block's frame: what stands around its data.
struct AvroFrame {
  std::uint64_t rows = 0;
  std::string_view data;  ///< Compressed by the file's codec.
  std::size_t size = 0;   ///< Of the whole block, sync marker included.
};

/// Reads the frame at the start of `bytes` (more may follow). Throws Error(archive), naming `file`, when it is cut off
/// or does not end in `sync`.
[[nodiscard]] AvroFrame read_avro_frame(std::string_view bytes, const AvroSync& sync, const std::string& file);

/// Goes through the rows of the blocks of one file. One thread; one decompression context for its life.
class AvroDecoder {
 public:
  /// `columns`: how many every row has, at least 1. `file` is named in errors.
  AvroDecoder(AvroHeader header, std::size_t columns, std::string file);

  /// Begins with a block; `bytes` are exactly its bytes and must outlive the reading of its rows.
  void open(std::string_view bytes);
  /// The next row of the block, valid until the next call; false when all its rows are read.
  /// Throws Error(archive) when the bytes are no such row, or when bytes follow the last one.
  [[nodiscard]] bool next(Row& row);
  [[nodiscard]] std::uint64_t rows_left() const noexcept { return rows_left_; }

 private:
  [[nodiscard]] std::string_view decompressed(std::string_view data);
  [[nodiscard]] Value read_value();
  [[nodiscard]] std::int64_t read_long();
  [[nodiscard]] std::string_view read_bytes();
  [[noreturn]] void damaged(const char* what) const;

  struct FreeContext {
    void operator()(ZSTD_DCtx* c) const noexcept { ZSTD_freeDCtx(c); }
  };
  AvroHeader header_;
  std::string file_;
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  FieldBuffer raw_;
  std::vector<Value> row_;
  const char* next_ = nullptr;
  const char* end_ = nullptr;
  std::uint64_t rows_left_ = 0;
};

}  // namespace lite2pg
