// Credentials to make: sign a document with a person's key, and record it on the ledger.
#include "contracts/credential/data_proof.h"
#include "wallet/act.h"
#include "wallet/command.h"
#include "wallet/credential_draft.h"
#include "wallet/files.h"
#include "wallet/persons_key.h"
#include "wallet/rate_text.h"
#include "wallet/show.h"

namespace allonge::wallet {

namespace {

// ---- sign

Result<CredentialDraft> draft_typed(const FlagValues& flags, Time now) {
  CredentialDraft out;
  for (const char* needed : {"type", "subject", "valid-until"})
    if (!flags.has(needed)) return Refusal{Reason::missing_field, "--" + std::string(needed) + ", or --draft FILE"};
  out.type = flags.one("type");
  out.subject = flags.one("subject");
  out.claims = flags.all("claim");
  out.id = flags.one("id");
  out.valid_from = now;
  if (flags.has("valid-from")) {
    TRY(out.valid_from, read_moment(flags.one("valid-from"), now));
  }
  TRY(out.valid_until, read_moment(flags.one("valid-until"), now));
  return out;
}

Result<Exit> sign_document_typed(Session& session, const FlagValues& flags) {
  TRY(const PartyId party, session.party());
  TRY(const Network network, session.network());
  const Time now{network.now.ms / 1000 * 1000};  // proofs have whole seconds
  JsonValue draft;
  if (flags.has("draft")) {
    TRY(const std::string text, read_file(flags.one("draft"), credential::document_limits::document_bytes));
    TRY(draft, parse_json(text));
  } else {
    TRY(const CredentialDraft typed, draft_typed(flags, now));
    TRY(draft, document_of(typed, party, network.name));
  }
  TRY(const PersonsKey person, persons_key(session, party));
  credential::ProofOptions options;
  options.method = person.name.text(network.name);
  options.created = now;
  TRY(const std::string text, credential::sign_document(draft, person.key, options));
  // What a ledger would not read is not handed out signed.
  TRY(const credential::Document document, credential::read_document(text, network.name));
  if (document.issuer != credential::Identity::of(party))
    return Refusal{Reason::proof_controller, "the document's issuer is another than " + std::string(party.text()) + ", who signs"};
  const std::string path = session.settings.out.empty() ? document.type + "-" + document.hash.hex().substr(0, 8) + ".json" : session.settings.out;
  CHECK(write_file(path, text, Privacy::owner_only));
  session.say(std::string(session.terminal.symbols().done) + " signed as " + options.method + "\n" +
              std::string(session.terminal.symbols().next) + " allonge --as " + std::string(party.text()) + " vc issue --document " + path + "\n");
  if (session.settings.json) session.print("{\"v\":1,\"data\":{\"file\":\"" + path + "\",\"hash\":\"" + document.hash.hex() + "\"}}\n");
  else session.print((session.settings.quiet ? document.hash.hex() : path) + "\n");
  return Exit::done;
}

// ---- issue

Result<Exit> issue_file(Session& session, const FlagValues& flags) {
  TRY(const Network network, session.network());
  TRY(const std::string text, read_file(flags.one("document"), credential::document_limits::document_bytes));
  TRY(const credential::Document document, credential::read_document(text, network.name));
  credential::IssueCredential op;
  op.document = copy_of(bytes_of(text));
  if (flags.has("supersedes")) {
    TRY(op.supersedes, Digest::parse_hex(flags.one("supersedes")));
  }
  if (flags.has("application")) {
    TRY(op.application, ApplicationId::parse(flags.one("application")));
  }
  session.say("  " + document.type + " about " + document.subject.text(network.name) + "\n  by " + document.issuer.text(network.name) +
              ", until " + local_time_text(document.valid_until) + "\n  hash " + document.hash.hex() + "\n");
  return act(session, {op}, "vc issue");
}

}  // namespace

void add_credential_sign_commands(Commands& commands) {
  add(commands, {"credential", "sign", "Sign a credential with a person's key: a draft file, or what is typed.",
                 "allonge --as jianghai/maker1 credential sign --type LegalEntityKyc --subject shunchang --claim level=2 --claim uscc=91... "
                 "--claim legalName=... --valid-until +365d",
                 {optional_flag("draft", "FILE", "JSON document without proof"), optional_flag("type", "TYPE", "type of credential"),
                  optional_flag("subject", "PARTY|DID", "about whom it speaks"),
                  repeated(optional_flag("claim", "NAME=VALUE", "what it says; lists with commas, or JSON")),
                  optional_flag("valid-from", "TIME|+1d", "first moment; now if left out"),
                  optional_flag("valid-until", "TIME|+365d", "last moment, inclusive"), optional_flag("id", "URN", "a fresh one if left out")},
                 sign_document_typed});
  add(commands, {"vc", "issue", credential::IssueCredential::card.sentence, "allonge --as jianghai vc issue --document kyc.json",
                 {typed_first(required_flag("document", "FILE", "signed JSON document")),
                  optional_flag("supersedes", "64 HEX", "hash of the credential whose place it takes"),
                  optional_flag("application", "AP-...", "the approved application it answers")},
                 issue_file});
}

}  // namespace allonge::wallet
