#include "api/methods/vc_application.h"

#include "contracts/credential/lists.h"

namespace allonge::api {

namespace {

using credential::Application;
using credential::application_records;

bool may_read_application(const Application& one, const Caller& caller) {
  const std::array readers{one.applicant, one.authority};
  return visible(caller, readers);
}

Bytes applications_to_walk(const VcListApplications::Params& params) {
  if (params.applicant) return credential::list_key(credential::List::applications_of_applicant, *params.applicant);
  if (params.authority) return credential::list_key(credential::List::applications_of_authority, *params.authority);
  return application_records.key();
}

bool is_asked_for(const VcListApplications::Params& params, const Application& one) {
  return (!params.applicant || one.applicant == *params.applicant) && (!params.authority || one.authority == *params.authority) &&
         (!params.state || one.state == *params.state);
}

}  // namespace

Result<VcApplicationReply> answer(const VcGetApplication::Params& params, Call& call) {
  VcApplicationReply out;
  TRY(out.application, params.id.find(call.state(), application_records));
  if (!may_read_application(out.application, call.caller)) return Refusal{Reason::not_found, "no such application"};
  out.challenge = credential::challenge_of(out.application);
  out.height = call.snapshot()->header().height;
  return out;
}

Result<VcApplicationListReply> answer(const VcListApplications::Params& params, Call& call) {
  TRY(Page page, open_page<VcListApplications>(params, call));
  VcApplicationListReply out;
  out.height = page.snapshot->header().height;
  const View& state = page.snapshot->state();
  const bool by_list = params.applicant || params.authority;
  walk(by_list ? page.snapshot->index() : state, applications_to_walk(params), page, [&](BytesView, BytesView value) {
    const auto record = by_list ? state.get(value) : std::optional(copy_of(value));
    if (!record) return false;
    Application one = application_records.read(*record);
    if (!may_read_application(one, call.caller) || !is_asked_for(params, one)) return false;
    out.applications.push_back(std::move(one));
    return true;
  });
  out.next = close_page(page, call);
  return out;
}

}  // namespace allonge::api
