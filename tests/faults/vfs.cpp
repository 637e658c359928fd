// A module to preload into the programs (LD_PRELOAD): puts a VFS of its own before SQLite's, counts the reads of one
// database (its log and journal too), and spoils one. https://sqlite.org/vfs.html
//
//   LITE2PG_FAULT_FILE   the database
//   LITE2PG_FAULT        fail: the read fails, once; dead: it fails, and all later ones; short: the file is cut in the
//                        middle of what is read; run: LITE2PG_FAULT_COMMAND is run before it
//   LITE2PG_FAULT_AT     which read, from 1; 0: none
//   LITE2PG_FAULT_COUNT  a file for the number of reads, written at the end
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

namespace {

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

struct Faults {
  std::string file = setting("LITE2PG_FAULT_FILE"), kind = setting("LITE2PG_FAULT"),
              command = setting("LITE2PG_FAULT_COMMAND"), count = setting("LITE2PG_FAULT_COUNT");
  long at = std::atol(setting("LITE2PG_FAULT_AT").c_str());
  std::atomic<long> reads{0};
};

/// Never destroyed: SQLite may read until the very end.
Faults& faults() {
  static Faults* all = new Faults;
  return *all;
}

sqlite3_vfs* real_vfs = nullptr;

/// In front of the real file, in the room that SQLite gives.
struct SpoiltFile {
  sqlite3_file base;
  const char* path;
  [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* real_of(sqlite3_file* file) { return reinterpret_cast<SpoiltFile*>(file)->real(); }

void cut_file(const char* path, sqlite3_int64 at) {
  if (truncate(path, at) != 0) std::abort();
}

int spoilt_read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  Faults& f = faults();
  const long read = ++f.reads;
  const bool strikes = f.at > 0 && (read == f.at || (read > f.at && f.kind == "dead"));
  if (strikes) {
    if (f.kind == "fail" || f.kind == "dead") return SQLITE_IOERR_READ;
    if (f.kind == "short") cut_file(reinterpret_cast<SpoiltFile*>(file)->path, offset + size / 2);
    if (f.kind == "run" && std::system(f.command.c_str()) == -1) std::abort();
  }
  sqlite3_file* real = real_of(file);
  return real->pMethods->xRead(real, to, size, offset);
}

template <auto Method, typename... A>
auto forward(sqlite3_file* file, A... arguments) {
  sqlite3_file* real = real_of(file);
  return (real->pMethods->*Method)(real, arguments...);
}

/// Version 2 has no xFetch: everything that is read is read by xRead.
const sqlite3_io_methods spoilt_methods = {
    2,
    [](sqlite3_file* f) { return forward<&sqlite3_io_methods::xClose>(f); },
    spoilt_read,
    [](sqlite3_file* f, const void* p, int n, sqlite3_int64 at) {
      return forward<&sqlite3_io_methods::xWrite>(f, p, n, at);
    },
    [](sqlite3_file* f, sqlite3_int64 n) { return forward<&sqlite3_io_methods::xTruncate>(f, n); },
    [](sqlite3_file* f, int flags) { return forward<&sqlite3_io_methods::xSync>(f, flags); },
    [](sqlite3_file* f, sqlite3_int64* n) { return forward<&sqlite3_io_methods::xFileSize>(f, n); },
    [](sqlite3_file* f, int l) { return forward<&sqlite3_io_methods::xLock>(f, l); },
    [](sqlite3_file* f, int l) { return forward<&sqlite3_io_methods::xUnlock>(f, l); },
    [](sqlite3_file* f, int* r) { return forward<&sqlite3_io_methods::xCheckReservedLock>(f, r); },
    [](sqlite3_file* f, int op, void* a) { return forward<&sqlite3_io_methods::xFileControl>(f, op, a); },
    [](sqlite3_file* f) { return forward<&sqlite3_io_methods::xSectorSize>(f); },
    [](sqlite3_file* f) { return forward<&sqlite3_io_methods::xDeviceCharacteristics>(f); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** to) {
      return forward<&sqlite3_io_methods::xShmMap>(f, page, size, extend, to);
    },
    [](sqlite3_file* f, int at, int n, int flags) { return forward<&sqlite3_io_methods::xShmLock>(f, at, n, flags); },
    [](sqlite3_file* f) { forward<&sqlite3_io_methods::xShmBarrier>(f); },
    [](sqlite3_file* f, int remove) { return forward<&sqlite3_io_methods::xShmUnmap>(f, remove); },
    nullptr,
    nullptr,
};

/// Other files are opened as ever.
int open_spoilt(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  const bool watched =
      path != nullptr && !faults().file.empty() && std::strncmp(path, faults().file.c_str(), faults().file.size()) == 0;
  if (!watched) return real_vfs->xOpen(real_vfs, path, file, flags, out_flags);
  auto* spoilt = new (file) SpoiltFile{{nullptr}, path};
  const int result = real_vfs->xOpen(real_vfs, path, spoilt->real(), flags, out_flags);
  if (spoilt->real()->pMethods != nullptr) spoilt->base.pMethods = &spoilt_methods;
  return result;
}

__attribute__((constructor)) void begin() {
  if (faults().file.empty()) return;
  real_vfs = sqlite3_vfs_find(nullptr);
  if (real_vfs == nullptr) return;
  static sqlite3_vfs spoilt = *real_vfs;
  spoilt.zName = "lite2pg_faults";
  spoilt.pNext = nullptr;
  spoilt.szOsFile += static_cast<int>(sizeof(SpoiltFile));
  spoilt.xOpen = open_spoilt;
  sqlite3_vfs_register(&spoilt, 1);
}

__attribute__((destructor)) void end() {
  if (faults().count.empty() || faults().reads == 0) return;
  if (std::FILE* file = std::fopen(faults().count.c_str(), "w"); file != nullptr) {
    std::fprintf(file, "%ld\n", faults().reads.load());
    std::fclose(file);
  }
}

}  // namespace
