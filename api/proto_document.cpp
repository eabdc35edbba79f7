// The roots of api/allonge.proto. Operation reaches every operation; the records are listed by the
// tables they stand in.
#include <vector>

#include "api/json.h"
#include "api/openrpc.h"
#include "api/records.h"
#include "contracts/genesis_state.h"
#include "contracts/operations.h"
#include "contracts/receivable/allonge.h"
#include "ledger/block.h"
#include "ledger/proof.h"
#include "ledger/proto_text.h"
#include "ledger/receipt.h"

namespace allonge::api {

std::string proto_document() {
  std::vector<const Shape*> roots{&shape_of<SignedTransaction>, &shape_of<TransactionBody>, &shape_of<Operation>,
                                  &shape_of<Header>,            &shape_of<Receipt>,         &shape_of<Certificate>,
                                  &shape_of<FinalBlock>,        &shape_of<TransactionProof>, &shape_of<StateProof>,
                                  &shape_of<GenesisConfig>};
  for (const RecordType& type : record_types()) {
    bool there = false;
    for (const Shape* root : roots) there = there || root == type.shape;
    if (!there) roots.push_back(type.shape);
  }
  return proto_text("allonge", roots);
}

}  // namespace allonge::api
