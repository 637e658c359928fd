// One table's file while several threads write its slices: blocks go into the file in the order of the slices, so that
// the same rows give the same file however many threads there are.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "common/parallel.h"
#include "export/archive/avro_encoder.h"
#include "export/archive/file.h"
#include "export/archive/manifest.h"

namespace lite2pg {

class BlockSink {
 public:
  /// Blocks that came before their turn wait in memory, up to this many bytes a file; then their worker waits.
  static constexpr std::size_t waiting_limit = std::size_t{8} << 20;

  /// Writes the header. Slices 0 to slices-1 follow; workers must take them up in that order.
  BlockSink(OutputFile file, std::string_view header, std::size_t slices);

  /// The next block of `slice`. Its room is free again on return, or another's is in its place: blocks wait where they
  /// are. Throws when `stop` is set or a signal arrived while waiting, and Error(archive) when the disk says no.
  void put(std::size_t slice, AvroBlock& block, const StopFlag& stop);
  /// `slice` has no more blocks. True for the last of all: then the file is complete and synced.
  [[nodiscard]] bool finish(std::size_t slice);

  /// Fills what the file knows of itself: size, hash, header, blocks, rows, raw bytes. After the last finish().
  void describe(ManifestTable& table) const;

 private:
  struct Waiting {
    std::vector<AvroBlock> blocks;
    bool finished = false;
  };

  void write(const AvroBlock& block);
  void keep(std::size_t slice, AvroBlock& block);
  void write_waiting();

  std::mutex lock_;
  std::condition_variable turn_changed_;
  OutputFile file_;
  ManifestBlock header_;
  std::vector<ManifestBlock> blocks_;
  std::vector<Waiting> slices_;
  std::vector<FieldBuffer> spare_;  ///< Rooms of blocks that waited: memory that is there already.
  std::size_t turn_ = 0;            ///< The slice whose blocks go straight into the file.
  std::size_t waiting_bytes_ = 0;
  std::uint64_t rows_ = 0, raw_bytes_ = 0;
};

}  // namespace lite2pg
