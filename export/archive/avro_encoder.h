// Rows to Avro blocks. Hot: one pass over each value, nothing allocated a row.
#pragma once

#include <zstd.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "export/archive/avro_format.h"
#include "mapping/codec/codec.h"
#include "mapping/value/digest.h"
#include "mapping/value/field_buffer.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// A finished block, as it goes into the file.
struct AvroBlock {
  FieldBuffer room;
  std::size_t begin = 0;  ///< Where in the room the block begins.
  std::uint64_t rows = 0;
  std::uint64_t raw_bytes = 0;  ///< Of the rows before compression.

  /// Counts, data, sync marker.
  [[nodiscard]] std::string_view bytes() const noexcept { return room.view().substr(begin); }
};

/// Collects rows of one file into blocks. One thread; one compression context for its life.
class AvroEncoder {
 public:
  explicit AvroEncoder(AvroCodec codec);

  /// Begins with the rows of another file, whose blocks end in `sync`.
  void start(const AvroSync& sync);
  /// `valid`: somebody saw that each TEXT is valid UTF-8; else each is looked at.
  void add(Row row, bool valid = false);
  [[nodiscard]] bool empty() const noexcept { return rows_ == 0; }
  /// The block has reached its size: take it.
  [[nodiscard]] bool full() const noexcept { return raw_.size() >= avro_block_bytes; }
  /// The rows added since the last call become `block`, in its room.
  void take(AvroBlock& block);

 private:
  void append_compressed(FieldBuffer& room);

  struct FreeContext {
    void operator()(ZSTD_CCtx* c) const noexcept { ZSTD_freeCCtx(c); }
  };
  AvroCodec codec_;
  AvroSync sync_{};
  std::unique_ptr<ZSTD_CCtx, FreeContext> context_;
  FieldBuffer raw_;
  std::uint64_t rows_ = 0;
};

}  // namespace lite2pg
