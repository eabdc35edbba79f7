// Under which lists the records of receivables stand (contracts/index.h). One row per list; a list's key
// is its number, the party or day it is kept by, and then what orders it.
#pragma once

#include "contracts/receivable/certificate.h"
#include "contracts/receivable/range.h"

namespace allonge::receivable {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand on disk.
enum class List : std::uint16_t {
  ranges_of_owner = 0xe001,          // owner, state, certificate, start
  certificates_of_issuer = 0xe002,   // issuer, state, certificate
  certificates_of_payee = 0xe003,    // payee, state, certificate
  certificates_by_due_date = 0xe004, // due, certificate
  transfers_to = 0xe005,             // recipient, transfer
  // 0xe006, 0xe007: once transfers by sender and by certificate; offered ranges lead to both.
  invoices_of_seller = 0xe008,       // seller, invoice
  invoices_of_buyer = 0xe009,        // buyer, invoice
  financings_of_owner = 0xe011,      // owner, financing
  financings_of_financier = 0xe012,  // invited, or awarded; financing
  financings_of_certificate = 0xe013, // certificate, financing
  open_financings = 0xe014,          // financing: those that take quotes from everybody
  quotes_of_financier = 0xe015,      // financier, financing
};

inline void append_key(Bytes& out, CertificateState state) { append_big_endian(out, std::uint16_t(state)); }
inline void append_key(Bytes& out, RangeState state) { append_big_endian(out, std::uint16_t(state)); }

// A key of a list, or the beginning of one for a walk: list_key(List::ranges_of_owner, owner).
template <class... Part>
Bytes list_key(List list, const Part&... part) {
  using allonge::append_key;
  Bytes out;
  out.reserve(key_room);
  append_big_endian(out, std::uint16_t(list));
  (append_key(out, part), ...);
  return out;
}

bool is_listed(BytesView key);
// Whether a listed record certainly stands under the same keys as before: most changes leave the lists
// alone, and this asks without decoding either.
bool stands_as_before(BytesView key, BytesView before, BytesView after);
std::vector<Bytes> list_keys(BytesView key, BytesView value);

}  // namespace allonge::receivable
