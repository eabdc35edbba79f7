// tx_submit: hand a signed transaction in. The one way by which anything is written. Pending is an
// answer, not an error; the same bytes again get the first outcome with "replayed": true.
#pragma once

#include "api/methods/tx_status.h"
#include "ledger/transaction.h"

namespace allonge::api {

enum class WaitFor : std::uint8_t { none, committed };
constexpr std::array<EnumValue, 2> values_of(WaitFor) { return {{{0, "none"}, {1, "committed"}}}; }

// As KeySignature, under the short name that clients write.
struct SubmittedSignature {
  PublicKey key;
  Signature sig;
  static constexpr auto fields() {
    return std::tuple{Field{1, "key", &SubmittedSignature::key, "public key of a person of the party"},
                      Field{2, "sig", &SubmittedSignature::sig, "over the 16-byte tag and the transaction id"}};
  }
};

// A submission that was read.
struct HandedIn {
  Bytes bytes;  // the signed transaction; empty once it is handed on
  Digest id;
  PartyId party;
  Idem idem;
};

struct TxSubmit {
  static constexpr MethodCard card{"tx_submit", "Hand a signed transaction in; safe to repeat with the same bytes.",
                                   Scope::tx_submit, 10};
  struct Params {
    Bytes tx;
    std::vector<SubmittedSignature> signatures;
    std::optional<WaitFor> wait;
    std::optional<std::uint64_t> timeout_ms;
    // What was found out when it was first asked: a waiting call is asked many times.
    mutable std::optional<HandedIn> handed_in;
    static constexpr auto fields() {
      return std::tuple{
          Field{1, "tx", &Params::tx, "body from tx_prepare; or the whole signed transaction, without signatures beside it",
                limits::transaction_bytes},
          Field{2, "signatures", &Params::signatures, "by the people of the party, in any order", limits::signatures},
          Field{3, "wait", &Params::wait, "none (unless given): answer when it is checked; committed: when it is decided"},
          Field{4, "timeout_ms", &Params::timeout_ms, "how long to wait at most; 10000 unless given, at most 30000", longest_wait_ms}};
    }
  };
  using Reply = TxStatusReply;
  static constexpr std::array reasons{
      Reason::bad_encoding,    Reason::too_large,       Reason::tx_expired,         Reason::bad_signature,
      Reason::approvals_missing, Reason::idem_conflict, Reason::pool_full,          Reason::wrong_chain,
      Reason::valid_until_too_far, Reason::unknown_party, Reason::key_not_in_force, Reason::same_signer,
      Reason::signatures_unordered, Reason::operation_unknown, Reason::no_operations, Reason::replay_memory_full,
      Reason::disk_trouble};
  static constexpr Example example{
      R"({"tx":"CiCN","signatures":[{"key":"ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c","sig":"1af23ba94ee5821d1b1dff94d911dbfba09a2ac0abe91b311aa45c52f25ad1867392f253fcc2a77ee59b16f118aa2a6960634e41b6f9b507c65d2d5cbe6dbd02"}],"wait":"committed","timeout_ms":10000})",
      R"({"status":"committed","digest":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f","party":"jianghai","idem":"0191f4c2a1b07d3e8f00112233445566","ok":true,"height":12371,"cursor":"12371.4.0","replayed":false,"finality_ms":84})"};
};
Result<std::optional<TxStatusReply>> answer(const TxSubmit::Params& params, Call& call);

}  // namespace allonge::api
