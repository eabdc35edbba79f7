// holding_list, transfer_list: what a party holds, and the offers that wait for an answer.
#pragma once

#include "api/methods/cert.h"

namespace allonge::api {

struct HoldingListReply {
  std::vector<HoldingReply> holdings;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = HoldingListReply;
    return std::tuple{Field{1, "holdings", &T::holdings, "by certificate", limits::largest_page},
                      Field{2, "height", &T::height, height_note},
                      Field{3, "next", &T::next, more_note, longest_token}};
  }
};

struct HoldingList {
  static constexpr MethodCard card{"holding_list", "What a party holds, by certificate.", Scope::read_party, 5};
  struct Params {
    PartyId party;
    bool also_paid = false;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "party", &Params::party, "whose holdings"},
                        Field{2, "also_paid", &Params::also_paid, "also what is paid already"},
                        Field{3, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{4, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = HoldingListReply;
  static constexpr std::array reasons{Reason::out_of_range, Reason::page_token_invalid};
  static constexpr Example example{
      R"({"party":"shunchang"})",
      R"({"holdings":[{"certificate":"RC-0000-0000-0001-2","holder":"shunchang","issuer":"taihe","currency":"CNY","due":"2027-05-31","live":"1000000.00","free":"1000000.00","offered":"0.00","presented":"0.00","unpaid":"0.00","paid":"0.00","quoted":"0.00","pledged":"0.00"}],"height":12371})"};
};
Result<HoldingListReply> answer(const HoldingList::Params& params, Call& call);

struct TransferListReply {
  std::vector<receivable::TransferOffer> transfers;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = TransferListReply;
    return std::tuple{Field{1, "transfers", &T::transfers, "offers that wait for an answer", limits::largest_page},
                      Field{2, "height", &T::height, height_note},
                      Field{3, "next", &T::next, more_note, longest_token}};
  }
};

enum class Direction : std::uint8_t { to, from };
constexpr std::array<EnumValue, 2> values_of(Direction) { return {{{0, "to"}, {1, "from"}}}; }

struct TransferList {
  static constexpr MethodCard card{"transfer_list", "Pending transfers to or from a party, or of a certificate.", Scope::read_party, 5};
  struct Params {
    std::optional<PartyId> party;
    std::optional<Direction> direction;
    std::optional<IdBeginning<CertificateKind>> certificate;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "party", &Params::party, "one side of the transfer"},
                        Field{2, "direction", &Params::direction, "offered to the party (unless given) or from it"},
                        Field{3, "certificate", &Params::certificate, "only of this certificate; enough without a party"},
                        Field{4, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{5, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = TransferListReply;
  static constexpr std::array reasons{Reason::missing_field, Reason::not_found, Reason::ambiguous_id, Reason::out_of_range,
                                      Reason::page_token_invalid};
  static constexpr Example example{
      R"({"party":"lanwan"})",
      R"({"transfers":[{"id":"TR-0000-0000-0001-2","certificate":"RC-0000-0000-0001-2","from":"shunchang","to":"lanwan","amount":"300000.00","ranges":[{"start":"1","end":"30000000"}],"invoices":[],"contract_hash":"5bbb02f527ca7c1dc8dbe9f7dfb448cad7f0802e1784cfff33d91334a34a8ffa","offered":"2027-03-02T02:14:07.112Z","answer_by":"2027-03-09T16:00:00.000Z"}],"height":12371})"};
};
Result<TransferListReply> answer(const TransferList::Params& params, Call& call);

}  // namespace allonge::api
