#include "wallet/testnet_folder.h"

#include <algorithm>
#include <cstdlib>

#include "api/json.h"
#include "wallet/files.h"

namespace allonge::wallet {

bool TestnetFolder::exists() const {
  std::error_code error;
  return std::filesystem::exists(description(), error);
}

namespace {

// A validator's folder is known by what lies in it: it may belong to a network whose making was interrupted.
bool is_of_a_network(const std::filesystem::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  std::error_code error;
  if (entry.is_directory(error))
    return std::filesystem::exists(entry.path() / "node.toml", error) || std::filesystem::exists(entry.path() / "keys", error);
  for (const std::string_view own : {"testnet.json", "genesis.json", "keyring.json", "journal.db"})
    if (name.rfind(own, 0) == 0) return true;  // with what SQLite and an interrupted write leave beside them
  return false;
}

std::vector<std::filesystem::directory_entry> entries_of(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::directory_entry> out;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) out.push_back(*at);
  return out;
}

}  // namespace

std::vector<std::string> TestnetFolder::others() const {
  std::vector<std::string> out;
  for (const auto& entry : entries_of(root_))
    if (!is_of_a_network(entry)) out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

Result<void> TestnetFolder::wipe() const {
  std::error_code error;
  for (const auto& entry : entries_of(root_)) {
    if (is_of_a_network(entry)) std::filesystem::remove_all(entry.path(), error);
    if (error) return Refusal{Reason::bad_file, entry.path().string() + ": " + error.message()};
  }
  if (others().empty()) std::filesystem::remove(root_, error);
  if (error) return Refusal{Reason::bad_file, root_.string() + ": " + error.message()};
  return done();
}

Result<TestnetFile> TestnetFolder::read() const {
  if (!exists()) return Refusal{Reason::not_found, "no test network in " + root_.string()};
  TRY(const std::string text, read_file(description(), 1 << 20));
  auto file = api::from_json<TestnetFile>(text);
  if (!file) return Refusal{Reason::bad_config, description().string() + ": " + file.error().detail};
  return file;
}

Result<void> TestnetFolder::write(const TestnetFile& file) const {
  return write_file(description(), api::to_json(file) + "\n", Privacy::everybody);
}

std::optional<ProcessMark> TestnetFolder::running(const std::string& name) const {
  const auto text = read_file(pid(name), 4096);
  if (!text) return std::nullopt;
  const auto mark = ProcessMark::parse(*text);
  if (!mark || !is_running(*mark)) return std::nullopt;
  return mark;
}

TestnetFolder testnet_folder(const std::string& wished) {
  std::filesystem::path path = wished;
  if (path.empty())
    if (const char* named = std::getenv("ALLONGE_TESTNET"); named != nullptr) path = named;
  if (path.empty()) path = "allonge-testnet";
  return TestnetFolder(std::filesystem::absolute(path));
}

}  // namespace allonge::wallet
