// Quotes for a financing: sealed until the commit deadline, then revealed; what is not revealed is
// void. The seal is a digest over the financing, the financier, the terms and a salt, so that nobody can
// read a quote, and its maker cannot change it, before all are in. One quote per financier: a new one
// takes the place of the old, and its place in the order too.
#pragma once

#include "ledger/codec.h"
#include "ledger/digest.h"
#include "ledger/table.h"

namespace allonge::receivable {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand in quotes. Only without recourse so far.
enum class Recourse : std::uint8_t { none = 0 };
constexpr std::array<EnumValue, 1> values_of(Recourse) { return {{{0, "none"}}}; }

inline constexpr std::uint32_t highest_rate_ppm = 1'000'000;  // a year: 100 %
inline constexpr std::uint32_t quotes_limit = 64;             // of one request

struct QuoteTerms {
  std::uint32_t rate_ppm = 0;  // ACT/360
  Amount fee;                  // of a purchase: off the price; of a loan: owed with it
  Time valid_until;            // the first moment at which it does not bind any more
  bool term_reviewed = false;
  Recourse recourse = Recourse::none;

  static constexpr auto fields() {
    using T = QuoteTerms;
    return std::tuple{Field{1, "rate_ppm", &T::rate_ppm, "yearly rate in millionths, actual days over 360"},
                      Field{2, "fee", &T::fee, "beside the rate"},
                      Field{3, "valid_until", &T::valid_until, "moment from which it does not bind any more"},
                      Field{4, "term_reviewed", &T::term_reviewed, "whether a term over the soft limit was reviewed"},
                      Field{5, "recourse", &T::recourse, "against whom but the issuer: none"}};
  }
  bool operator==(const QuoteTerms&) const = default;
};

// What a seal is made of.
inline constexpr std::uint32_t shortest_salt = 16;
inline constexpr std::uint32_t longest_salt = 32;
struct QuoteSecret {
  FinancingId financing;
  PartyId financier;
  QuoteTerms terms;
  Bytes salt;
  static constexpr auto fields() {
    using T = QuoteSecret;
    return std::tuple{Field{1, "financing", &T::financing, "which request it answers"},
                      Field{2, "financier", &T::financier, "who quotes"},
                      Field{3, "terms", &T::terms, "what it offers"},
                      Field{4, "salt", &T::salt, "random bytes, so that terms cannot be guessed", longest_salt}};
  }
};
// digest("allonge/quote/v1", canonical bytes).
inline Digest seal_of(const QuoteSecret& secret) { return digest("allonge/quote/v1", encode(secret)); }

struct Quote {
  FinancingId financing;
  PartyId financier;
  Digest seal;
  Time sealed;
  std::uint32_t place = 0;          // in the order of seals, from 1: the earlier wins a tie
  std::optional<QuoteTerms> terms;  // once revealed

  static constexpr auto fields() {
    using T = Quote;
    return std::tuple{Field{1, "financing", &T::financing, "which request it answers"},
                      Field{2, "financier", &T::financier, "who quotes"},
                      Field{3, "seal", &T::seal, "digest of the quote"},
                      Field{4, "sealed", &T::sealed, "when it was sealed"},
                      Field{5, "place", &T::place, "in the order of seals, from 1"},
                      Field{6, "terms", &T::terms, "what it offers, once revealed"}};
  }
};

inline constexpr Table<Quote, FinancingId, PartyId> quote_records{0x0109, "quote"};

}  // namespace allonge::receivable
