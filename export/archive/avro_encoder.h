// Rows to Avro blocks. Hot: one pass over each value, nothing allocated a row.
#pragma once

#include <zstd.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "export/archive/avro_format.h"
#include "mapping/codec/codec.h"
#include "mapping/value/digest.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// A finished block, as it goes into the file.
struct AvroBlock {
  std::string_view bytes;  ///< Counts, data, sync marker. Borrowed from the encoder until it gets the next row.
  std::uint64_t rows = 0;
  std::uint64_t raw_bytes = 0;  ///< Of the rows before compression.
};

/// Collects rows of one file into blocks. One thread; one compression context for its life.
class AvroEncoder {
 public:
  explicit AvroEncoder(AvroCodec codec);

  /// Begins with the rows of another file, whose blocks end in `sync`.
  void start(const AvroSync& sync);
  void add(Row row);
  [[nodiscard]] bool empty() const noexcept { return rows_ == 0; }
  /// The block has reached its size: take it.
  [[nodiscard]] bool full() const noexcept { return raw_.size() >= avro_block_bytes; }
  /// The rows added since the last call as one block.
  [[nodiscard]] AvroBlock take();

 private:
  void append_compressed();

  struct FreeContext {
    void operator()(ZSTD_CCtx* c) const noexcept { ZSTD_freeCCtx(c); }
  };
  AvroCodec codec_;
  AvroSync sync_{};
  std::unique_ptr<ZSTD_CCtx, FreeContext> context_;
  FieldBuffer raw_, block_;
  std::uint64_t rows_ = 0;
};

}  // namespace lite2pg
