// chain_head, chain_block, chain_listBlocks, chain_validators, chain_params: the chain itself.
#pragma once

#include "api/cursor.h"
#include "api/paging.h"
#include "contracts/profile.h"

namespace allonge::api {

// A block in a line.
struct BlockLine {
  std::uint64_t height = 0;
  Digest hash;
  Time time;
  PartyId proposer;
  std::uint64_t view = 0;
  std::uint32_t transactions = 0;
  std::uint64_t events = 0;  // of the chain up to here
  static constexpr auto fields() {
    using T = BlockLine;
    return std::tuple{Field{1, "height", &T::height, "place in the chain"},
                      Field{2, "hash", &T::hash, "of the header"},
                      Field{3, "time", &T::time, "block time"},
                      Field{4, "proposer", &T::proposer, "validator that proposed it"},
                      Field{5, "view", &T::view, "view in which it was proposed"},
                      Field{6, "transactions", &T::transactions, "how many"},
                      Field{7, "events", &T::events, "events of the chain up to and with it"}};
  }
};
BlockLine line_of(const Header& header, const Committee& committee);

struct ChainHeadReply {
  Digest chain;
  std::uint64_t height = 0;
  Digest hash;
  Time time;
  Date business_date;
  Digest state_root;
  std::uint64_t event_count = 0;
  static constexpr auto fields() {
    using T = ChainHeadReply;
    return std::tuple{Field{1, "chain", &T::chain, "genesis hash"},
                      Field{2, "height", &T::height, "of the last final block; 0 before the first"},
                      Field{3, "hash", &T::hash, "of its header; the genesis hash before the first"},
                      Field{4, "time", &T::time, "block time"},
                      Field{5, "business_date", &T::business_date, "its day in the profiles' zone"},
                      Field{6, "state_root", &T::state_root, "root of the state after it"},
                      Field{7, "event_count", &T::event_count, "events of the chain so far"}};
  }
};
struct ChainHead {
  static constexpr MethodCard card{"chain_head", "The last final block.", Scope::read_public, 1};
  struct Params {
    static constexpr auto fields() { return std::tuple{}; }
  };
  using Reply = ChainHeadReply;
  static constexpr auto& reasons = no_reasons;
  static constexpr Example example{
      "{}",
      R"({"chain":"8d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7","height":12371,"hash":"5bbb02f527ca7c1dc8dbe9f7dfb448cad7f0802e1784cfff33d91334a34a8ffa","time":"2027-03-02T02:14:07.112Z","business_date":"2027-03-02","state_root":"cb8780c87ebd165c1a601f4e91acdafd732b0f72e760f0a5d7546e0553377cf3","event_count":40211})"};
};
Result<ChainHeadReply> answer(const ChainHead::Params& params, Call& call);

struct ChainBlockReply {
  std::uint64_t height = 0;
  Digest hash;
  Header header;
  PartyId proposer;
  std::optional<Certificate> certificate;
  std::vector<PartyId> signers;
  std::vector<Digest> transactions;
  std::vector<RawMessage> bodies;
  std::vector<RawMessage> receipts;
  static constexpr auto fields() {
    using T = ChainBlockReply;
    return std::tuple{Field{1, "height", &T::height, "place in the chain"},
                      Field{2, "hash", &T::hash, "of the header"},
                      Field{3, "header", &T::header, "what was voted for"},
                      Field{4, "proposer", &T::proposer, "validator that proposed it"},
                      Field{5, "certificate", &T::certificate, "finalize votes; absent when a later block's cover it"},
                      Field{6, "signers", &T::signers, "validators that signed the certificate", 100},
                      Field{7, "transactions", &T::transactions, "ids, in order", limits::block_transactions},
                      Field{8, "bodies", &T::bodies, "type: SignedTransaction", limits::block_transactions},
                      Field{9, "receipts", &T::receipts, "type: Receipt", limits::block_transactions + 1}};
  }
};
struct ChainBlock {
  static constexpr MethodCard card{"chain_block", "One block with its header, signatures and transactions.", Scope::read_public, 5};
  struct Params {
    std::optional<std::uint64_t> height;
    std::optional<Digest> hash;
    bool full = false;
    static constexpr auto fields() {
      return std::tuple{Field{1, "height", &Params::height, "place in the chain; the last block unless given"},
                        Field{2, "hash", &Params::hash, "of the header, instead of the height"},
                        Field{3, "full", &Params::full, "with transactions and receipts"}};
    }
  };
  using Reply = ChainBlockReply;
  static constexpr std::array reasons{Reason::not_found, Reason::height_unavailable, Reason::out_of_range};
  static constexpr Example example{
      R"({"height":1})",
      R"({"height":1,"hash":"5bbb02f527ca7c1dc8dbe9f7dfb448cad7f0802e1784cfff33d91334a34a8ffa","header":{"version":1,"chain":"8d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7","epoch":0,"epoch_id":"0f1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7","view":1,"height":1,"parent":"8d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7","parent_view":0,"proposer":0,"time":"2027-03-02T01:00:00.040Z","flags":0,"transaction_count":0,"body_bytes":0,"committee":"1a1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7","transaction_root":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","receipt_root":"2b1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7","state_root":"cb8780c87ebd165c1a601f4e91acdafd732b0f72e760f0a5d7546e0553377cf3","history_root":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","event_count":0,"next_committee":"0000000000000000000000000000000000000000000000000000000000000000"},"proposer":"taihe","signers":[],"transactions":[],"bodies":[],"receipts":[]})"};
};
Result<ChainBlockReply> answer(const ChainBlock::Params& params, Call& call);

enum class Order : std::uint8_t { ascending, descending };
constexpr std::array<EnumValue, 2> values_of(Order) { return {{{0, "ascending"}, {1, "descending"}}}; }

struct ChainListBlocksReply {
  std::vector<BlockLine> blocks;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = ChainListBlocksReply;
    return std::tuple{Field{1, "blocks", &T::blocks, "in the order asked for", limits::largest_page},
                      Field{2, "height", &T::height, height_note},
                      Field{3, "next", &T::next, more_note, longest_token}};
  }
};
struct ChainListBlocks {
  static constexpr MethodCard card{"chain_listBlocks", "Blocks in a line each.", Scope::read_public, 5};
  struct Params {
    std::optional<std::uint64_t> from;
    std::optional<std::uint64_t> to;
    std::optional<Order> order;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "from", &Params::from, "lowest height, 1 unless given"},
                        Field{2, "to", &Params::to, "highest height, the last unless given"},
                        Field{3, "order", &Params::order, "descending unless given"},
                        Field{4, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{5, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = ChainListBlocksReply;
  static constexpr std::array reasons{Reason::out_of_range, Reason::height_unavailable, Reason::page_token_invalid};
  static constexpr Example example{
      R"({"limit":2})",
      R"({"blocks":[{"height":12371,"hash":"5bbb02f527ca7c1dc8dbe9f7dfb448cad7f0802e1784cfff33d91334a34a8ffa","time":"2027-03-02T02:14:07.112Z","proposer":"taihe","view":12380,"transactions":4,"events":40211}],"height":12371,"next":"AAAAAAAAMFM..."})"};
};
Result<ChainListBlocksReply> answer(const ChainListBlocks::Params& params, Call& call);

struct ValidatorReply {
  std::uint32_t place = 0;
  PartyId name;
  PublicKey key;
  static constexpr auto fields() {
    using T = ValidatorReply;
    return std::tuple{Field{1, "place", &T::place, "in the committee, as votes count"},
                      Field{2, "name", &T::name, "the validator's party"},
                      Field{3, "key", &T::key, "its consensus key"}};
  }
};
struct ChainValidatorsReply {
  std::uint64_t epoch = 0;
  Digest epoch_id;
  Digest committee;
  std::uint32_t quorum = 0;
  std::uint32_t may_fail = 0;
  std::vector<ValidatorReply> validators;
  static constexpr auto fields() {
    using T = ChainValidatorsReply;
    return std::tuple{Field{1, "epoch", &T::epoch, "epoch, from 0"},
                      Field{2, "epoch_id", &T::epoch_id, "what votes are bound to"},
                      Field{3, "committee", &T::committee, "hash of the validators, as headers carry it"},
                      Field{4, "quorum", &T::quorum, "signatures that make a certificate"},
                      Field{5, "may_fail", &T::may_fail, "validators that may be down or dishonest"},
                      Field{6, "validators", &T::validators, "in committee order", 100}};
  }
};
struct ChainValidators {
  static constexpr MethodCard card{"chain_validators", "Who validates, and how many make a quorum.", Scope::read_public, 1};
  struct Params {
    static constexpr auto fields() { return std::tuple{}; }
  };
  using Reply = ChainValidatorsReply;
  static constexpr auto& reasons = no_reasons;
  static constexpr Example example{
      "{}",
      R"({"epoch":0,"epoch_id":"0f1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7","committee":"1a1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7","quorum":1,"may_fail":0,"validators":[{"place":0,"name":"taihe","key":"ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c"}]})"};
};
Result<ChainValidatorsReply> answer(const ChainValidators::Params& params, Call& call);

struct ChainParamsReply {
  std::string network;
  std::vector<Profile> profiles;
  std::uint64_t calendar_offset_ms = 0;
  std::uint32_t operations_per_transaction = limits::operations;
  std::uint32_t transaction_bytes = limits::transaction_bytes;
  std::uint32_t block_transactions = limits::block_transactions;
  std::uint32_t block_bytes = limits::block_bytes;
  std::uint64_t longest_validity_ms = limits::longest_validity_ms;
  static constexpr auto fields() {
    using T = ChainParamsReply;
    return std::tuple{Field{1, "network", &T::network, "name of the network", 40},
                      Field{2, "profiles", &T::profiles, "every version of every instrument's parameters", 1000},
                      Field{3, "calendar_offset_ms", &T::calendar_offset_ms, "what time travel added to a test network's calendar"},
                      Field{4, "operations_per_transaction", &T::operations_per_transaction, "at most"},
                      Field{5, "transaction_bytes", &T::transaction_bytes, "at most"},
                      Field{6, "block_transactions", &T::block_transactions, "at most"},
                      Field{7, "block_bytes", &T::block_bytes, "at most"},
                      Field{8, "longest_validity_ms", &T::longest_validity_ms, "how far ahead valid_until may lie"}};
  }
};
struct ChainParams {
  static constexpr MethodCard card{"chain_params", "The rules' parameters with their history.", Scope::read_public, 1};
  struct Params {
    static constexpr auto fields() { return std::tuple{}; }
  };
  using Reply = ChainParamsReply;
  static constexpr auto& reasons = no_reasons;
  static constexpr Example example{
      "{}",
      R"({"network":"demo","profiles":[],"calendar_offset_ms":0,"operations_per_transaction":500,"transaction_bytes":262144,"block_transactions":10000,"block_bytes":4194304,"longest_validity_ms":86400000})"};
};
Result<ChainParamsReply> answer(const ChainParams::Params& params, Call& call);

}  // namespace allonge::api
