#include "export/archive/block_sink.h"

#include <chrono>
#include <stdexcept>
#include <utility>

#include "common/interrupt.h"

namespace lite2pg {

using namespace std::chrono_literals;

BlockSink::BlockSink(OutputFile file, std::string_view header, std::size_t slices)
    : file_(std::move(file)), header_{0, header.size(), 0, content_hash(header)}, slices_(slices) {
  file_.append(header);
}

void BlockSink::put(std::size_t slice, AvroBlock& block, const StopFlag& stop) {
  std::unique_lock lock(lock_);
  raw_bytes_ += block.raw_bytes;
  while (slice != turn_ && waiting_bytes_ >= waiting_limit) {
    turn_changed_.wait_for(lock, 50ms);
    throw_if_interrupted();
    // Nobody hears this: run_workers rethrows what the worker threw that set the flag.
    if (stop.stopped()) throw std::runtime_error("another worker failed");
  }
  slice == turn_ ? write(block) : keep(slice, block);
}

void BlockSink::keep(std::size_t slice, AvroBlock& block) {
  waiting_bytes_ += block.bytes().size();
  slices_[slice].blocks.push_back(std::exchange(block, {}));
  if (spare_.empty()) return;
  block.room = std::move(spare_.back());
  spare_.pop_back();
}

bool BlockSink::finish(std::size_t slice) {
  const std::scoped_lock lock(lock_);
  slices_[slice].finished = true;
  if (slice != turn_) return false;
  while (turn_ < slices_.size() && slices_[turn_].finished) {
    ++turn_;
    if (turn_ < slices_.size()) write_waiting();
  }
  turn_changed_.notify_all();
  if (turn_ < slices_.size()) return false;
  spare_.clear();
  file_.sync();
  return true;
}

/// The slice whose turn came may have blocks in store; its next ones go straight into the file.
void BlockSink::write_waiting() {
  for (AvroBlock& block : slices_[turn_].blocks) {
    write(block);
    waiting_bytes_ -= block.bytes().size();
    spare_.push_back(std::move(block.room));
  }
  slices_[turn_].blocks.clear();
}

void BlockSink::write(const AvroBlock& block) {
  const std::string_view bytes = block.bytes();
  blocks_.push_back({file_.size(), bytes.size(), block.rows, content_hash(bytes)});
  file_.append(bytes);
  rows_ += block.rows;
}

void BlockSink::describe(ManifestTable& table) const {
  table.file.bytes = file_.size();
  table.file.hash = file_.hash();
  table.header = header_;
  table.blocks = blocks_;
  table.rows = rows_;
  table.raw_bytes = raw_bytes_;
}

}  // namespace lite2pg
