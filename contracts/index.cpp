#include "contracts/index.h"

#include <algorithm>

#include "contracts/credential/lists.h"
#include "contracts/receivable/lists.h"

namespace allonge {

Changes take_beside(Changes& changes) {
  Changes out;
  auto from = changes.lower_bound(BytesView(&beside_the_state, 1));
  while (from != changes.end()) out.insert(changes.extract(from++));
  return out;
}

std::vector<Bytes> index_keys(BytesView key, BytesView value) {
  return credential::is_listed(key) ? credential::list_keys(key, value) : receivable::list_keys(key, value);
}

bool is_listed(BytesView key) { return receivable::is_listed(key) || credential::is_listed(key); }

void derive_entries(BytesView key, const std::optional<Bytes>& before, const std::optional<Bytes>& after, Changes& out) {
  if (before && after && (credential::stands_as_before(key) || receivable::stands_as_before(key, *before, *after))) return;
  const std::vector<Bytes> gone = before ? index_keys(key, *before) : std::vector<Bytes>();
  const std::vector<Bytes> here = after ? index_keys(key, *after) : std::vector<Bytes>();
  for (const Bytes& entry : gone)
    if (std::find(here.begin(), here.end(), entry) == here.end()) out.insert_or_assign(entry, std::nullopt);
  for (const Bytes& entry : here)
    if (std::find(gone.begin(), gone.end(), entry) == gone.end()) out.insert_or_assign(entry, copy_of(key));
}

void derive_index(const View& before, const Changes& changes, Changes& out) {
  for (const auto& [key, after] : changes)
    if (is_listed(key)) derive_entries(key, before.get(key), after, out);
}

}  // namespace allonge
