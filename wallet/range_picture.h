// A certificate as people see it: a bar of its face with one shade per holder, and under it today's
// pieces, each with the way it came (interfaces.md 7.1, step 6).
#pragma once

#include "api/methods/cert_ranges.h"
#include "wallet/terminal.h"

namespace allonge::wallet {

// `business_date` is today's, for "(90 days)".
std::string range_picture(const api::CertTreeReply& tree, Date business_date, const Terminal& terminal);

// "s01→s06→s16": the first holder, then whoever it was passed on to.
std::string way_of(const api::TitleReply& piece, const Terminal& terminal);

// The bar alone: `columns` wide, every piece with at least its rounded share.
std::string range_bar(const std::vector<api::TitleReply>& pieces, std::uint64_t face_fen, std::size_t columns,
                      const Terminal& terminal);

}  // namespace allonge::wallet
