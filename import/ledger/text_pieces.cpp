#include "import/ledger/text_pieces.h"

#include "mapping/target/quote.h"

namespace lite2pg {

TextPieces::TextPieces(Session& session, std::string_view name) : session_(session), name_(quote_literal(name)) {}

void TextPieces::add(std::string_view piece) {
  session_.execute("SELECT pg_catalog.length(pg_catalog.set_config(" + name_ +
                       ", coalesce(pg_catalog.current_setting(" + name_ +
                       ", true), '') OPERATOR(pg_catalog.||) $1, true))",
                   {std::string(piece)});
}

std::string TextPieces::sql() const { return "pg_catalog.current_setting(" + name_ + ")"; }

void TextPieces::drop() { session_.execute("SELECT pg_catalog.set_config(" + name_ + ", '', true)"); }

}  // namespace lite2pg
