#include "api/methods/chain.h"

#include "contracts/context.h"
#include "contracts/execute.h"

namespace allonge::api {

namespace {

PartyId name_at(const Committee& committee, std::uint32_t place) {
  return place < committee.size() ? committee.members[place].name : PartyId();
}

}  // namespace

BlockLine line_of(const Header& header, const Committee& committee) {
  return {header.height, hash_of(header), header.time, name_at(committee, header.proposer),
          header.view,   header.transaction_count, header.event_count};
}

Result<ChainHeadReply> answer(const ChainHead::Params&, Call& call) {
  const Header& header = call.snapshot()->header();
  ChainHeadReply out;
  out.chain = call.backend.chain();
  out.height = header.height;
  out.hash = header.height == 0 ? call.backend.chain() : hash_of(header);
  out.time = header.time;
  out.business_date = business_date(header.time, business_zone_minutes);
  out.state_root = header.state_root;
  out.event_count = header.event_count;
  return out;
}

Result<ChainBlockReply> answer(const ChainBlock::Params& params, Call& call) {
  if (params.height && params.hash) return Refusal{Reason::out_of_range, "give height or hash, not both"};
  std::uint64_t height = params.height.value_or(call.snapshot()->header().height);
  if (params.hash) {
    const auto found = call.backend.height_of(*params.hash);
    if (!found) return Refusal{Reason::not_found, "no block with this hash"};
    height = *found;
  }
  TRY(FinalBlock block, call.backend.block(height));
  const Committee committee = call.backend.committee();
  ChainBlockReply out;
  out.height = height;
  out.hash = hash_of(block.header);
  out.header = block.header;
  out.proposer = name_at(committee, block.header.proposer);
  out.certificate = std::move(block.certificate);
  if (out.certificate)
    for (const std::uint32_t place : signers_of(*out.certificate, committee.size()))
      out.signers.push_back(name_at(committee, place));
  for (const RawMessage& raw : block.transactions) {
    TRY(const SignedTransaction signed_by, decode<SignedTransaction>(raw.bytes));
    out.transactions.push_back(transaction_id(signed_by.body.bytes));
  }
  if (params.full) {
    out.bodies = std::move(block.transactions);
    out.receipts = std::move(block.receipts);
  }
  return out;
}

Result<ChainListBlocksReply> answer(const ChainListBlocks::Params& params, Call& call) {
  TRY(Page page, open_page<ChainListBlocks>(params, call));
  const Committee committee = call.backend.committee();
  const std::uint64_t head = page.snapshot->header().height;
  const std::uint64_t lowest = std::max<std::uint64_t>(params.from.value_or(1), 1);
  const std::uint64_t highest = std::min(params.to.value_or(head), head);
  const bool down = params.order.value_or(Order::descending) == Order::descending;

  ChainListBlocksReply out;
  out.height = head;
  std::uint64_t height = down ? highest : lowest;
  if (!page.after.empty()) {
    const auto before = read_big_endian<std::uint64_t>(page.after);
    height = down ? before - 1 : before + 1;
  }
  for (; height >= lowest && height <= highest; height = down ? height - 1 : height + 1) {
    // A page may be shorter than its limit: the calls of a batch share what may be looked through.
    std::size_t& budget = call.shared.blocks_to_scan;
    if (page.taken == page.limit || (page.taken > 0 && budget == 0)) {
      page.more = true;
      break;
    }
    budget -= budget > 0 ? 1 : 0;
    TRY(const FinalBlock block, call.backend.block(height));
    out.blocks.push_back(line_of(block.header, committee));
    ++page.taken;
    page.last.clear();
    append_big_endian(page.last, height);
  }
  out.next = close_page(page, call);
  return out;
}

Result<ChainValidatorsReply> answer(const ChainValidators::Params&, Call& call) {
  const Committee committee = call.backend.committee();
  ChainValidatorsReply out;
  out.committee = committee.hash();
  // The first epoch grows from genesis; every header repeats what its votes are bound to.
  const Header& head = call.snapshot()->header();
  out.epoch = head.epoch;
  out.epoch_id = head.height > 0 ? head.epoch_id
                                 : epoch_id(call.backend.chain(), 0, call.backend.chain(), out.committee, 0);
  out.quorum = committee.quorum();
  out.may_fail = faults_tolerated(committee.size());
  for (std::uint32_t place = 0; place < committee.size(); ++place)
    out.validators.push_back({place, committee.members[place].name, committee.members[place].key});
  return out;
}

Result<ChainParamsReply> answer(const ChainParams::Params&, Call& call) {
  ChainParamsReply out;
  out.network = call.backend.genesis().network;
  profile_records.walk(call.state(), [&](BytesView, const Profile& profile) {
    out.profiles.push_back(profile);
    return out.profiles.size() < 1000;
  });
  out.calendar_offset_ms = calendar_offset_ms(call.state());
  return out;
}

}  // namespace allonge::api
