// Every limit of the ledger in one table (README decisions 6 and 18, reliability.md 4.6,
// consensus.md 12). What exceeds one is refused by name and costs nothing.
#pragma once

#include <cstddef>
#include <cstdint>

namespace allonge::limits {

// transactions
inline constexpr std::size_t transaction_bytes = 256 * 1024;
inline constexpr std::uint32_t operations = 500;
inline constexpr std::uint32_t signatures = 16;
inline constexpr std::uint64_t longest_validity_ms = 24 * 3'600'000;
// Valid for at most this long: remembered in the ring beside the tree; longer: by a record in it.
inline constexpr std::uint64_t short_validity_ms = 10 * 60'000;
inline constexpr std::size_t replay_ring_entries = 4'000'000;
inline constexpr std::uint64_t long_lived_idems = 1'000'000;  // of all; records in the state
inline constexpr std::size_t party_share = 8;  // a party gets at most one eighth of ring, records and pool

// blocks
inline constexpr std::uint32_t block_transactions = 10'000;
inline constexpr std::uint32_t block_bytes = 4 * 1024 * 1024;
inline constexpr std::uint32_t boundary_acts = 1'000;   // per block; the rest in the next
inline constexpr std::uint32_t boundary_idems = 1'000;  // forgotten per block, beside them
// Looked at before each transaction, so a block goes over by one receipt at most: body, receipts and
// certificate stay far below the 64 MiB of a stored block.
inline constexpr std::size_t block_receipt_bytes = 16 * 1024 * 1024;
// Questions to the state, of an operation's check and apply and of the laws. The widest that business
// asks: 499 transfers by amount that cut up one certificate, 128,000, cheap ones (each walks to the lowest
// free fen); 500 issues, 7,000; 500 registrations, 5,000; one payout of 500 ranges, 500. What it is
// for: 499 payments of one fen on 500 ranges, 250,000 dear ones (a third of a second).
inline constexpr std::uint64_t transaction_reads = 150'000;
// Looked at before each transaction. A full block of single transfers asks 100,000.
inline constexpr std::uint64_t block_reads = 500'000;

// pool
inline constexpr std::size_t pool_transactions = 50'000;
inline constexpr std::size_t pool_bytes = 64 * 1024 * 1024;

// committee and consensus
inline constexpr std::size_t validators = 100;
inline constexpr std::uint64_t views_ahead = 20;      // W
inline constexpr std::uint64_t overlay_depth = 8;     // D
inline constexpr std::uint64_t clock_drift_ms = 500;

// JSON-RPC
inline constexpr std::size_t rpc_body = 1024 * 1024;
inline constexpr std::size_t rpc_answer = 10 * 1024 * 1024;
inline constexpr std::size_t rpc_batch = 100;
inline constexpr std::uint32_t page = 50;
inline constexpr std::uint32_t largest_page = 500;
inline constexpr int json_depth = 32;

}  // namespace allonge::limits
