#include "contracts/credential/facts.h"

namespace allonge::credential {

namespace {

// A type has at most one of these.
constexpr std::array<std::string_view, 4> code_claims{"activities", "categoryCodes", "scopeCodes", "sectors"};

std::vector<std::string> texts(const std::vector<std::string_view>& from) { return {from.begin(), from.end()}; }

}  // namespace

Facts facts_of(const Document& document) {
  Facts out;
  out.scope = document.text("jurisdiction").value_or("");
  out.level = std::uint32_t(document.number("level").value_or(0));
  out.roles = texts(document.list("roles"));
  out.limit = document.amount("limit");
  out.dual_control_above = document.amount("dualControlAbove");
  for (const std::string_view claim : code_claims)
    if (out.codes.empty()) out.codes = texts(document.list(claim));
  return out;
}

std::string holder_of(const Document& document) {
  const auto signer = document.text("signer");
  if (!signer) return holder_name(document.subject);
  const auto name = SignerName::parse(*signer, document.network);
  ensure(name.has_value(), "the schema has read the signer's name");
  return holder_name(*name);
}

}  // namespace allonge::credential
