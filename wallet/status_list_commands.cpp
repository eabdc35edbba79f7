// Status lists for readers without a node: made and signed by their issuer, and read from a file.
#include "api/methods/vc_status_list.h"
#include "wallet/files.h"
#include "wallet/offline_ground.h"
#include "wallet/persons_key.h"
#include "wallet/show.h"
#include "wallet/status_list.h"

namespace allonge::wallet {

namespace {

// ---- sign-list

Result<credential::StatusPurpose> purpose_typed(const FlagValues& flags) {
  for (const EnumValue& value : values_of(credential::StatusPurpose{}))
    if (flags.one("purpose") == value.name) return credential::StatusPurpose(value.number);
  return Refusal{Reason::bad_text, "--purpose: revocation or suspension"};
}

Result<std::uint32_t> number_typed(const FlagValues& flags, const char* name) {
  const std::string& typed = flags.one(name);
  const bool is_number = !typed.empty() && typed.size() <= 9 && typed.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number) return Refusal{Reason::bad_text, "--" + std::string(name) + ": expected a number"};
  return std::uint32_t(std::stoul(typed));
}

// What the ledger says by the word of a node: the issuer answers for it with its signature, so the count is
// said first.
Result<StatusListDraft> drafted(Session& session, const FlagValues& flags, const PartyId& issuer, const Network& network) {
  StatusListDraft out;
  out.issuer = credential::Identity::of(issuer);
  TRY(out.purpose, purpose_typed(flags));
  api::VcGetStatusList::Params params;
  params.issuer = out.issuer;
  params.purpose = out.purpose;
  if (flags.has("list")) {
    TRY(params.list, number_typed(flags, "list"));
  }
  TRY(const api::VcStatusListReply reply, session.call<api::VcGetStatusList>(params));
  if (reply.bits.size() * 8 != credential::status_entries) return Refusal{Reason::unreachable, "the node's list does not have 131072 places"};
  out.bits = reply.bits;
  out.valid_from = Time{network.now.ms / 1000 * 1000};
  out.id = flags.has("url") ? flags.one("url") : "urn:allonge:status-list:" + network.name + ":" + harmless(reply.name);
  session.say("  " + harmless(reply.name) + ": " + std::to_string(reply.set) + " of 131072 places set, says the node at height " +
              std::to_string(reply.height) + "\n");
  return out;
}

Result<Exit> sign_list(Session& session, const FlagValues& flags) {
  TRY(const PartyId party, session.party());
  TRY(const Network network, session.network());
  TRY(const StatusListDraft draft, drafted(session, flags, party, network));
  TRY(const PersonsKey person, persons_key(session, party));
  credential::ProofOptions options;
  options.method = person.name.text(network.name);
  options.created = draft.valid_from;
  TRY(const std::string text, credential::sign_document(document_of(draft, network.name), person.key, options));
  const std::string path = session.settings.out.empty() ? std::string(party.text()) + "-" + flags.one("purpose") + ".json" : session.settings.out;
  CHECK(write_file(path, text, Privacy::everybody));
  session.say(std::string(session.terminal.symbols().done) + " signed as " + options.method + "\n");
  session.print(path + "\n");
  return Exit::done;
}

// ---- verify-list

struct VerifiedList {
  std::string issuer;
  std::string purpose;
  std::string id;
  Time created;
  std::uint32_t places = 0;
  std::optional<bool> set;
  static constexpr auto fields() {
    using T = VerifiedList;
    return std::tuple{Field{1, "issuer", &T::issuer, "who signed it", 200}, Field{2, "purpose", &T::purpose, "what a set place means", 64},
                      Field{3, "id", &T::id, "of the list", 512}, Field{4, "created", &T::created, "when it was signed"},
                      Field{5, "places", &T::places, "in the list"}, Field{6, "set", &T::set, "whether the place asked for is set"}};
  }
};

Result<Exit> verify_list(Session& session, const FlagValues& flags) {
  TRY(const std::string text, read_file(flags.one("file"), longest_status_list_document));
  TRY(const OfflineGround ground, offline_ground(session, flags));
  TRY(const StatusList list, read_status_list(text, {ground.network, ground.now, ground.keys()}));
  VerifiedList out{list.issuer.text(ground.network), list.purpose, list.id, list.proven.created, std::uint32_t(list.bits.size() * 8), {}};
  if (flags.has("index")) {
    TRY(const std::uint32_t index, number_typed(flags, "index"));
    TRY(out.set, bit_at(list.bits, index));
  }
  session.print(session.settings.json ? "{\"v\":1,\"data\":" + api::to_json(out) + "}\n" : show(shape_of<VerifiedList>, &out, session.terminal));
  return Exit::done;
}

}  // namespace

void add_status_list_commands(Commands& commands) {
  add(commands, {"credential", "sign-list", "Sign the list of your revoked or suspended credentials for readers without a node.",
                 "allonge --as jianghai/maker1 credential sign-list --purpose revocation --url https://jianghai.example/status/1",
                 {required_flag("purpose", "revocation|suspension", "which list"),
                  optional_flag("list", "NUMBER", "of your lists of this purpose; the latest if left out"),
                  optional_flag("url", "URL", "where it will stand; a name of this network if left out")},
                 sign_list});
  std::vector<FlagSpec> questions{typed_first(required_flag("file", "FILE", "signed status list")),
                                  optional_flag("index", "NUMBER", "place of a credential: is it set?")};
  for (FlagSpec& flag : offline_flags()) questions.push_back(std::move(flag));
  add(commands, {"credential", "verify-list", "Check a signed status list without a node, and read a place in it; exit 9 when it does not hold.",
                 "allonge credential verify-list jianghai-revocation.json --index 35497 --genesis allonge-testnet/genesis.json",
                 std::move(questions), verify_list});
}

}  // namespace allonge::wallet
