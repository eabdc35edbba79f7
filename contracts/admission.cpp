#include "contracts/admission.h"

#include <algorithm>
#include <array>

#include "contracts/idem_memory.h"
#include "contracts/receivable/invoice.h"
#include "contracts/receivable/partition_change.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge {

namespace {

Result<void> in_time(const BlockContext& block, Time valid_until) {
  if (valid_until < block.time)
    return Refusal{Reason::tx_expired, "valid until " + valid_until.text() + ", it is " + block.time.text()};
  if (valid_until.ms - block.time.ms > limits::longest_validity_ms) return Reason::valid_until_too_far;
  return done();
}

// Every signer is looked at before anything is decided: a loop over signers that left early has cost
// others their authorisation (reliability.md 1.2).
Result<PeopleCount> signers_of(const View& state, const Party& party, std::span<const KeySignature> signatures) {
  std::vector<KeyRecord> signers;
  signers.reserve(signatures.size());
  bool foreign = false;
  for (const KeySignature& signature : signatures) {
    auto key = key_records.find(state, signature.key);
    if (key && key->party == party.id && key->in_force())
      signers.push_back(*std::move(key));
    else
      foreign = true;
  }
  if (foreign) return Reason::key_not_in_force;
  for (std::size_t i = 0; i < signers.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (signers[i].person == signers[j].person) return Refusal{Reason::same_signer, signers[i].person + " signed twice"};
  return people_of(signers);
}

Result<void> idem_is_new(const View& state, const ReplayOverlay& replay, const Transaction& transaction) {
  std::optional<Digest> user = replay.seen(transaction.body.party, transaction.body.idem);
  if (!user) {
    const auto record = idem_records.find(state, transaction.body.party, transaction.body.idem);
    if (record) user = record->transaction;
  }
  if (!user) return done();
  return *user == transaction.id ? Reason::already_known : Reason::idem_conflict;
}

std::optional<Currency> currency_of(const View& view, const CertificateId& id) {
  const auto found = receivable::certificate_of(view, id.bits());
  return found ? std::optional(found->seen.currency) : std::nullopt;
}
std::optional<Currency> currency_of(const View& view, const TransferId& id) {
  const auto offer = view.get(receivable::transfer_offer_records.key(id));
  if (!offer) return std::nullopt;
  const auto certificate = CertificateId::parse(receivable::glance_at_offer(*offer).certificate);
  ensure(certificate.has_value(), "an offer names its certificate");
  return currency_of(view, *certificate);
}
std::optional<Currency> currency_of(const View& view, const InvoiceId& id) {
  const auto found = receivable::invoice_records.find(view, id);
  return found ? std::optional(found->currency) : std::nullopt;
}

// In which currency an operation counts its amount: that of the field, or of the record it is about.
std::optional<Currency> currency_of(const Operation& op, const View& view) {
  return std::visit(
      [&](const auto& chosen) -> std::optional<Currency> {
        if constexpr (requires { chosen.currency; }) return chosen.currency;
        else if constexpr (requires { chosen.certificate; }) return currency_of(view, chosen.certificate);
        else if constexpr (requires { chosen.transfer; }) return currency_of(view, chosen.transfer);
        else if constexpr (requires { chosen.invoice; }) return currency_of(view, chosen.invoice);
        else return std::nullopt;
      },
      op);
}

// What its bands look at. They are in CNY; an amount of anything else counts as the largest.
std::optional<Amount> amount_in_bands(const Operation& op, const View& view) {
  const std::optional<Amount> amount = banded_amount_of(op, view);
  return amount && currency_of(op, view) == Currency::cny ? amount : std::nullopt;
}

}  // namespace

Result<std::vector<Operation>> read_operations(const TransactionBody& body) {
  std::vector<Operation> out;
  out.reserve(body.operations.size());
  for (const RawMessage& raw : body.operations) {
    TRY(Operation op, read_operation(raw.bytes));
    out.push_back(std::move(op));
  }
  return out;
}

std::optional<Amount> sum_in_bands(const View& state, std::span<const Operation> operations, std::string_view name) {
  std::uint64_t fen = 0;
  for (const Operation& op : operations) {
    if (card_of(op).name != name) continue;
    const std::optional<Amount> amount = amount_in_bands(op, state);
    if (!amount) return std::nullopt;
    fen = std::min(fen + amount->fen(), Amount::max_fen);
  }
  return *Amount::of_fen(fen);
}

PeopleNeeded people_needed(const View& state, const SigningPolicy& policy, std::span<const Operation> operations) {
  // Per kind of operation the sum of its amounts; none as soon as one of them has none.
  struct Total {
    const char* name = nullptr;
    bool has_amounts = true;
    std::uint64_t fen = 0;
  };
  std::array<Total, std::variant_size_v<Operation>> totals;
  for (const Operation& op : operations) {
    Total& total = totals[op.index()];
    total.name = card_of(op).name;
    // Without rules no amount matters, and none is looked up.
    const std::optional<Amount> amount = policy.rules.empty() ? std::nullopt : amount_in_bands(op, state);
    total.has_amounts = total.has_amounts && amount.has_value();
    if (amount) total.fen = std::min(total.fen + amount->fen(), Amount::max_fen);
  }
  PeopleNeeded out{0, 0};
  for (const Total& total : totals) {
    if (total.name == nullptr) continue;
    std::optional<Amount> sum;
    if (total.has_amounts) sum = *Amount::of_fen(total.fen);
    const PeopleNeeded wanted = needed(policy, total.name, sum);
    out.makers = std::max(out.makers, wanted.makers);
    out.checkers = std::max(out.checkers, wanted.checkers);
  }
  return out;
}

Result<Admitted> admit_transaction(const View& state, const ReplayOverlay& replay, const BlockContext& block,
                                   const Transaction& transaction) {
  const TransactionBody& body = transaction.body;
  Admitted out;
  TRY(out.operations, read_operations(body));
  if (body.chain != block.chain) return Reason::wrong_chain;
  CHECK(in_time(block, body.valid_until));
  TRY(const Party party, active_party(state, body.party));
  out.roles = party.role_set();
  TRY(const PeopleCount signers, signers_of(state, party, transaction.signatures));
  const PeopleNeeded wanted = people_needed(state, party.policy, out.operations);
  if (!enough(signers, wanted))
    return Refusal{Reason::approvals_missing, std::to_string(wanted.makers) + " maker and " +
                                                  std::to_string(wanted.checkers) + " checker are needed"};
  CHECK(idem_is_new(state, replay, transaction));
  out.short_lived = is_short_lived(body.valid_until, block.time);
  const bool room = out.short_lived ? replay.has_room(body.party) : has_idem_room(state, body.party);
  if (!room) return Reason::replay_memory_full;
  return out;
}

}  // namespace allonge
