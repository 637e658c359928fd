// SOURCE as people write it: a path, or a file: or sqlite: URI. And what it must not be: a connection string, which may
// hold a password that no message may repeat.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// Whether the text is, or means to be, a way to a database server: SCHEME://..., or KEY=VALUE with one of libpq's
/// keys.
[[nodiscard]] bool looks_like_connection(std::string_view text);

/// An argument for a message: in quotes, or that it is not shown because it may hold a password.
[[nodiscard]] std::string shown_argument(const std::string& text);

/// The path that SOURCE names. `file:` as SQLite reads it (https://www.sqlite.org/uri.html section 3.1:
/// percent-encoded, an authority that is empty or localhost), `sqlite:` as applications write it: three slashes mean an
/// absolute path when such a file exists, else one that is relative, four always an absolute one. Of the parameters
/// only mode and cache are taken (and ignored: the file is only ever read). Anything else is a path as it stands.
/// Throws Error(usage), never repeating the text, for a connection string and for a URI that cannot be obeyed.
[[nodiscard]] std::string source_path(const std::string& text);

}  // namespace lite2pg
