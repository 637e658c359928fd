#include "export/archive/avro_decoder.h"

#include <algorithm>
#include <new>

#include "common/error.h"

namespace lite2pg {
namespace {

[[noreturn]] void damaged_block(const std::string& file, const char* what) {
  throw Error(ExitCode::archive, "'" + file + "' is damaged: " + what);
}

/// A zstd block of three bytes or more gives at most 128 KiB (RFC 8878 section 3.1.1.2), which bounds what a crafted
/// frame may make us allocate.
std::uint64_t most_from(std::size_t compressed) noexcept {
  return std::min<std::uint64_t>(avro_block_limit, (compressed / 3 + 1) * (std::uint64_t{128} << 10));
}

}  // namespace

AvroFrame read_avro_frame(std::string_view bytes, const AvroSync& sync, const std::string& file) {
  const char* p = bytes.data();
  const char* const end = p + bytes.size();
  std::int64_t rows = 0, size = 0;
  if (!load_avro_long(p, end, rows) || !load_avro_long(p, end, size)) damaged_block(file, "a block is cut off");
  if (rows < 0 || size < 0) damaged_block(file, "a block's head holds a negative number");
  const auto left = static_cast<std::size_t>(end - p);
  if (left < sync.size() || left - sync.size() < static_cast<std::uint64_t>(size)) {
    damaged_block(file, "a block is cut off");
  }
  const std::string_view data(p, static_cast<std::size_t>(size));
  if (!std::equal(sync.begin(), sync.end(), data.end())) damaged_block(file, "a block does not end in the sync marker");
  return {static_cast<std::uint64_t>(rows), data,
          static_cast<std::size_t>(p - bytes.data()) + data.size() + sync.size()};
}

AvroDecoder::AvroDecoder(AvroHeader header, std::size_t columns, std::string file)
    : header_(std::move(header)), file_(std::move(file)), row_(columns) {
  if (columns == 0) damaged("its rows have no columns");
  if (header_.codec == AvroCodec::null) return;
  context_.reset(ZSTD_createDCtx());
  if (!context_) throw std::bad_alloc();
}

void AvroDecoder::damaged(const char* what) const { damaged_block(file_, what); }

void AvroDecoder::open(std::string_view bytes) {
  const AvroFrame frame = read_avro_frame(bytes, header_.sync, file_);
  if (frame.size != bytes.size()) damaged("a block is longer than its data");
  const std::string_view raw = header_.codec == AvroCodec::null ? frame.data : decompressed(frame.data);
  next_ = raw.data();
  end_ = next_ + raw.size();
  rows_left_ = frame.rows;
}

std::string_view AvroDecoder::decompressed(std::string_view data) {
  const unsigned long long size = ZSTD_getFrameContentSize(data.data(), data.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > most_from(data.size())) {
    damaged("a block is no zstd frame of a known size");
  }
  raw_.clear();
  char* const room = raw_.reserve(size);
  const std::size_t got = ZSTD_decompressDCtx(context_.get(), room, size, data.data(), data.size());
  if (ZSTD_isError(got) != 0 || got != size) damaged("a block does not decompress");
  raw_.commit(size);
  return raw_.view();
}

bool AvroDecoder::next(Row& row) {
  if (rows_left_ == 0) {
    if (next_ != end_) damaged("bytes follow the last row of a block");
    return false;
  }
  for (Value& v : row_) v = read_value();
  --rows_left_;
  row = row_;
  return true;
}

Value AvroDecoder::read_value() {
  switch (static_cast<AvroBranch>(read_long())) {
    case AvroBranch::null: return Value::null();
    case AvroBranch::integer: return Value::of(read_long());
    case AvroBranch::real: {
      double v = 0;
      if (end_ - next_ < static_cast<std::ptrdiff_t>(sizeof v)) damaged("a row is cut off");
      std::memcpy(&v, next_, sizeof v);
      next_ += sizeof v;
      return Value::of(v);
    }
    case AvroBranch::text:
    case AvroBranch::invalid_text: return Value::text(read_bytes());
    case AvroBranch::blob: return Value::blob(read_bytes());
  }
  damaged("a value is of no known kind");
}

std::int64_t AvroDecoder::read_long() {
  std::int64_t v = 0;
  if (!load_avro_long(next_, end_, v)) damaged("a row is cut off");
  return v;
}

std::string_view AvroDecoder::read_bytes() {
  const std::int64_t size = read_long();
  if (size < 0 || size > end_ - next_) damaged("a text or blob runs past the end of its block");
  const std::string_view bytes(next_, static_cast<std::size_t>(size));
  next_ += size;
  return bytes;
}

}  // namespace lite2pg
