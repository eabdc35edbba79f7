#include "api/methods.h"

#include "api/methods/about.h"
#include "api/methods/cash.h"
#include "api/methods/cert.h"
#include "api/methods/cert_ranges.h"
#include "api/methods/chain.h"
#include "api/methods/events.h"
#include "api/methods/finance.h"
#include "api/methods/finance_quotes.h"
#include "api/methods/gate.h"
#include "api/methods/holding.h"
#include "api/methods/invoice.h"
#include "api/methods/node_status.h"
#include "api/methods/party.h"
#include "api/methods/party_did.h"
#include "api/methods/proof.h"
#include "api/methods/rpc_discover.h"
#include "api/methods/trust.h"
#include "api/methods/tx_prepare.h"
#include "api/methods/tx_status.h"
#include "api/methods/tx_submit.h"
#include "api/methods/vc.h"
#include "api/methods/vc_application.h"
#include "api/methods/vc_status_list.h"
#include "api/methods/vc_verify.h"

namespace allonge::api {

namespace {

constexpr std::array all_methods{
    rpc_discover,
    method_of<NodeStatusMethod>(),
    method_of<NodePeers>(),
    method_of<ChainHead>(),
    method_of<ChainBlock>(),
    method_of<ChainListBlocks>(),
    method_of<ChainValidators>(),
    method_of<ChainParams>(),
    method_of<TxPrepare>(),
    method_of<TxSimulate>(),
    method_of<TxSubmit>(),
    method_of<TxStatus>(),
    method_of<TxWait>(),
    method_of<TxGet>(),
    method_of<EventList>(),
    method_of<EventWait>(),
    method_of<PartyGet>(),
    method_of<PartyList>(),
    method_of<PartyGetDid>(),
    method_of<VcGet>(),
    method_of<VcList>(),
    method_of<VcGetApplication>(),
    method_of<VcListApplications>(),
    method_of<VcVerify>(),
    method_of<VcGetStatusList>(),
    method_of<TrustQuery>(),
    method_of<TrustList>(),
    method_of<GateGet>(),
    method_of<GateExplain>(),
    method_of<InvoiceGet>(),
    method_of<InvoiceList>(),
    method_of<InvoiceCheck>(),
    method_of<CertGet>(),
    method_of<CertList>(),
    method_of<CertRanges>(),
    method_of<CertHistory>(),
    method_of<CertTree>(),
    method_of<HoldingList>(),
    method_of<TransferList>(),
    method_of<FinanceGet>(),
    method_of<FinanceList>(),
    method_of<FinanceQuotes>(),
    method_of<CashGet>(),
    method_of<ProofTx>(),
    method_of<ProofState>(),
    method_of<ReasonList>(),
    method_of<ErrorExplain>(),
    method_of<PermissionList>(),
};

}  // namespace

std::span<const Method> methods() { return all_methods; }

const Method* find_method(std::string_view name) {
  for (const Method& method : all_methods)
    if (name == method.card.name) return &method;
  return nullptr;
}

std::string_view name_of(Scope scope) {
  constexpr std::array names{"none", "read.public", "read.party", "tx.submit", "admin"};
  return names[static_cast<std::size_t>(scope)];
}

}  // namespace allonge::api
