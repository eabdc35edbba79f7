// The usual ledger of these tests: some parties have acted, so that every kind of record exists; and
// the calls a client makes.
#pragma once

#include <gtest/gtest.h>

#include "api/dispatch.h"
#include "api/json.h"
#include "contracts/operations.h"
#include "tests/support/ledger_backend.h"
#include "tests/support/random_value.h"
#include "tests/support/trust.h"

namespace allonge::test {

struct Story {
  LedgerBackend ledger{trusted_genesis()};
  Digest kyc;    // hash of shunchang's LegalEntityKyc of level 2, recorded by jianghai
  Digest credit;  // jianghai's, of 500,000.00 to taihe: a committed transaction
  Idem credit_idem;
  InvoiceId invoice;          // of shunchang to taihe, 1,000,000.00, confirmed
  CertificateId certificate;  // of taihe to shunchang, accepted; lanwan holds its first 300,000.00
  TransferId transfer;        // of the next 200,000.00 from shunchang to dongfang, pending
  FinancingId financing;      // lanwan asks dongfang and jianghai for quotes on its 300,000.00, an hour for each step

  Story();

  // The whole answer of a body.
  std::string ask(std::string_view body);
  // Of one call; `params` as JSON text.
  JsonValue call(std::string_view method, std::string_view params);
  // The call's result; the test fails when it is an error.
  JsonValue result(std::string_view method, std::string_view params);
  // The call's error; the test fails when there is none.
  JsonValue error(std::string_view method, std::string_view params);
};

// Any operation within its limits. The dice do not know check letters of tax codes.
inline Operation random_operation(RandomValue& random) {
  Operation out = random.make<Operation>();
  if (auto* admit = std::get_if<party::AdmitParty>(&out)) admit->application.tax_id = tax_id_of("anybody");
  return out;
}

inline std::string text_at(const JsonValue& value, std::string_view name) {
  const JsonValue* member = value.find(name);
  return member == nullptr ? "(no " + std::string(name) + ")" : member->type == JsonValue::Type::boolean ? (member->boolean ? "true" : "false") : member->text;
}

}  // namespace allonge::test
