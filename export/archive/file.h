// The files of an archive: written once from front to back, synced, read at any place. Owns descriptors and hashes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "mapping/codec/codec.h"
#include "mapping/value/digest.h"

struct XXH3_state_s;

namespace lite2pg {

/// XXH3-128 without seed of whole bytes: what `xxhsum -H2` prints.
[[nodiscard]] Hash128 content_hash(std::string_view bytes) noexcept;

/// The same, fed piece by piece.
class ContentHasher {
 public:
  ContentHasher();
  void add(std::string_view bytes) noexcept;
  [[nodiscard]] Hash128 hash() const noexcept;

 private:
  struct FreeState {
    void operator()(XXH3_state_s* state) const noexcept;
  };
  std::unique_ptr<XXH3_state_s, FreeState> state_;
};

/// A file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) noexcept : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& o) noexcept : number_(o.number_) { o.number_ = -1; }
  Descriptor& operator=(Descriptor&& o) noexcept;
  [[nodiscard]] int get() const noexcept { return number_; }

 private:
  int number_;
};

/// A new file, written from front to back. Throws Error(archive), naming `name`, when the disk says no.
class OutputFile {
 public:
  OutputFile(const std::string& path, std::string name);
  void append(std::string_view bytes);
  /// Everything written is on the disk afterwards.
  void sync();
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] Hash128 hash() const noexcept { return hasher_.hash(); }

 private:
  void start_writeback();

  std::string name_;
  Descriptor descriptor_;
  ContentHasher hasher_;
  std::uint64_t size_ = 0;
  std::uint64_t writeback_ = 0;  ///< Up to here the kernel was asked to write already.
};

/// A file that stands. Throws Error(archive), naming `name`, when it cannot be opened or is shorter than asked for.
class InputFile {
 public:
  /// `name`: how errors call it.
  InputFile(const std::string& path, std::string name);
  /// The `size` bytes at `offset`, into `buffer` from its start; borrowed from it.
  std::string_view read(std::uint64_t offset, std::size_t size, FieldBuffer& buffer) const;
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  std::string name_;
  Descriptor descriptor_;
};

/// Makes the entries of a folder (new and renamed files) durable.
void sync_folder(const std::string& path);

}  // namespace lite2pg
