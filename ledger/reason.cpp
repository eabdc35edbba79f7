#include "ledger/reason.h"

#include <array>
#include <cctype>

#include "ledger/ensure.h"

namespace allonge {

namespace {

// "range_locked" -> "RANGE_LOCKED", in the compiler.
template <std::size_t N>
struct Capitals {
  std::array<char, N> text{};
  constexpr explicit Capitals(const char (&name)[N]) {
    for (std::size_t i = 0; i < N; ++i)
      text[i] = name[i] >= 'a' && name[i] <= 'z' ? char(name[i] - 'a' + 'A') : name[i];
  }
  constexpr std::string_view view() const { return {text.data(), N - 1}; }
};

#define ALLONGE_CAPITALS(number, name, ...) constexpr Capitals name##_in_capitals{#name};
ALLONGE_REASONS(ALLONGE_CAPITALS)
#undef ALLONGE_CAPITALS

constexpr std::array rows{
#define ALLONGE_ROW(number, name, retry, fixer, en, zh, hint) \
  ReasonRow{Reason::name, name##_in_capitals.view(), Retry::retry, Fixer::fixer, en, zh, hint},
    ALLONGE_REASONS(ALLONGE_ROW)
#undef ALLONGE_ROW
};

constexpr bool ascending() {
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i - 1].reason >= rows[i].reason) return false;
  return true;
}
static_assert(ascending(), "reasons stand in ascending order, each number once");

}  // namespace

std::span<const ReasonRow> reason_table() { return rows; }

const ReasonRow& row_of(Reason reason) {
  for (const ReasonRow& row : rows)
    if (row.reason == reason) return row;
  stop_because("every reason has its row", __FILE__, __LINE__);
}

std::optional<Reason> find_reason(std::string_view number_or_name) {
  std::string wanted;
  for (const char c : number_or_name) wanted.push_back(char(std::toupper(static_cast<unsigned char>(c))));
  if (wanted.rfind("ALG-", 0) == 0) wanted.erase(0, 4);
  for (const ReasonRow& row : rows)
    if (wanted == row.name || wanted == std::to_string(number_of(row.reason))) return row.reason;
  return std::nullopt;
}

std::string_view name_of(Retry retry) {
  constexpr std::array names{"never", "same", "later", "new"};
  return names[static_cast<std::size_t>(retry)];
}

std::string_view name_of(Fixer fixer) {
  constexpr std::array names{"caller",  "owner", "counterparty", "issuer",
                             "settlement bank", "operator", "regulator", "nobody"};
  return names[static_cast<std::size_t>(fixer)];
}

}  // namespace allonge
