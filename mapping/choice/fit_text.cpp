// Text, bytes, UUIDs and documents.
#include <algorithm>

#include "mapping/choice/fit_builder.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;

/// A field of PostgreSQL holds less than 1 GiB; hex doubles a BLOB.
constexpr std::uint64_t longest_field = (std::uint64_t{1} << 30) - 64;

/// Among spelled values there is a way out: bytes that are no text are spelled like a BLOB.
void check_bytes(FitBuilder& b, bool spelled) {
  if (b.reading.bad_text != BadText::refuse) return;
  if (spelled && b.reading.mixed) {
    if (b.census.text_nul.count + b.census.text_invalid_utf8.count > 0) {
      b.respelled("TEXT with NUL or invalid UTF-8 comes back as BLOB of the same bytes");
    }
    return;
  }
  b.refuse(Misfit::nul_byte, "NUL byte in text", b.census.text_nul);
  b.refuse(Misfit::invalid_utf8, "text that is not valid UTF-8", b.census.text_invalid_utf8);
}

/// Of the numbers and BLOBs, in characters.
std::uint64_t longest_spelling(const FitBuilder& b) {
  constexpr std::uint64_t longest_real = 24;  // -2.2250738585072014e-308
  std::uint64_t longest = b.reals > 0 ? longest_real : 0;
  if (b.integers > 0) {
    longest =
        std::max({longest, std::to_string(b.census.integer_min).size(), std::to_string(b.census.integer_max).size()});
  }
  return b.blobs > 0 ? std::max(longest, 2 * b.census.blob_max_bytes + 2) : longest;
}

void check_length(FitBuilder& b) {
  TextFormat& format = b.fit.codec.mutable_text();
  format.max_chars = b.type.length;
  format.cut = b.reading.cut_length && b.fit.codec.id() == CodecId::text;
  format.trimmed = format.cut && b.type.family == Family::character;
  const std::uint64_t longest = std::max(format.cut ? 0 : b.census.text_max_chars, longest_spelling(b));
  if (b.type.length > 0 && longest > b.type.length) {
    b.refuse_some(Misfit::too_long, "text longer than " + to_sql(b.type));
  }
  if (b.census.text_max_bytes > longest_field) b.refuse_some(Misfit::too_long, "text of 1 GiB or more");
}

/// Numbers and BLOBs beside TEXT, told apart again by how they are spelled.
void fit_spelled(FitBuilder& b) {
  b.fit.codec.become(CodecId::text_number);
  b.fit.codec.set(b.number_form());
  if (!b.reading.mixed) {
    for (const auto c : {StorageClass::integer, StorageClass::real, StorageClass::blob}) b.refuse_class(c);
    return;
  }
  const bool reads_integers = b.fit.codec.number() != NumberForm::real && b.census.text_like_integer;
  const bool reads_reals = b.fit.codec.number() != NumberForm::integer && b.census.text_like_real;
  if (reads_integers || reads_reals) b.respelled("TEXT that looks like a number comes back as a number");
  if (b.census.text_like_blob) b.respelled("TEXT that begins with \\x comes back as BLOB");
  if (2 * b.census.blob_max_bytes + 2 > longest_field) b.refuse_some(Misfit::too_long, "BLOB too long for text");
}

}  // namespace

void fit_text(FitBuilder& b) {
  const bool spelled = b.numbers() + b.blobs > 0;
  b.fit.codec.become(CodecId::text);
  if (spelled) fit_spelled(b);
  check_bytes(b, spelled);
  check_length(b);
  if (b.type.family == Family::character) b.respelled("char pads with blanks");
  if (b.type.family == Family::by_text) b.respelled("spelled as PostgreSQL spells " + b.type.name);
}

void fit_bytea(FitBuilder& b) {
  b.refuse_class(StorageClass::integer);
  b.refuse_class(StorageClass::real);
  b.fit.codec.become(b.all_texts() == 0 ? CodecId::bytea : CodecId::text_bytes);
  if (b.all_texts() > 0 && !b.reading.mixed) return b.refuse_class(StorageClass::text);
  if (b.all_texts() > 0 && b.blobs > 0) {
    b.fit.codec.become(CodecId::bytea_or_text);
    b.respelled("TEXT comes back as BLOB of the same bytes");
  }
}

