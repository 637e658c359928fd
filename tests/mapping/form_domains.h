// Domains of the codecs for forms that tables of applications hold: see codec_domains.h.
#pragma once

#include "tests/mapping/codec_domains.h"

namespace lite2pg::test {

std::vector<CodecDomain> form_domains();

}  // namespace lite2pg::test
