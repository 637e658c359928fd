#include "export/archive/avro_encoder.h"

#include <array>
#include <new>
#include <utility>

#include "common/error.h"
#include "common/utf8.h"

namespace lite2pg {
namespace {

/// Branch, and a number or a length.
constexpr std::size_t longest_value_head = 1 + avro_long_bytes;

std::size_t longest_form(Row row) noexcept {
  std::size_t size = row.size() * longest_value_head;
  for (const Value& v : row) {
    if (v.storage() >= StorageClass::text) size += v.bytes().size();
  }
  return size;
}

char* store_branch(char* p, AvroBranch branch) noexcept {
  *p = static_cast<char>(static_cast<std::int64_t>(branch) << 1);
  return p + 1;
}

char* store_bytes(char* p, AvroBranch branch, std::string_view bytes) noexcept {
  p = store_avro_long(store_branch(p, branch), static_cast<std::int64_t>(bytes.size()));
  if (!bytes.empty()) std::memcpy(p, bytes.data(), bytes.size());
  return p + bytes.size();
}

char* store_value(char* p, const Value& v, bool valid) noexcept {
  switch (v.storage()) {
    case StorageClass::null: return store_branch(p, AvroBranch::null);
    case StorageClass::integer: return store_avro_long(store_branch(p, AvroBranch::integer), v.integer());
    case StorageClass::real: return store_avro_double(store_branch(p, AvroBranch::real), v.real());
    case StorageClass::text:
      return store_bytes(p, valid || is_valid_utf8(v.bytes()) ? AvroBranch::text : AvroBranch::invalid_text, v.bytes());
    case StorageClass::blob: return store_bytes(p, AvroBranch::blob, v.bytes());
  }
  return p;
}

/// A block's number of rows and size stand before its data but the size is known only after: this room is left for
/// them, and they are written against its end.
constexpr std::size_t head_room = 2 * avro_long_bytes;

/// How many bytes before `data` the head takes.
std::size_t store_head(char* data, std::uint64_t rows, std::size_t size) noexcept {
  std::array<char, head_room> head;  // NOLINT(cppcoreguidelines-pro-type-member-init): written next.
  char* end = store_avro_long(head.data(), static_cast<std::int64_t>(rows));
  end = store_avro_long(end, static_cast<std::int64_t>(size));
  const auto length = static_cast<std::size_t>(end - head.data());
  std::memcpy(data - length, head.data(), length);
  return length;
}

}  // namespace

AvroEncoder::AvroEncoder(AvroCodec codec) : codec_(codec) {
  if (codec_ == AvroCodec::null) return;
  context_.reset(ZSTD_createCCtx());
  if (!context_) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, avro_zstd_level);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_hashLog, avro_zstd_hash_log);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_minMatch, avro_zstd_least_match);
}

void AvroEncoder::start(const AvroSync& sync) {
  sync_ = sync;
  raw_.clear();
  rows_ = 0;
}

void AvroEncoder::add(Row row, bool valid) {
  char* const begin = raw_.reserve(longest_form(row));
  char* p = begin;
  for (const Value& v : row) p = store_value(p, v, valid);
  raw_.commit(static_cast<std::size_t>(p - begin));
  ++rows_;
}

void AvroEncoder::take(AvroBlock& block) {
  FieldBuffer& room = block.room;
  room.clear();
  (void)room.reserve(head_room);
  room.commit(head_room);
  if (codec_ == AvroCodec::null) {
    room.append(raw_.view());
  } else {
    append_compressed(room);
  }
  const std::size_t size = room.size() - head_room;
  room.append({sync_.data(), sync_.size()});
  block.begin = head_room - store_head(room.data() + head_room, rows_, size);
  block.rows = std::exchange(rows_, 0);
  block.raw_bytes = raw_.size();
  raw_.clear();
}

void AvroEncoder::append_compressed(FieldBuffer& room) {
  const std::size_t bound = ZSTD_compressBound(raw_.size());
  const std::size_t size = ZSTD_compress2(context_.get(), room.reserve(bound), bound, raw_.data(), raw_.size());
  if (ZSTD_isError(size) != 0) {
    throw Error(ExitCode::archive, std::string("a block cannot be compressed: ") + ZSTD_getErrorName(size));
  }
  room.commit(size);
}

}  // namespace lite2pg
