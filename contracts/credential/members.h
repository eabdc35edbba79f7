// Reading objects from outside: each question names the member, and the refusal the path of what is
// wrong ("$.issuer.id: expected a text"). Refusals never repeat what came in, so a member that is not
// known is named by its place.
#pragma once

#include "ledger/json_text.h"

namespace allonge::credential {

// An object, or whatever stands where one is expected, and where that is.
class Members {
 public:
  // Every refusal has this reason.
  Members(const JsonValue& value, std::string path, Reason reason) : value_(value), path_(std::move(path)), reason_(reason) {}

  Refusal wrong(std::string_view what) const { return {reason_, path_ + ": " + std::string(what)}; }
  Refusal wrong(std::string_view name, std::string_view what) const {
    return {reason_, path_ + "." + std::string(name) + ": " + std::string(what)};
  }
  const std::string& path() const { return path_; }
  std::string path(std::string_view name) const { return path_ + "." + std::string(name); }
  const JsonValue* find(std::string_view name) const { return value_.find(name); }

  // It is an object with no other members than these.
  Result<void> only(std::initializer_list<std::string_view> known) const;
  Result<const JsonValue*> needed(std::string_view name, JsonValue::Type type) const;
  // A text of 1 to `longest` bytes.
  Result<std::string> text(std::string_view name, std::size_t longest = 512) const;
  Result<std::string> text_or_none(std::string_view name, std::size_t longest = 512) const;  // empty when absent

 private:
  const JsonValue& value_;
  std::string path_;
  Reason reason_;
};

// One thing, or an array of them: the items with their paths, at most `most`. An absent value has none.
struct Item {
  const JsonValue* value;
  std::string path;
};
Result<std::vector<Item>> items_of(const JsonValue* value, const std::string& path, std::size_t most, Reason reason);

}  // namespace allonge::credential
