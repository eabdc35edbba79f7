// api_documents: writes api/openrpc.json and api/allonge.proto anew, or says which of them is stale.
//   api_documents DIRECTORY           compares; exit 1 when a file is not what the program says
//   api_documents DIRECTORY --write   writes
#include <cstdio>
#include <string>
#include <string_view>

#include "api/openrpc.h"

namespace {

std::string read_file(const std::string& path) {
  std::string out;
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    char chunk[65536];
    for (std::size_t n; (n = std::fread(chunk, 1, sizeof chunk, file)) > 0;) out.append(chunk, n);
    std::fclose(file);
  }
  return out;
}

bool write_file(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && whole;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2 || count > 3 || (count == 3 && std::string_view(words[2]) != "--write")) {
    std::fputs("usage: api_documents DIRECTORY [--write]\n", stderr);
    return 2;
  }
  const struct {
    const char* name;
    std::string text;
  } documents[] = {{"/openrpc.json", allonge::api::openrpc_document()}, {"/allonge.proto", allonge::api::proto_document()}};
  int stale = 0;
  for (const auto& document : documents) {
    const std::string path = words[1] + std::string(document.name);
    if (read_file(path) == document.text) continue;
    if (count == 2) {
      std::fprintf(stderr, "%s is stale; api_documents DIRECTORY --write makes it anew\n", path.c_str());
      stale = 1;
    } else if (!write_file(path, document.text)) {
      std::fprintf(stderr, "cannot write %s\n", path.c_str());
      return 3;
    }
  }
  return stale;
}
