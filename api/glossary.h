// The words of the ledger in Chinese: what an operation is called and what its fields are called, for
// summaries that people sign by (contracts/GLOSSARY.md has the terms). A test asks that every
// operation and every field of one has its word.
#pragma once

#include <optional>
#include <string_view>

namespace allonge::api {

std::optional<std::string_view> chinese_operation(std::string_view operation);  // "cert.transfer" -> 转让
// "amount" -> 金额; an operation may have a word of its own for a field.
std::optional<std::string_view> chinese_field(std::string_view operation, std::string_view field);

}  // namespace allonge::api
