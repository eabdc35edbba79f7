#include "wallet/contexts.h"

#include "api/json.h"
#include "wallet/files.h"

namespace allonge::wallet {

namespace {
std::filesystem::path contexts_path() { return config_home() / "contexts.json"; }
}

Result<Contexts> read_contexts() {
  const auto path = contexts_path();
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return Contexts{};
  TRY(const std::string text, read_file(path, 1 << 20));
  auto contexts = api::from_json<Contexts>(text);
  if (!contexts) return Refusal{Reason::bad_config, path.string() + ": " + contexts.error().detail};
  return contexts;
}

Result<void> write_contexts(const Contexts& contexts) {
  // What could not be read again is not written: too long a name, one context too many.
  const std::string text = api::to_json(contexts) + "\n";
  if (const auto read = api::from_json<Contexts>(text); !read) return Refusal{Reason::bad_text, "the context: " + read.error().detail};
  CHECK(make_folder(config_home(), Privacy::owner_only));
  return write_file(contexts_path(), text, Privacy::owner_only);
}

}  // namespace allonge::wallet
