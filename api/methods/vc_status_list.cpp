#include "api/methods/vc_status_list.h"

#include <bit>

namespace allonge::api {

Result<VcStatusListReply> answer(const VcGetStatusList::Params& params, Call& call) {
  if (!is_set(params.issuer)) return Refusal{Reason::missing_field, "issuer: a party or a key"};
  const View& state = call.state();
  const auto lists = credential::status_lists_records.find(state, credential::identity_key(params.issuer), params.purpose);
  if (!lists) return Refusal{Reason::not_found, "this issuer has recorded no credential"};
  VcStatusListReply out;
  out.list = params.list.value_or(lists->latest);
  out.latest = lists->latest;
  if (out.list > lists->latest) return Refusal{Reason::not_found, "the latest list is " + std::to_string(lists->latest)};
  out.name = credential::list_id(params.issuer, params.purpose, out.list);
  out.moment = call.backend.now();
  out.bits = credential::status_bits(state, params.issuer, params.purpose, out.list, out.moment);
  for (const std::uint8_t byte : out.bits) out.set += std::uint32_t(std::popcount(byte));
  out.height = call.snapshot()->header().height;
  return out;
}

}  // namespace allonge::api
