#include "wallet/complaint.h"

#include <cstdlib>

#include "api/json.h"
#include "api/rpc_error.h"
#include "wallet/exit_code.h"

namespace allonge::wallet {

Language language_from(std::string_view wish) {
  const auto is_chinese = [](std::string_view text) { return text.substr(0, 2) == "zh"; };
  if (!wish.empty()) return is_chinese(wish) ? Language::zh : Language::en;
  for (const char* name : {"ALLONGE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value != nullptr && *value != 0)
      return is_chinese(value) ? Language::zh : Language::en;
  return Language::en;
}

std::string complaint(const Refusal& refusal, std::string_view act, Language language, const Terminal& terminal) {
  const ReasonRow& row = row_of(refusal.reason);
  const api::RefusalReply facts = api::explain(refusal);
  const Symbols& symbols = terminal.symbols();

  std::string out = terminal.paint(Colour::red, symbols.refused) + " " + std::string(act);
  // Nobody has refused what may still happen.
  if (refusal.reason == Reason::outcome_unknown)
    out += language == Language::zh ? "：" + std::string(row.zh) : ": " + std::string(row.en);
  else if (language == Language::zh)
    out += std::string(say(Phrase::refused, language)) + "：" + std::string(row.zh);
  else
    out += " " + std::string(say(Phrase::refused, language)) + ": " + std::string(row.en);
  out += "   [ALG-" + std::to_string(number_of(refusal.reason)) + " " + std::string(row.name) + "]\n";
  // A detail of several lines (the end of a log) stays several lines.
  for (std::string_view rest = refusal.detail; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    if (end != 0) out += "  " + harmless(rest.substr(0, end)) + "\n";
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  if (facts.rule) out += "  " + std::string(say(Phrase::rule, language)) + " " + *facts.rule + "\n";
  if (row.fixer != Fixer::nobody)
    out += "  " + std::string(say(Phrase::who_can_clear, language)) + ": " + std::string(name_of(row.fixer)) + "\n";
  out += terminal.paint(Colour::dim, symbols.next) + " " + facts.hint + "\n";
  return out;
}

std::string complaint_json(const Refusal& refusal, std::string_view act) {
  std::string out = "{\"v\":1,\"error\":{\"act\":";
  api::append_json_text(out, act);
  out += ",\"refusal\":" + api::to_json(api::explain(refusal)) + "}}\n";
  return out;
}

std::string explanation(Reason reason) {
  const ReasonRow& row = row_of(reason);
  const api::RefusalReply facts = api::explain(Refusal{reason, {}});
  std::string out = "ALG-" + std::to_string(number_of(reason)) + " " + std::string(row.name) + "\n\n";
  out += std::string(row.en) + "\n" + std::string(row.zh) + "\n\n";
  if (facts.rule) out += "Rule                " + *facts.rule + "\n";
  out += "Who can clear it    " + std::string(name_of(row.fixer)) + "\n";
  const char* again = row.retry == Retry::never  ? "not as it is"
                      : row.retry == Retry::same ? "yes, exactly the same bytes"
                      : row.retry == Retry::later ? "yes, when the stated thing has changed"
                                                  : "yes, as a new request";
  out += "Try again           " + std::string(again) + "\n";
  out += "Exit code           " + std::to_string(int(exit_of(reason))) + "\n";
  out += "Next                " + facts.hint + "\n";
  return out;
}

}  // namespace allonge::wallet
