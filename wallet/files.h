// The wallet's files: whole, bounded reads; writes that are either there completely or not at all,
// also after a power cut; and the places where a user's things live (XDG).
#pragma once

#include <filesystem>
#include <string>

#include "ledger/bytes.h"

namespace allonge::wallet {

// BAD_FILE with the path: missing, not a regular file, larger than `limit` bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit);

enum class Privacy { everybody, owner_only };  // mode 0644 and 0600

// Writes beside, syncs, renames, syncs the folder. BAD_FILE.
Result<void> write_file(const std::filesystem::path& path, std::string_view text, Privacy privacy);

// Refused when others than the owner may read it: BAD_KEY_FILE with the mode found.
Result<void> only_owner_reads(const std::filesystem::path& path);

// An empty file for its owner alone, or the one that is there, closed to others. BAD_FILE.
Result<void> make_private_file(const std::filesystem::path& path);

Result<void> make_folder(const std::filesystem::path& path, Privacy privacy);

std::filesystem::path config_home();  // $XDG_CONFIG_HOME/allonge or ~/.config/allonge
std::filesystem::path state_home();   // $XDG_STATE_HOME/allonge or ~/.local/state/allonge

}  // namespace allonge::wallet
