#include "api/paging.h"

namespace allonge::api {

Result<Page> open_page(Digest list, std::optional<std::uint32_t> limit, const std::optional<std::string>& next, Call& call) {
  Page out;
  out.list = list;
  out.limit = limit.value_or(limits::page);
  if (next) {
    TRY(PageBook::Page opened, call.backend.pages().open(*next, list, call.backend.steady_ms()));
    out.snapshot = std::move(opened.snapshot);
    out.after = std::move(opened.after);
  } else {
    out.snapshot = call.snapshot();
  }
  return out;
}

std::optional<std::string> close_page(const Page& page, Call& call) {
  if (!page.more) return std::nullopt;
  return call.backend.pages().token(page.snapshot, page.list, page.last, call.backend.steady_ms(), call.backend.fresh_idem());
}

}  // namespace allonge::api
