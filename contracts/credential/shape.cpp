#include "contracts/credential/shape.h"

#include <algorithm>

#include "contracts/credential/members.h"
#include "contracts/credential/web_text.h"

namespace allonge::credential {

namespace {

using Type = JsonValue::Type;

constexpr std::string_view base_context = "https://www.w3.org/ns/credentials/v2";
constexpr std::size_t most_items = 256;

// Terms of the base context that no other context may give a new meaning.
constexpr auto protected_terms = std::to_array<std::string_view>(
    {"VerifiableCredential", "VerifiablePresentation", "EnvelopedVerifiableCredential", "DataIntegrityProof", "id", "type", "issuer",
     "credentialSubject", "credentialStatus", "credentialSchema", "evidence", "holder", "proof", "refreshService", "termsOfUse",
     "validFrom", "validUntil", "verifiableCredential"});

Refusal wrong_at(const std::string& path, std::string_view what) { return {Reason::vc_shape, path + ": " + std::string(what)}; }

// ---- rules of single values: each says what is wrong at `path`

Result<void> url(const JsonValue& value, const std::string& path) {
  if (value.type != Type::string || !is_url(value.text)) return wrong_at(path, "expected one URL");
  return done();
}

// A URL, or an object with one as its id.
Result<void> named(const JsonValue& value, const std::string& path) {
  if (value.type != Type::object) return url(value, path);
  const JsonValue* const id = value.find("id");
  if (id == nullptr) return wrong_at(path + ".id", "is missing");
  return url(*id, path + ".id");
}

// A text; an object of @value, @language and @direction alone; or an array of such objects.
Result<void> words(const JsonValue& value, const std::string& path) {
  if (value.type == Type::string) return done();
  TRY(const std::vector<Item> items, items_of(&value, path, most_items, Reason::vc_shape));
  for (const Item& item : items) {
    const Members in(*item.value, item.path, Reason::vc_shape);
    CHECK(in.only({"@value", "@language", "@direction"}));
    for (const char* name : {"@value", "@language", "@direction"})
      if (const JsonValue* const member = in.find(name); member != nullptr && member->type != Type::string)
        return in.wrong(name, "expected a text");
    if (in.find("@value") == nullptr) return in.wrong("@value", "is missing");
  }
  return done();
}

// Names of types, each a term or a URL. `needed` is among them, unless it is empty.
Result<void> types(const JsonValue* value, const std::string& path, std::string_view needed = {}) {
  if (value == nullptr) return wrong_at(path, "is missing");
  TRY(const std::vector<Item> items, items_of(value, path, most_items, Reason::vc_shape));
  bool found = needed.empty();
  for (const Item& item : items) {
    if (item.value->type != Type::string || item.value->text.empty() || item.value->text.find_first_of(" \t\r\n") != std::string::npos)
      return wrong_at(item.path, "expected a name or a URL");
    found = found || item.value->text == needed;
  }
  if (!found) return wrong_at(path, "expected " + std::string(needed) + " among them");
  return done();
}

enum class Presence { needed, optional };

// One object or several, each with a type, and an id that is a URL.
Result<void> typed(const JsonValue& value, const std::string& path, Presence id) {
  TRY(const std::vector<Item> items, items_of(&value, path, most_items, Reason::vc_shape));
  for (const Item& item : items) {
    if (item.value->type != Type::object) return wrong_at(item.path, "expected an object");
    CHECK(types(item.value->find("type"), item.path + ".type"));
    const JsonValue* const name = item.value->find("id");
    if (name == nullptr && id == Presence::needed) return wrong_at(item.path + ".id", "is missing");
    if (name != nullptr) CHECK(url(*name, item.path + ".id"));
  }
  return done();
}
Result<void> typed_thing(const JsonValue& value, const std::string& path) { return typed(value, path, Presence::optional); }
Result<void> typed_and_named(const JsonValue& value, const std::string& path) { return typed(value, path, Presence::needed); }

// One subject or several; each says something.
Result<void> subjects(const JsonValue& value, const std::string& path) {
  TRY(const std::vector<Item> items, items_of(&value, path, most_items, Reason::vc_shape));
  for (const Item& item : items) {
    if (item.value->type != Type::object || item.value->members.empty()) return wrong_at(item.path, "expected an object with claims");
    if (const JsonValue* const id = item.value->find("id")) CHECK(url(*id, item.path + ".id"));
  }
  return done();
}

Result<void> stamp(const JsonValue& value, const std::string& path) {
  if (value.type != Type::string || !parse_date_time_stamp(value.text)) return wrong_at(path, "expected a moment with its zone");
  return done();
}

Result<void> issuer_with_words(const JsonValue& value, const std::string& path) {
  CHECK(named(value, path));
  for (const char* name : {"name", "description"})
    if (const JsonValue* const member = value.find(name)) CHECK(words(*member, path + "." + name));
  return done();
}

Result<void> inline_context(const JsonValue& context, const std::string& path) {
  for (const auto& [term, meaning] : context.members) {
    if (std::find(protected_terms.begin(), protected_terms.end(), term) != protected_terms.end())
      return wrong_at(path, "gives a term of the base context a new meaning");
    const bool keyword = meaning.text.starts_with('@') || term.starts_with('@');
    if (meaning.type == Type::string && !keyword && !is_url(meaning.text)) return wrong_at(path, "maps a term to what is no URL");
  }
  return done();
}

Result<void> contexts(const JsonValue* value, const std::string& path) {
  if (value == nullptr) return wrong_at(path, "is missing");
  TRY(const std::vector<Item> items, items_of(value, path, most_items, Reason::vc_shape));
  if (items[0].value->type != Type::string || items[0].value->text != base_context)
    return wrong_at(items[0].path, "expected " + std::string(base_context) + " first");
  for (const Item& item : items) {
    if (item.value->type == Type::object) CHECK(inline_context(*item.value, item.path));
    else CHECK(url(*item.value, item.path));
  }
  return done();
}

// Credentials in a presentation; one in an envelope is a data: URL, and what it holds is its reader's matter.
Result<void> credentials(const JsonValue& value, const std::string& path) {
  TRY(const std::vector<Item> items, items_of(&value, path, most_items, Reason::vc_shape));
  for (const Item& item : items) {
    if (item.value->type != Type::object) return wrong_at(item.path, "expected an object");
    if (types(item.value->find("type"), item.path, "EnvelopedVerifiableCredential")) {
      CHECK(contexts(item.value->find("@context"), item.path + ".@context"));
      const JsonValue* const id = item.value->find("id");
      if (id == nullptr || !url(*id, item.path) || !id->text.starts_with("data:")) return wrong_at(item.path + ".id", "expected a data: URL");
    } else if (auto shape = credential_shape(*item.value); !shape) {
      return wrong_at(item.path, shape.error().detail);
    }
  }
  return done();
}

// ---- which member follows which rule

struct Rule {
  std::string_view member;
  Presence presence;
  Result<void> (*holds)(const JsonValue&, const std::string& path);
};

constexpr Rule credential_rules[] = {
    {"id", Presence::optional, url},
    {"name", Presence::optional, words},
    {"description", Presence::optional, words},
    {"issuer", Presence::needed, issuer_with_words},
    {"credentialSubject", Presence::needed, subjects},
    {"validFrom", Presence::optional, stamp},
    {"validUntil", Presence::optional, stamp},
    {"credentialStatus", Presence::optional, typed_thing},
    {"credentialSchema", Presence::optional, typed_and_named},
    {"refreshService", Presence::optional, typed_thing},
    {"termsOfUse", Presence::optional, typed_thing},
    {"evidence", Presence::optional, typed_thing},
    {"proof", Presence::optional, typed_thing},
};

constexpr Rule presentation_rules[] = {
    {"id", Presence::optional, url},
    {"holder", Presence::optional, named},
    {"verifiableCredential", Presence::optional, credentials},
    {"termsOfUse", Presence::optional, typed_thing},
    {"proof", Presence::optional, typed_thing},
};

Result<void> shape(const JsonValue& document, std::string_view type, std::span<const Rule> rules) {
  if (document.type != Type::object) return wrong_at("$", "expected an object");
  CHECK(contexts(document.find("@context"), "$.@context"));
  CHECK(types(document.find("type"), "$.type", type));
  for (const Rule& rule : rules) {
    const std::string path = "$." + std::string(rule.member);
    const JsonValue* const member = document.find(rule.member);
    if (member == nullptr && rule.presence == Presence::needed) return wrong_at(path, "is missing");
    if (member != nullptr) CHECK(rule.holds(*member, path));
  }
  return done();
}

}  // namespace

Result<void> credential_shape(const JsonValue& document) {
  CHECK(shape(document, "VerifiableCredential", credential_rules));
  const JsonValue* const from = document.find("validFrom");
  const JsonValue* const until = document.find("validUntil");
  if (from != nullptr && until != nullptr && *parse_date_time_stamp(from->text) > *parse_date_time_stamp(until->text))
    return wrong_at("$.validUntil", "is before validFrom");
  return done();
}

Result<void> presentation_shape(const JsonValue& document) { return shape(document, "VerifiablePresentation", presentation_rules); }

}  // namespace allonge::credential
