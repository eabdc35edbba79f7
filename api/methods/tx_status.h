// tx_status, tx_wait, tx_get: what became of a transaction. States as interfaces.md 3.2: unknown,
// pending, then committed (ok or not) or expired, the same on every node; or rejected by this node.
#pragma once

#include "api/cursor.h"
#include "api/method.h"
#include "api/rpc_error.h"

namespace allonge::api {

enum class TxState : std::uint8_t { unknown, pending, rejected, committed, expired };
constexpr std::array<EnumValue, 5> values_of(TxState) {
  return {{{0, "unknown"}, {1, "pending"}, {2, "rejected"}, {3, "committed"}, {4, "expired"}}};
}

struct TxStatusReply {
  TxState status = TxState::unknown;
  std::optional<Digest> digest;
  std::optional<PartyId> party;
  std::optional<Idem> idem;
  std::optional<bool> ok;
  std::optional<std::uint64_t> height;
  std::optional<Cursor> cursor;
  std::optional<RefusalReply> refusal;
  std::optional<std::uint32_t> operation;
  std::optional<bool> replayed;
  std::optional<std::uint64_t> finality_ms;

  static constexpr auto fields() {
    using T = TxStatusReply;
    return std::tuple{
        Field{1, "status", &T::status, "committed and expired are final and the same on every node"},
        Field{2, "digest", &T::digest, "transaction id"},
        Field{3, "party", &T::party, "on whose behalf"},
        Field{4, "idem", &T::idem, "chosen by the client"},
        Field{5, "ok", &T::ok, "committed: whether it was done; if not, the refusal is as provable"},
        Field{6, "height", &T::height, "committed: block it stands in"},
        Field{7, "cursor", &T::cursor, "committed: of its first event"},
        Field{8, "refusal", &T::refusal, "why it was refused or rejected"},
        Field{9, "operation", &T::operation, "which operation was refused, from 0"},
        Field{10, "replayed", &T::replayed, "whether these bytes had been submitted before"},
        Field{11, "finality_ms", &T::finality_ms, "from submission at this node until it was final"}};
  }
};
TxStatusReply reply_of(const TransactionStatus& status);
bool undecided(const TransactionStatus& status);

// A transaction by its id, or by party and idem. MISSING_FIELD.
struct TxWanted {
  std::optional<Digest> digest;
  std::optional<Idem> idem;
  std::optional<PartyId> party;
};
Result<TransactionStatus> find_status(const TxWanted& wanted, Call& call);

// How long tx_wait and tx_submit wait unless told otherwise.
inline constexpr std::uint64_t usual_wait_ms = 10'000;

inline constexpr const char* digest_note = "transaction id";
inline constexpr const char* idem_note = "instead of the id: idem, with party";
inline constexpr const char* party_note = "whose idem";

struct TxStatus {
  static constexpr MethodCard card{"tx_status", "What became of a transaction.", Scope::read_party, 1};
  struct Params : TxWanted {
    static constexpr auto fields() {
      return std::tuple{Field{1, "digest", &Params::digest, digest_note}, Field{2, "idem", &Params::idem, idem_note},
                        Field{3, "party", &Params::party, party_note}};
    }
  };
  using Reply = TxStatusReply;
  static constexpr std::array reasons{Reason::missing_field};
  static constexpr Example example{
      R"({"digest":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f"})",
      R"({"status":"committed","digest":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f","party":"taihe","idem":"0191f4c2a1b07d3e8f00112233445566","ok":true,"height":12371,"cursor":"12371.4.0","finality_ms":84})"};
};
Result<TxStatusReply> answer(const TxStatus::Params& params, Call& call);

struct TxWait {
  static constexpr MethodCard card{"tx_wait", "Wait until a transaction is decided; still pending is an answer, not an error.",
                                   Scope::read_party, 1};
  struct Params : TxWanted {
    std::optional<std::uint64_t> timeout_ms;
    static constexpr auto fields() {
      return std::tuple{Field{1, "digest", &Params::digest, digest_note}, Field{2, "idem", &Params::idem, idem_note},
                        Field{3, "party", &Params::party, party_note},
                        Field{4, "timeout_ms", &Params::timeout_ms, "10000 unless given, at most 30000", longest_wait_ms}};
    }
  };
  using Reply = TxStatusReply;
  static constexpr std::array reasons{Reason::missing_field};
  static constexpr Example example{
      R"({"idem":"0191f4c2a1b07d3e8f00112233445566","party":"jianghai","timeout_ms":10000})",
      R"({"status":"committed","digest":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f","party":"taihe","idem":"0191f4c2a1b07d3e8f00112233445566","ok":false,"height":12371,"cursor":"12371.4.0","refusal":{"code":2002,"reason":"RANGE_LOCKED","message":"The range is not free.","message_zh":"该区间当前不可用。","hint":"Wait for the pending act to end, or cancel it.","retry":"later","who":"owner"},"operation":0})"};
};
Result<std::optional<TxStatusReply>> answer(const TxWait::Params& params, Call& call);

struct TxGetReply {
  Digest digest;
  Digest wire_id;
  std::uint64_t height = 0;
  std::uint32_t place = 0;
  Time time;
  RawMessage body;
  std::vector<KeySignature> signatures;
  RawMessage receipt;
  Bytes bytes;
  static constexpr auto fields() {
    using T = TxGetReply;
    return std::tuple{Field{1, "digest", &T::digest, "transaction id"},
                      Field{2, "wire_id", &T::wire_id, "digest of body and signatures"},
                      Field{3, "height", &T::height, "block it stands in"},
                      Field{4, "place", &T::place, "in the block, from 1"},
                      Field{5, "time", &T::time, "block time"},
                      Field{6, "body", &T::body, "type: TransactionBody", limits::transaction_bytes},
                      Field{7, "signatures", &T::signatures, "ascending by key", limits::signatures},
                      Field{8, "receipt", &T::receipt, "type: Receipt", limits::block_bytes},
                      Field{9, "bytes", &T::bytes, "the signed transaction as it was received", limits::transaction_bytes}};
  }
};

struct TxGet {
  static constexpr MethodCard card{"tx_get", "A recorded transaction, decoded, with its receipt.", Scope::read_party, 1};
  struct Params : TxWanted {
    static constexpr auto fields() {
      return std::tuple{Field{1, "digest", &Params::digest, digest_note}, Field{2, "idem", &Params::idem, idem_note},
                        Field{3, "party", &Params::party, party_note}};
    }
  };
  using Reply = TxGetReply;
  static constexpr std::array reasons{Reason::missing_field, Reason::not_found, Reason::height_unavailable};
  static constexpr Example example{
      R"({"digest":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f"})",
      R"({"digest":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f","wire_id":"1d1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f","height":12371,"place":4,"time":"2027-03-02T02:14:07.112Z","body":{"chain":"8d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7","party":"jianghai","idem":"0191f4c2a1b07d3e8f00112233445566","valid_until":"2027-03-02T02:24:07.000Z","operations":[{"op":"cash.credit","args":{"party":"taihe","currency":"CNY","amount":"1000000.00","payment_ref":"JH-20270302-1"}}]},"signatures":[{"key":"ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c","signature":"1af23ba94ee5821d1b1dff94d911dbfba09a2ac0abe91b311aa45c52f25ad1867392f253fcc2a77ee59b16f118aa2a6960634e41b6f9b507c65d2d5cbe6dbd02"}],"receipt":{"transaction":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f","ok":true,"reason":0,"operation":0,"events":[]},"bytes":"CgA"})"};
};
Result<TxGetReply> answer(const TxGet::Params& params, Call& call);

}  // namespace allonge::api
