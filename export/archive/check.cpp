#include "export/archive/check.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "common/error.h"
#include "common/interrupt.h"
#include "common/parallel.h"
#include "export/archive/avro_decoder.h"
#include "export/archive/cursor.h"
#include "export/archive/folder.h"

namespace lite2pg {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what) { throw Error(ExitCode::archive, what); }

/// Relative paths and sizes of everything in the folder that is no folder of ours.
std::map<std::string, std::uint64_t> files_in(const std::string& folder) try {
  std::map<std::string, std::uint64_t> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string path = entry.path().lexically_relative(folder).string();
    if (path == archive_data_folder) continue;
    if (!entry.is_regular_file()) fail("'" + entry.path().string() + "' does not belong to the archive");
    files[path] = entry.file_size();
  }
  return files;
} catch (const fs::filesystem_error& e) {
  fail("'" + folder + "' cannot be read: " + e.code().message());
}

void expect_file(std::map<std::string, std::uint64_t>& files, const std::string& folder, const ManifestFile& file) {
  const auto found = files.find(file.path);
  if (found == files.end()) fail("'" + folder + "/" + file.path + "' is missing");
  if (found->second != file.bytes) {
    fail("'" + folder + "/" + file.path + "' has " + std::to_string(found->second) + " bytes, its manifest says " +
         std::to_string(file.bytes));
  }
  files.erase(found);
}

void check_table(const std::string& folder, const ManifestTable& table, const StopFlag& stop) {
  BlockReader reader(folder, table.file);
  const std::string& name = reader.file().name();
  ContentHasher whole;
  const std::string_view head = reader.read(table.header);
  whole.add(head);
  const AvroHeader header = read_avro_header(head, name);
  for (const ManifestBlock& block : table.blocks) {
    throw_if_interrupted();
    if (stop.stopped()) return;
    const std::string_view bytes = reader.read(block);
    whole.add(bytes);
    const AvroFrame frame = read_avro_frame(bytes, header.sync, name);
    if (frame.rows != block.rows || frame.size != bytes.size()) {
      fail("'" + name + "' has another number of rows than its manifest says");
    }
  }
  if (whole.hash() != table.file.hash) fail("'" + name + "' was changed");
}

}  // namespace

void check_archive_files(const std::string& folder, const Manifest& manifest) {
  auto files = files_in(folder);
  if (files.erase(archive_manifest_file) == 0) fail("'" + folder + "/" + archive_manifest_file + "' is missing");
  expect_file(files, folder, manifest.plan);
  for (const ManifestTable& table : manifest.tables) expect_file(files, folder, table.file);
  if (!files.empty()) fail("'" + folder + "/" + files.begin()->first + "' does not belong to the archive");
}

void check_archive(const std::string& folder, const Manifest& manifest, unsigned jobs) {
  check_archive_files(folder, manifest);
  (void)read_archive_plan(folder, manifest);
  std::vector<const ManifestTable*> tables;
  for (const ManifestTable& t : manifest.tables) tables.push_back(&t);
  std::ranges::stable_sort(tables, std::greater<>{}, [](const ManifestTable* t) { return t->file.bytes; });
  Ticket ticket(tables.size());
  run_workers(std::min<std::size_t>(jobs, tables.size()), [&](std::size_t, const StopFlag& stop) {
    for (std::size_t i = 0; !stop.stopped() && ticket.take(i);) check_table(folder, *tables[i], stop);
  });
}

std::string read_archive_plan(const std::string& folder, const Manifest& manifest) {
  BlockReader reader(folder, manifest.plan);
  return std::string(reader.read({0, manifest.plan.bytes, 0, manifest.plan.hash}));
}

}  // namespace lite2pg
