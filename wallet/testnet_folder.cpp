#include "wallet/testnet_folder.h"

#include <cstdlib>

#include "api/json.h"
#include "wallet/files.h"

namespace allonge::wallet {

bool TestnetFolder::exists() const {
  std::error_code error;
  return std::filesystem::exists(description(), error);
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
