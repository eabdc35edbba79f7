// What a transaction does, for the people who sign it: built from the bytes that are signed, never
// from the text of whoever prepared them (interfaces.md 7.4).
#pragma once

#include "contracts/operations.h"
#include "ledger/transaction.h"

namespace allonge::api {

struct Summary {
  std::string en;
  std::string zh;
  static constexpr auto fields() {
    return std::tuple{Field{1, "en", &Summary::en, "one line per operation", 1024 * 1024},
                      Field{2, "zh", &Summary::zh, "the same in Chinese", 1024 * 1024}};
  }
};

Summary summary_of(const Operation& operation);
// BAD_ENCODING, OPERATION_UNKNOWN. Operations are numbered from 1 when there are several.
Result<Summary> summary_of(const TransactionBody& body);

// "1,000,000.00"
std::string grouped(Amount amount);

}  // namespace allonge::api
