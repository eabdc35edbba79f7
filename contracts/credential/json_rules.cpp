#include "contracts/credential/json_rules.h"

#include "contracts/credential/document.h"

namespace allonge::credential {

namespace {

using Type = JsonValue::Type;
namespace most = document_limits;

bool is_integer(std::string_view text) {
  constexpr std::string_view largest = "9007199254740991";
  if (text.starts_with("-") && text != "-0") text.remove_prefix(1);
  return text.find_first_not_of("0123456789") == std::string_view::npos &&
         (text.size() < largest.size() || (text.size() == largest.size() && text <= largest));
}

Result<void> within_limits(const JsonValue& value, const std::string& path) {
  const auto wrong = [&](std::string_view what) { return Refusal{Reason::vc_json, path + ": " + std::string(what)}; };
  if (value.type == Type::number && !is_integer(value.text)) return wrong("a number is an integer within 2^53 - 1; fractions are texts");
  if (value.type == Type::string && value.text.size() > most::string_bytes) return wrong("a text has at most 8 KiB");
  if (value.items.size() > most::array_items || value.members.size() > most::array_items) return wrong("at most 4096 items");
  for (std::size_t i = 0; i < value.items.size(); ++i)
    CHECK(within_limits(value.items[i], path + "[" + std::to_string(i) + "]"));
  for (std::size_t i = 0; i < value.members.size(); ++i) {
    const auto& [name, member] = value.members[i];
    const std::string place = path + "[member " + std::to_string(i + 1) + "]";
    if (name.size() > most::string_bytes) return Refusal{Reason::vc_json, place + ": a name has at most 8 KiB"};
    CHECK(within_limits(member, place));
  }
  return done();
}

}  // namespace

Result<JsonValue> read_bounded_json(std::string_view text) {
  auto read = parse_json(text, {.bytes = most::document_bytes, .depth = most::depth, .values = most::document_bytes});
  if (!read) return Refusal{Reason::vc_json, "$: " + read.error().detail};
  CHECK(within_limits(*read, "$"));
  return read;
}

}  // namespace allonge::credential
