// tx_prepare, tx_simulate: JSON in, the exact bytes to sign out; and what they would do.
#pragma once

#include "api/method.h"
#include "api/rpc_error.h"
#include "api/summary.h"

namespace allonge::api {

struct TxPrepareReply {
  Bytes tx;
  Digest digest;
  Time valid_until;
  Idem idem;
  Summary summary;
  std::uint32_t approvals_required = 0;
  std::uint32_t makers = 0;
  std::uint32_t checkers = 0;
  std::vector<std::string> warnings;
  static constexpr auto fields() {
    using T = TxPrepareReply;
    return std::tuple{Field{1, "tx", &T::tx, "canonical bytes of the body: compare before signing", limits::transaction_bytes},
                      Field{2, "digest", &T::digest, "transaction id: what people sign"},
                      Field{3, "valid_until", &T::valid_until, "nothing commits after it"},
                      Field{4, "idem", &T::idem, "store it before submitting"},
                      Field{5, "summary", &T::summary, "what the bytes do, in words"},
                      Field{6, "approvals_required", &T::approvals_required, "people who must sign"},
                      Field{7, "makers", &T::makers, "of them makers"},
                      Field{8, "checkers", &T::checkers, "of them checkers"},
                      Field{9, "warnings", &T::warnings, "why it would be refused as things stand", 1000}};
  }
};

struct TxPrepare {
  static constexpr MethodCard card{"tx_prepare", "Turn operations into the exact bytes to sign, with a summary in words.",
                                   Scope::tx_submit, 5};
  struct Params {
    std::vector<Operation> ops;
    PartyId party;
    std::optional<Idem> idem;
    std::optional<Time> valid_until;
    static constexpr auto fields() {
      return std::tuple{Field{1, "ops", &Params::ops, "1 to 500 operations, all or nothing", limits::operations},
                        Field{2, "party", &Params::party, "on whose behalf it is signed"},
                        Field{3, "idem", &Params::idem, "16 random bytes, chosen and stored by the client; made here unless given"},
                        Field{4, "valid_until", &Params::valid_until, "block time; 10 minutes from now unless given, at most 24 hours"}};
    }
  };
  using Reply = TxPrepareReply;
  static constexpr std::array reasons{Reason::no_operations, Reason::too_large};
  static constexpr Example example{
      R"({"party":"jianghai","ops":[{"op":"cash.credit","args":{"party":"taihe","currency":"CNY","amount":"1000000.00","payment_ref":"JH-20270302-1"}}],"idem":"0191f4c2a1b07d3e8f00112233445566"})",
      R"({"tx":"CiCN","digest":"9c1e5bd7e25e0ef6f1fd1ea4b1a9e0a2c0de1d8d7d2a0f6d4f0d8c0b6d1d2e3f","valid_until":"2027-03-02T02:24:07.000Z","idem":"0191f4c2a1b07d3e8f00112233445566","summary":{"en":"cash.credit: party taihe, currency CNY, amount 1,000,000.00, payment ref JH-20270302-1","zh":"入账：机构：taihe，币种：CNY，金额：1,000,000.00，付款参考号：JH-20270302-1"},"approvals_required":2,"makers":1,"checkers":1,"warnings":[]})"};
};
Result<TxPrepareReply> answer(const TxPrepare::Params& params, Call& call);

struct RecordChange {
  std::string table;
  Bytes key;
  std::optional<RawMessage> before;
  std::optional<RawMessage> after;
  static constexpr auto fields() {
    using T = RecordChange;
    return std::tuple{Field{1, "table", &T::table, "name of the table", 40},
                      Field{2, "key", &T::key, "of the record", 512},
                      Field{3, "before", &T::before, "type: Record", limits::block_bytes},
                      Field{4, "after", &T::after, "type: Record", limits::block_bytes}};
  }
};

struct TxSimulateReply {
  bool ok = false;
  std::optional<RefusalReply> refusal;
  std::optional<std::uint32_t> operation;
  Summary summary;
  std::vector<Event> events;
  std::vector<RecordChange> diff;
  static constexpr auto fields() {
    using T = TxSimulateReply;
    return std::tuple{Field{1, "ok", &T::ok, "whether it would be done now"},
                      Field{2, "refusal", &T::refusal, "why not"},
                      Field{3, "operation", &T::operation, "which operation would be refused, from 0"},
                      Field{4, "summary", &T::summary, "what the bytes do, in words"},
                      Field{5, "events", &T::events, "what would happen", 4000},
                      Field{6, "diff", &T::diff, "records that would change", 20'000}};
  }
};

struct TxSimulate {
  static constexpr MethodCard card{"tx_simulate", "What a transaction would do now, without doing it.", Scope::tx_submit, 5};
  struct Params {
    std::optional<Bytes> tx;
    std::vector<Operation> ops;
    std::optional<PartyId> party;
    static constexpr auto fields() {
      return std::tuple{Field{1, "tx", &Params::tx, "body from tx_prepare", limits::transaction_bytes},
                        Field{2, "ops", &Params::ops, "or operations", limits::operations},
                        Field{3, "party", &Params::party, "with ops: on whose behalf"}};
    }
  };
  using Reply = TxSimulateReply;
  static constexpr std::array reasons{Reason::no_operations, Reason::bad_encoding, Reason::operation_unknown,
                                      Reason::missing_field};
  static constexpr Example example{
      R"({"party":"jianghai","ops":[{"op":"cash.credit","args":{"party":"taihe","currency":"CNY","amount":"1000000.00","payment_ref":"JH-20270302-1"}}]})",
      R"({"ok":false,"refusal":{"code":2202,"reason":"REF_REUSED","message":"This payment reference was used before.","message_zh":"付款参考号已使用过。","hint":"Each payment has its own reference.","retry":"never","who":"settlement bank"},"operation":0,"summary":{"en":"cash.credit: party taihe, currency CNY, amount 1,000,000.00, payment ref JH-20270302-1","zh":"入账：机构：taihe，币种：CNY，金额：1,000,000.00，付款参考号：JH-20270302-1"},"events":[],"diff":[]})"};
};
Result<TxSimulateReply> answer(const TxSimulate::Params& params, Call& call);

}  // namespace allonge::api
