#include "export/archive/avro_encoder.h"

#include <new>

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

char* store_value(char* p, const Value& v) noexcept {
  switch (v.storage()) {
    case StorageClass::null: return store_branch(p, AvroBranch::null);
    case StorageClass::integer: return store_avro_long(store_branch(p, AvroBranch::integer), v.integer());
    case StorageClass::real: return store_avro_double(store_branch(p, AvroBranch::real), v.real());
    case StorageClass::text:
      return store_bytes(p, is_valid_utf8(v.bytes()) ? AvroBranch::text : AvroBranch::invalid_text, v.bytes());
    case StorageClass::blob: return store_bytes(p, AvroBranch::blob, v.bytes());
  }
  return p;
}

void append_long(FieldBuffer& to, std::uint64_t v) {
  char* const p = to.reserve(avro_long_bytes);
  to.commit(static_cast<std::size_t>(store_avro_long(p, static_cast<std::int64_t>(v)) - p));
}

}  // namespace

AvroEncoder::AvroEncoder(AvroCodec codec) : codec_(codec) {
  if (codec_ == AvroCodec::null) return;
  context_.reset(ZSTD_createCCtx());
  if (!context_) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, avro_zstd_level);
  // The frame's own checksum: for readers that know no manifest.
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
}

void AvroEncoder::start(const AvroSync& sync) {
  sync_ = sync;
  raw_.clear();
  rows_ = 0;
}

void AvroEncoder::add(Row row) {
  char* const begin = raw_.reserve(longest_form(row));
  char* p = begin;
  for (const Value& v : row) p = store_value(p, v);
  raw_.commit(static_cast<std::size_t>(p - begin));
  ++rows_;
}

AvroBlock AvroEncoder::take() {
  block_.clear();
  append_long(block_, rows_);
  if (codec_ == AvroCodec::null) {
    append_long(block_, raw_.size());
    block_.append(raw_.view());
  } else {
    append_compressed();
  }
  block_.append({sync_.data(), sync_.size()});
  const AvroBlock block{block_.view(), rows_, raw_.size()};
  raw_.clear();
  rows_ = 0;
  return block;
}

/// The size stands before the data but is known only after: compress behind room for the longest form, then move.
void AvroEncoder::append_compressed() {
  const std::size_t bound = ZSTD_compressBound(raw_.size());
  char* const room = block_.reserve(avro_long_bytes + bound) + avro_long_bytes;
  const std::size_t size = ZSTD_compress2(context_.get(), room, bound, raw_.data(), raw_.size());
  if (ZSTD_isError(size) != 0) {
    throw Error(ExitCode::archive, std::string("a block cannot be compressed: ") + ZSTD_getErrorName(size));
  }
  append_long(block_, size);
  std::memmove(block_.reserve(size), room, size);
  block_.commit(size);
}

}  // namespace lite2pg
