#include "contracts/index.h"

#include <algorithm>

#include "contracts/receivable/lists.h"

namespace allonge {

Changes take_beside(Changes& changes) {
  Changes out;
  auto from = changes.lower_bound(BytesView(&beside_the_state, 1));
  while (from != changes.end()) out.insert(changes.extract(from++));
  return out;
}

std::vector<Bytes> index_keys(BytesView key, BytesView value) { return receivable::list_keys(key, value); }

void derive_index(const View& before, const Changes& changes, Changes& out) {
  for (const auto& [key, after] : changes) {
    if (!receivable::is_listed(key)) continue;
    const auto was = before.get(key);
    const std::vector<Bytes> gone = was ? index_keys(key, *was) : std::vector<Bytes>();
    const std::vector<Bytes> here = after ? index_keys(key, *after) : std::vector<Bytes>();
    for (const Bytes& entry : gone)
      if (std::find(here.begin(), here.end(), entry) == here.end()) out.insert_or_assign(entry, std::nullopt);
    for (const Bytes& entry : here)
      if (std::find(gone.begin(), gone.end(), entry) == gone.end()) out.insert_or_assign(entry, key);
  }
}

}  // namespace allonge
