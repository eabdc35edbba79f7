#include "wallet/screen.h"

#include "api/summary.h"
#include "wallet/columns.h"
#include "wallet/money_text.h"
#include "wallet/numerals.h"
#include "wallet/rate_text.h"
#include "wallet/show.h"

namespace allonge::wallet {

namespace {

// The operation's shape and object, whatever it is.
std::pair<const Shape*, const void*> inside(const Operation& operation) {
  const Shape& shape = shape_of<Operation>;
  return {shape.fields[shape.which(&operation)].shape, shape.held(&operation)};
}

// What stands behind a digest that nobody can judge.
std::string seal_lines(const Prepared& prepared, const Operation& operation, Language language, const Terminal& terminal) {
  const auto* const quote = std::get_if<receivable::FinanceQuote>(&operation);
  if (quote == nullptr) return "";
  const receivable::QuoteSecret* const opening = prepared.opening_of(*quote);
  if (opening == nullptr)
    return "      " + terminal.paint(Colour::yellow, terminal.symbols().attention) + " " + std::string(say(Phrase::sealed_unseen, language)) + "\n";
  std::vector<std::pair<std::string, std::string>> lines = lines_of(shape_of<receivable::QuoteTerms>, &opening->terms);
  lines.emplace(lines.begin(), "rate", rate_text(opening->terms.rate_ppm));
  return "      " + std::string(say(Phrase::sealed_terms, language)) + "\n" + name_value_lines(lines, 8);
}

}  // namespace

std::optional<Amount> amount_to_confirm(const std::vector<Operation>& operations) {
  std::optional<Amount> sum;
  for (const Operation& operation : operations) {
    const auto [shape, object] = inside(operation);
    for (const FieldInfo& field : shape->fields) {
      if (field.shape->kind != Kind::amount) continue;
      const Amount amount = *static_cast<const Amount*>(field.get(object));
      if (amount.is_zero()) continue;
      const auto more = add(sum.value_or(Amount()), amount);
      if (!more) return std::nullopt;
      sum = *more;
      break;
    }
  }
  return sum;
}

std::string signing_screen(const Prepared& prepared, bool is_test_network, Language language, const Terminal& terminal) {
  const auto word = [&](Phrase phrase) { return std::string(say(phrase, language)); };
  std::vector<std::pair<std::string, std::string>> head{
      {word(Phrase::chain), harmless(prepared.file.network) + " " + prepared.body.chain.hex().substr(0, 16) +
                                (is_test_network ? "  " + terminal.paint(Colour::yellow, say(Phrase::test_network, language)) : "")},
      {word(Phrase::party), std::string(prepared.body.party.text())},
      {word(Phrase::valid_until), local_time_text(prepared.body.valid_until)},
      {word(Phrase::checking), prepared.file.digest.hex()}};
  for (const KeySignature& one : prepared.file.signatures) head.emplace_back(word(Phrase::signed_by), one.key.hex());
  std::string out = name_value_lines(head, 2);

  for (std::size_t i = 0; i < prepared.operations.size(); ++i) {
    const Operation& operation = prepared.operations[i];
    const auto [shape, object] = inside(operation);
    const Card& card = card_of(operation);
    const api::Summary summary = api::summary_of(operation);
    out += "  " + word(Phrase::operation) + " " + std::to_string(i + 1) + "  " + terminal.paint(Colour::blue, card.name) + "  " +
           harmless(language == Language::zh ? summary.zh.substr(0, summary.zh.find("：")) : std::string(card.sentence)) + "\n";
    std::vector<std::pair<std::string, std::string>> lines = lines_of(*shape, object);
    out += name_value_lines(lines, 6);
    // Lists of structs, so that nothing that is signed stays unseen.
    const std::string whole = show(*shape, object, terminal);
    const std::string plain = name_value_lines(lines);
    if (whole.size() > plain.size()) out += whole.substr(plain.size());
    out += seal_lines(prepared, operation, language, terminal);
  }
  if (const auto amount = amount_to_confirm(prepared.operations))
    out += name_value_lines({{word(Phrase::confirm_amount), money_text(*amount)},
                             {word(Phrase::in_words), capital_numerals(*amount)}}, 2);
  return out;
}

}  // namespace allonge::wallet