namespace {

/// Whether the column holds, or is allowed to hold, more than TEXT that json keeps to the byte.
bool holds_documents(const FitBuilder& b) {
  if (b.type.family == Family::jsonb) return true;
  const Reading& r = b.reading;
  return r.respell && (b.numbers() + b.blobs > 0 || r.nonfinite != Nonfinite::refuse || r.json_string);
}

/// A column of numeric affinity makes numbers of texts; BLOBs hold JSON as text, or SQLite's JSONB.
void fit_other_classes(FitBuilder& b) {
  if (b.reading.nonfinite == Nonfinite::refuse)
    b.refuse(Misfit::out_of_range, "an infinite number, which JSON does not have", b.census.real_nonfinite);
  if (b.numbers() > 0) b.respelled("numbers are JSON numbers");
  if (b.blobs == 0) return;
  b.respelled("BLOBs are JSON as text or SQLite's JSONB");
  b.suspect(Misfit::bad_syntax, "BLOB that is no JSON");
}

void check_documents(FitBuilder& b) {
  const Reading& r = b.reading;
  const bool mended = r.nonfinite != Nonfinite::refuse || r.bad_text != BadText::refuse || r.json_string;
  if (!mended) b.refuse(Misfit::bad_syntax, "TEXT that is not JSON", b.census.text.not_json);
  if (mended && b.census.text.not_json.count > 0) b.suspect(Misfit::bad_syntax, "TEXT that is not JSON");
  if (b.type.family != Family::jsonb || b.texts == 0) return;
  b.respelled("jsonb spells documents anew");
  // All of them are JSON; what jsonb has no place for only a look at each tells.
  b.suspect(Misfit::not_exact, "a repeated key, \\u0000 or half of a surrogate pair, which jsonb does not keep");
}

}  // namespace

void fit_json(FitBuilder& b) {
  const bool documents = holds_documents(b);
  b.fit.codec.become(b.type.family == Family::jsonb ? CodecId::jsonb : documents ? CodecId::json_value : CodecId::json);
  const Reading& r = b.reading;
  if (documents) b.fit.codec.mutable_document() = {r.bad_text, r.nonfinite, r.last_key, r.json_string};
  if (documents && b.reading.respell) {
    fit_other_classes(b);
  } else {
    for (const auto c : {StorageClass::integer, StorageClass::real, StorageClass::blob}) b.refuse_class(c);
  }
  if ((b.census.wanted() & evidence::json) == 0) return b.refuse_class(StorageClass::text);
  if (!b.reading.json_string) b.refuse_empties();
  check_documents(b);
}

void fit_uuid(FitBuilder& b) {
  b.refuse_class(StorageClass::integer);
  b.refuse_class(StorageClass::real);
  if (b.blobs > 0 && b.all_texts() == 0) {
    b.fit.codec.become(CodecId::uuid_blob);
    if (b.census.blob_min_bytes != 16 || b.census.blob_max_bytes != 16) {
      b.refuse_some(Misfit::bad_syntax, "BLOB of other than 16 bytes where uuid needs 16");
    }
    return;
  }
  b.refuse_class(StorageClass::blob);
  b.fit.codec.become(CodecId::uuid_text);
  if ((b.census.wanted() & evidence::uuid) == 0) return b.refuse_class(StorageClass::text);
  b.refuse_empties();
  const UuidEvidence& uuid = b.census.text.uuid;
  b.refuse(Misfit::bad_syntax, "TEXT that is no UUID", uuid.others);
  const UuidForm form = b.texts > 0 ? uuid.form() : UuidForm::hyphens;
  b.fit.codec.set(form);
  if (form != UuidForm::mixed) return;
  b.respelled("UUIDs in different forms come back in one");
}

}  // namespace lite2pg
