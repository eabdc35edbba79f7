#include "consensus/messages.h"

namespace allonge::consensus {

namespace {

Refusal out_of_range(const char* what) { return Refusal{Reason::out_of_range, what}; }

Result<void> check(VoteKind kind, std::uint64_t view, const Digest& block) {
  if (view == 0 || view > largest_view) return out_of_range("view: votes are cast in views from 1 to 2^53");
  if ((kind == VoteKind::nullify) != block.is_zero()) return out_of_range("block: zero for nullify, and only then");
  return done();
}

Result<void> check(const Certificate& certificate) {
  return check(certificate.kind, certificate.view, certificate.block);
}

Result<void> check(const Vote& vote) {
  if (vote.signer >= limits::validators) return out_of_range("signer: a committee has at most 100 members");
  return check(vote.kind, vote.view, vote.block);
}

Result<void> check(const Proposal& proposal) {
  const Header& header = proposal.header;
  const Payload& payload = proposal.payload;
  if (header.view == 0 || header.view > largest_view) return out_of_range("view: from 1 to 2^53");
  if (header.height == 0 || header.height > largest_view) return out_of_range("height: from 1 to 2^53");
  if (header.parent_view >= header.view) return out_of_range("parent_view: a parent is of an earlier view");
  if (header.transaction_count != payload.wire_ids.size()) return out_of_range("transaction_count: differs from the list");
  if (header.body_bytes > limits::block_bytes) return out_of_range("body_bytes: a block has at most 4 MiB");
  if (!payload.transactions.empty()) {
    if (payload.transactions.size() != payload.wire_ids.size())
      return out_of_range("transactions: inline are all of them or none");
    std::size_t bytes = 0;
    for (const RawMessage& transaction : payload.transactions) bytes += transaction.bytes.size();
    if (bytes > inline_transaction_bytes) return out_of_range("transactions: at most 16 KiB are inline");
  }
  if (proposal.parent) {
    CHECK(check(*proposal.parent));
    if (proposal.parent->kind == VoteKind::nullify || proposal.parent->view != header.parent_view)
      return out_of_range("parent: a notarize or finalize certificate of the parent's view");
  }
  std::uint64_t last = header.parent_view;
  for (const Certificate& skip : proposal.skips) {
    CHECK(check(skip));
    if (skip.kind != VoteKind::nullify || skip.view <= last || skip.view >= header.view)
      return out_of_range("skips: nullify certificates, ascending, between the parent and the block");
    last = skip.view;
  }
  return done();
}

Result<void> check(const CertificateNotice& notice) { return check(notice.certificate); }

Result<void> check(const Status& status) {
  if (status.view == 0 || status.view > largest_view) return out_of_range("view: from 1 to 2^53");
  if (status.final_height > largest_view) return out_of_range("final_height: up to 2^53");
  if (status.final_view >= status.view) return out_of_range("final_view: what is final is of an earlier view");
  return done();
}

Result<void> check(const CertificateRequest& request) {
  for (const CertificateName& name : request.wanted)
    if (name.view == 0 || name.view > largest_view) return out_of_range("view: from 1 to 2^53");
  return done();
}

Result<void> check(const CertificateAnswer& answer) {
  for (const Certificate& certificate : answer.certificates) CHECK(check(certificate));
  return done();
}

Result<void> check(const Evidence& evidence) {
  CHECK(check(evidence.first));
  return check(evidence.second);
}

}  // namespace

Result<void> well_formed(const Message& message) {
  return std::visit([](const auto& alternative) { return check(alternative); }, message);
}

Result<Message> read_message(BytesView bytes) {
  if (bytes.size() > largest_message_bytes) return Refusal{Reason::too_large, "a consensus message has at most 1 MiB"};
  TRY(Message message, decode<Message>(bytes));
  CHECK(well_formed(message));
  return message;
}

}  // namespace allonge::consensus
