// Whole small files: mapping files, reports, metrics.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// The file's bytes. Throws Error(usage) naming `what` ("mapping file") and the path.
[[nodiscard]] std::string read_file(const std::string& path, std::string_view what);

/// Writes a file by a temporary name beside it, syncs and renames, so that a reader never sees half of it. Symbolic
/// links are followed and stay. "-" is standard output. What is no regular file (a FIFO, a device, /dev/stdout) is
/// written through, and so is a file that stands in a folder which may not be written.
/// Throws Error(usage) naming `what` and the path; no half of a regular file is left behind.
void write_file(const std::string& path, std::string_view bytes, std::string_view what);

/// Whether write_file() will do, as far as can be known: opens no FIFO and leaves nothing behind. Throws Error(usage)
/// as write_file() would.
void check_writable(const std::string& path, std::string_view what);

/// Whether what is written to `path` comes out of standard output.
[[nodiscard]] bool is_standard_output(const std::string& path);

}  // namespace lite2pg
