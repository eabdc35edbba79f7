// The shape of any W3C credential or presentation (VC-DM 2.0), as far as it can be judged without
// processing JSON-LD: for credentials that are looked at or imported and are not of profile AVP-1, whose
// own and stricter shape is read_document's (document.h).
//
// What only JSON-LD could tell is not asked: whether a type's name is defined by some context, and
// what terms mean. Whether an issuer is who presents is a matter of proofs, not of shape.
#pragma once

#include "ledger/json_text.h"

namespace allonge::credential {

// VC_SHAPE with the path of the wrong member.
Result<void> credential_shape(const JsonValue& document);
Result<void> presentation_shape(const JsonValue& document);

}  // namespace allonge::credential
