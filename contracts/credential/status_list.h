// Where a credential stands in its issuer's status lists (credentials.md 7). What decides is the
// record; the lists are how it is shown to the world outside (W3C Bitstring Status List, exported and
// signed by gateways). An issuer has two kinds, for revocation and for suspension; a place is found by
// hashing, so its number says nothing of the order of issuance, and probing upward from there.
#pragma once

#include "contracts/credential/authority.h"
#include "contracts/credential/document.h"

namespace allonge::credential {

inline constexpr std::uint32_t status_entries = document_limits::status_entries;
inline constexpr std::uint32_t status_entries_full = status_entries / 4 * 3;  // then a new list begins

struct StatusPlace {
  std::uint32_t list = 0;   // of the issuer's lists of this purpose, from 1
  std::uint32_t index = 0;
  static constexpr auto fields() {
    return std::tuple{Field{1, "list", &StatusPlace::list, "number of the list, from 1"},
                      Field{2, "index", &StatusPlace::index, "place in it, below 131072"}};
  }
  bool operator==(const StatusPlace&) const = default;
};

struct StatusLists {
  std::uint32_t latest = 0;  // list that is being filled, from 1
  std::uint32_t used = 0;    // entries of it
  static constexpr auto fields() {
    return std::tuple{Field{1, "latest", &StatusLists::latest, "list that is being filled"},
                      Field{2, "used", &StatusLists::used, "its entries"}};
  }
};

struct StatusHolder {
  Digest credential;
  static constexpr auto fields() {
    return std::tuple{Field{1, "credential", &StatusHolder::credential, "whose place it is"}};
  }
};

// Keys: identity_key of the issuer, purpose, list, index.
inline constexpr Table<StatusLists, Digest, StatusPurpose> status_lists_records{0x0714, "status lists"};
inline constexpr Table<StatusHolder, Digest, StatusPurpose, std::uint32_t, std::uint32_t> status_place_records{
    0x0715, "status place"};
inline void append_key(Bytes& out, StatusPurpose part) { append_big_endian(out, std::uint16_t(part)); }

// "taihe-revocation-1": the list's name in hashes and addresses.
std::string list_id(const Identity& issuer, StatusPurpose purpose, std::uint32_t number);

// Where probing begins: the first 8 bytes of SHA-256 over "allonge/status-index/v1", list and
// credential, each ended by a zero byte but the last.
std::uint32_t first_index(std::string_view list_id, std::string_view credential_id);

// The place a credential of this issuer will get now.
StatusPlace free_place(const View& view, const Identity& issuer, StatusPurpose purpose, std::string_view credential_id);
void take_place(Draft& draft, const Identity& issuer, StatusPurpose purpose, const StatusPlace& place,
                const Digest& credential);

// 16,384 bytes, index 0 the left-most bit; `indexes` are set.
Bytes bitstring(std::span<const std::uint32_t> indexes);
// The list as it stands at this moment, for export.
Bytes status_bits(const View& view, const Identity& issuer, StatusPurpose purpose, std::uint32_t number, Time now);

}  // namespace allonge::credential
