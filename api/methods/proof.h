// proof_tx, proof_state: proofs that anybody can check against genesis alone (ledger/proof.h). The
// bytes are what a verifier reads; what stands beside them is for people.
#pragma once

#include "api/id_beginning.h"
#include "api/methods/tx_status.h"
#include "ledger/proof.h"

namespace allonge::api {

inline constexpr std::uint32_t proof_bytes = 4 * 1024 * 1024;

struct ProofTxReply {
  Bytes proof;
  Digest digest;
  std::uint64_t height = 0;
  std::uint64_t certified_height = 0;
  RawMessage receipt;
  static constexpr auto fields() {
    using T = ProofTxReply;
    return std::tuple{Field{1, "proof", &T::proof, "canonical bytes of a TransactionProof", proof_bytes},
                      Field{2, "digest", &T::digest, "transaction id"},
                      Field{3, "height", &T::height, "block it stands in"},
                      Field{4, "certified_height", &T::certified_height, "block whose signatures make it final"},
                      Field{5, "receipt", &T::receipt, "type: Receipt", limits::proof_receipt_bytes}};
  }
};

struct ProofTx {
  static constexpr MethodCard card{"proof_tx", "Proof of what became of a transaction, checkable against genesis alone.",
                                   Scope::read_party, 20};
  struct Params : TxWanted {
    static constexpr auto fields() {
      return std::tuple{Field{1, "digest", &Params::digest, digest_note}, Field{2, "idem", &Params::idem, idem_note},
                        Field{3, "party", &Params::party, party_note}};
    }
  };
  using Reply = ProofTxReply;
  static constexpr std::array reasons{Reason::missing_field, Reason::not_found, Reason::height_unavailable, Reason::syncing};
  static constexpr Example example{
      R"({"digest":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f"})",
      R"({"proof":"CAES","digest":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f","height":12371,"certified_height":12371,"receipt":{"transaction":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f","ok":true,"reason":0,"operation":0,"events":[]}})"};
};
Result<std::optional<ProofTxReply>> answer(const ProofTx::Params& params, Call& call);

struct ProofStateReply {
  Bytes proof;
  Bytes key;
  std::string table;
  bool present = false;
  std::uint64_t height = 0;
  std::uint64_t certified_height = 0;
  std::optional<RawMessage> record;
  static constexpr auto fields() {
    using T = ProofStateReply;
    return std::tuple{Field{1, "proof", &T::proof, "canonical bytes of a StateProof", proof_bytes},
                      Field{2, "key", &T::key, "of the record", 512},
                      Field{3, "table", &T::table, "in which it stands", 40},
                      Field{4, "present", &T::present, "false: it is proven that nothing stands under the key"},
                      Field{5, "height", &T::height, "block after which it was so"},
                      Field{6, "certified_height", &T::certified_height, "block whose signatures make it final"},
                      Field{7, "record", &T::record, "type: Record", limits::proof_value_bytes}};
  }
};

struct ProofState {
  static constexpr MethodCard card{"proof_state", "Proof of one record of the state, or that there is none.", Scope::read_party, 20};
  struct Params {
    std::optional<CertificateId> certificate;
    std::optional<Fen> start;
    std::optional<InvoiceId> invoice;
    std::optional<TransferId> transfer;
    std::optional<PartyId> party;
    std::optional<PublicKey> public_key;
    std::optional<PartyId> bank;
    std::optional<Bytes> key;
    static constexpr auto fields() {
      return std::tuple{
          Field{1, "certificate", &Params::certificate, "a certificate; with start, one of its ranges"},
          Field{2, "start", &Params::start, "first fen of a range of the certificate"},
          Field{3, "invoice", &Params::invoice, "an invoice"},
          Field{4, "transfer", &Params::transfer, "a pending transfer"},
          Field{5, "party", &Params::party, "a party; with bank, its account in CNY"},
          Field{6, "public_key", &Params::public_key, "a key's record"},
          Field{7, "bank", &Params::bank, "settlement bank of the party's account"},
          Field{8, "key", &Params::key, "or the record's key itself", 512}};
    }
  };
  using Reply = ProofStateReply;
  static constexpr std::array reasons{Reason::missing_field, Reason::height_unavailable, Reason::syncing};
  static constexpr Example example{
      R"({"party":"taihe"})",
      R"({"proof":"CAES","key":"BAF0YWloZQ","table":"party","present":true,"height":12371,"certified_height":12371,"record":{"id":"taihe"}})"};
};
Result<std::optional<ProofStateReply>> answer(const ProofState::Params& params, Call& call);

// The key of the one record that is asked for: the asker compares it with the proof's. MISSING_FIELD.
Result<Bytes> key_of(const ProofState::Params& params);

}  // namespace allonge::api
