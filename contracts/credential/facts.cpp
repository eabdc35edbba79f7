#include "contracts/credential/facts.h"

#include <algorithm>

#include "contracts/credential/types.h"

namespace allonge::credential {

namespace {

// A type has at most one of these.
constexpr std::array<std::string_view, 4> code_claims{"activities", "categoryCodes", "scopeCodes", "sectors"};

std::vector<std::string> texts(const std::vector<std::string_view>& from) { return {from.begin(), from.end()}; }

// Ascending by name: the order of an object's members says nothing.
std::vector<SubstancePpm> substances_of(const Document& document) {
  std::vector<SubstancePpm> out;
  const JsonValue* const declared = document.claim("substances");
  if (declared == nullptr) return out;
  for (const auto& [name, value] : declared->members) {
    const auto ppm = json_unsigned(value);
    ensure(ppm.has_value(), "the schema has read what is declared of a substance");
    out.push_back({name, std::uint32_t(*ppm)});
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.substance < b.substance; });
  return out;
}

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
  out.substances = substances_of(document);
  return out;
}

std::string holder_of(const Document& document) {
  if (const auto product = document.text(product_claim)) return holder_name_of_product(*product);
  const auto signer = document.text("signer");
  if (!signer) return holder_name(document.subject);
  const auto name = SignerName::parse(*signer, document.network);
  ensure(name.has_value(), "the schema has read the signer's name");
  return signer_name(document.subject, *name);
}

}  // namespace allonge::credential
