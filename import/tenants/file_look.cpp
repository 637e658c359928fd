#include "import/tenants/file_look.h"

#include <sys/stat.h>

namespace lite2pg {
namespace {

std::string look(const std::string& path, const std::string& otherwise) {
  struct stat s {};
  if (::stat(path.c_str(), &s) != 0) return otherwise;
  return std::to_string(s.st_size) + "@" + std::to_string(s.st_mtim.tv_sec) + "." + std::to_string(s.st_mtim.tv_nsec);
}

}  // namespace

std::string look_at_file(const std::string& path) {
  const std::string log = look(path + "-wal", "");
  return look(path, "missing") + (log.empty() || log.starts_with("0@") ? "" : "+" + log);
}

}  // namespace lite2pg
