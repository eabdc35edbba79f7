// The parts of a credential's shape (credentials.md 4.2), each read from the members that hold it: VC_SHAPE
// with the path of what is wrong. read_document (document.h) puts them together.
#pragma once

#include "contracts/credential/document.h"
#include "contracts/credential/members.h"

namespace allonge::credential {

Result<Time> moment_in(const Members& in, std::string_view name);
Result<Identity> identity_in(const Members& in, std::string_view name, std::string_view network);
Result<Identity> issuer_in(const Members& document, std::string_view network);  // a name, or {"id", "name"}
Result<std::vector<std::string>> hidden_in(const Members& subject);             // "_sd"
Result<std::vector<StatusEntry>> status_in(const Members& document);
Result<std::vector<Evidence>> evidence_in(const Members& document);
Result<std::vector<Proof>> proofs_in(const Members& document);

}  // namespace allonge::credential
