// Many parties and certificates, and their signed transactions: what the network is loaded with.
// Every holder has one person and a band that lets one person sign small amounts, so that a measured
// transaction carries exactly one signature. Keys come from names: the same run signs the same things.
#pragma once

#include "contracts/operations.h"
#include "ledger/keys.h"
#include "tests/benchmarks/network/net.h"

namespace allonge::bench {

struct Actor {
  PartyId id;
  std::vector<SecretKey> keys;
};

// A signed transaction ready to be sent: its id, and its bytes as JSON text.
struct Prepared {
  Digest id;
  std::string base64;
};

// A certificate and who holds it now.
struct Paper {
  CertificateId id;
  std::size_t holder = 0;
  std::uint64_t face_fen = 0;
};

class Crowd {
 public:
  // Admits `holders` holders and one issuer through the demo operator, with the credentials that the test
  // network's gates ask for, all by transactions.
  Crowd(Net& net, std::size_t holders);

  // Has invoices registered and confirmed, certificates issued and accepted: `count` more of this
  // face, spread over the holders. In large transactions; waits until all are done.
  std::vector<Paper> issue(std::size_t count, std::uint64_t face_fen);
  // Cuts every paper into `pieces` equal ranges of its holder.
  void cut(const std::vector<Paper>& papers, std::size_t pieces);

  // Who holds a paper that was moved so many times: each move goes to the next holder.
  std::size_t holder_after(std::size_t first, std::size_t moves) const { return (first + moves) % holders_.size(); }
  // Offers the whole of a paper to the next holder, and the acceptance of that offer. The paper is
  // then the next holder's. Signed only, not sent.
  std::pair<Prepared, Prepared> move(Paper& paper);
  // The same for many papers of one holder in one transaction each.
  std::pair<Prepared, Prepared> move_together(std::vector<Paper*> papers);

  // A demo party with its maker and its checker.
  Actor demo_actor(const char* name) const;
  // A party of the crowd with both of its people.
  Actor with_checker(const PartyId& id) const;
  Date issued() const { return issued_; }

  // New signatures are valid for nine minutes from now on.
  void refresh();
  Prepared sign(const Actor& actor, std::span<const Operation> operations);
  const Actor& holder(std::size_t place) const { return holders_[place % holders_.size()]; }
  std::size_t holders() const { return holders_.size(); }

 private:
  void admit(const std::vector<party::AdmitParty>& admissions, Time now);
  std::vector<Prepared> sign_in_batches(const Actor& actor, std::span<const Operation> operations, std::size_t most);
  // Submits in order through node 0, then waits for every outcome; stops the program at a refusal.
  void run(const std::vector<Prepared>& transactions, const char* what);

  Net& net_;
  Time valid_until_;
  Actor operator_;
  Actor bank_actor_;
  Actor issuer_;
  PartyId bank_;
  std::vector<Actor> holders_;
  std::uint64_t counter_ = 0;  // makes every idem different
  std::uint64_t invoices_ = 0;
  Date maturity_;
  Date issued_;
};

}  // namespace allonge::bench
