#include "import/postgres/server_disk.h"

#include <filesystem>

namespace lite2pg {

std::optional<ServerDisk> server_disk(Session& session) {
  // A Unix socket, or both ends on one address: the server's folders are ours. data_directory is for superusers and
  // members of pg_read_all_settings.
  const auto rows = session.query(
      "SELECT coalesce(nullif(pg_tablespace_location(t.oid), ''), current_setting('data_directory')) "
      "FROM pg_tablespace t WHERE (inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr()) "
      "AND pg_has_role('pg_read_all_settings', 'USAGE') "
      "AND CASE current_setting('default_tablespace') WHEN '' "
      "THEN t.oid = (SELECT dattablespace FROM pg_database WHERE datname = current_database()) "
      "ELSE t.spcname = current_setting('default_tablespace') END");
  if (rows.empty()) return std::nullopt;
  ServerDisk disk;
  disk.folder = rows[0][0].value_or("");
  std::error_code trouble;
  const auto space = std::filesystem::space(disk.folder, trouble);
  if (trouble) return std::nullopt;
  disk.free = space.available;
  return disk;
}

}  // namespace lite2pg
