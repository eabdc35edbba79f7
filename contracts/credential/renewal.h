// Notice before a credential ends (credentials.md 7): 60, 30 and 7 days before its last moment an event says
// so to issuer and subject. Notices decide nothing; they come from the due-queue at block boundaries.
//
// A credential has at most one entry in the queue, its next notice. One that is revoked has none, and one
// whose issuer has recorded a credential that lasts longer in its place is passed over in silence.
#pragma once

#include "contracts/credential/record.h"
#include "ledger/draft.h"
#include "ledger/receipt.h"

namespace allonge::credential {

inline constexpr std::array<std::uint32_t, 3> notice_days{60, 30, 7};  // before the end; the first opens renewal

// When a notice falls due. REQUIRES: that many days lie before its end.
Time notice_time(const Credential& credential, std::uint32_t days);

// Called when it is recorded: the first notice that still lies ahead waits in the queue, if any does.
void await_end(Draft& draft, const Credential& credential, Time now);
// Called when it is revoked or superseded.
void forget_end(Draft& draft, const Credential& credential);

// The act of the due-queue. Key: the credential's hash. Where blocks stood still over several notices, the
// nearest alone is given; over the end, none.
void tell_of_end(BytesView key, const BlockContext& block, Draft& draft, Events& events);

}  // namespace allonge::credential
