#include "tests/wallet/lying_node.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "api/dispatch.h"
#include "api/json.h"
#include "wallet/command_line.h"
#include "wallet/complaint.h"
#include "wallet/files.h"
#include "wallet/process.h"

namespace allonge::wallet {

namespace {

// A whole request's body, once it is there; 64 KiB are plenty for these tests.
std::optional<std::string> body_of(const std::string& request) {
  const std::size_t end = request.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  const std::size_t at = request.find("Content-Length: ");
  const std::size_t length = at == std::string::npos ? 0 : std::stoul(request.substr(at + 16));
  if (request.size() < end + 4 + length) return std::nullopt;
  return request.substr(end + 4, length);
}

}  // namespace

LyingNode::LyingNode(test::LedgerBackend& ledger) : ledger_(ledger) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(listen(listener_, 16), 0);
  EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

LyingNode::~LyingNode() {
  ends_ = true;
  thread_.join();
  close(listener_);
}

std::string LyingNode::refusal(const char* reason) {
  return R"({"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"no","data":{"reason":")" + std::string(reason) + R"("}}})";
}

void LyingNode::serve() {
  while (!ends_) {
    pollfd waits{listener_, POLLIN, 0};
    if (poll(&waits, 1, 20) <= 0) continue;
    const int one = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (one < 0) continue;
    std::string request;
    char chunk[16384];
    while (!body_of(request)) {
      const ssize_t got = recv(one, chunk, sizeof chunk, 0);
      if (got <= 0) break;
      request.append(chunk, std::size_t(got));
    }
    if (const auto body = body_of(request)) {
      const std::string text = answer_to(*body);
      const std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                                 std::to_string(text.size()) + "\r\n\r\n" + text;
      for (std::size_t sent = 0; sent < answer.size();) {
        const ssize_t put = send(one, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
        if (put <= 0) break;
        sent += std::size_t(put);
      }
    }
    close(one);
  }
}

std::string LyingNode::answer_to(const std::string& body) {
  std::string method;
  if (const auto value = parse_json(body))
    if (const JsonValue* name = value->find("method")) method = name->text;
  asked.push_back(method);
  bodies.push_back(body);
  std::optional<std::string> text;
  for (int blocks = 0; !text && blocks < 3; ++blocks) {
    text = api::dispatch(body, api::Caller{}, ledger_, ledger_.steady_ms(), blocks == 2).text;
    if (!text) ledger_.make_block();
  }
  const auto lie = lies.find(method);
  return lie == lies.end() ? text.value_or("{}") : lie->second(text.value_or("{}"));
}

LyingWorld::LyingWorld(GenesisConfig genesis) : ledger(std::move(genesis)), node(ledger) {
  for (const char* name : {"XDG_CONFIG_HOME", "XDG_STATE_HOME"}) setenv(name, home.path().c_str(), 1);
  for (const char* name : {"ALLONGE_NODE", "ALLONGE_AS", "ALLONGE_TESTNET"}) unsetenv(name);
}

Said LyingWorld::allonge(std::vector<std::string> words) {
  words.insert(words.begin(), {"allonge", "--dir", file("no-testnet"), "--lang", "en", "--timeout-ms", "2000"});
  std::vector<const char*> typed;
  for (const std::string& word : words) typed.push_back(word.c_str());
  const Commands commands = all_commands();
  auto parsed = parse_command_line(commands, int(typed.size()), typed.data());
  Said out;
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  if (!parsed) {
    std::fputs(complaint(parsed.error(), "allonge", Language::en, Terminal::plain()).c_str(), stderr);
    out.code = int(exit_of(parsed.error().reason));
  } else {
    Typed& one = std::get<Typed>(*parsed);
    Session session(std::move(one.settings));
    const auto exit = one.command->run(session, one.flags);
    if (!exit) std::fputs(complaint(exit.error(), one.command->name(), Language::en, Terminal::plain()).c_str(), stderr);
    out.code = int(exit ? *exit : exit_of(exit.error().reason));
  }
  out.out = ::testing::internal::GetCapturedStdout();
  out.err = ::testing::internal::GetCapturedStderr();
  return out;
}

void LyingWorld::write_genesis(const GenesisConfig& genesis, const std::string& name) {
  ASSERT_TRUE(write_file(file(name), api::to_json(genesis), Privacy::everybody).has_value());
}

void LyingWorld::use_node(bool with_genesis) {
  std::vector<std::string> words{"use", "here", "--node", node.url()};
  if (with_genesis) {
    write_genesis(ledger.genesis(), "genesis.json");
    words.insert(words.end(), {"--genesis", file("genesis.json")});
  }
  const Said said = allonge(words);
  ASSERT_EQ(said.code, 0) << said.err;
}

void LyingWorld::give_key(const char* party, const char* person) {
  KeyDerivation quick;
  quick.passes = 1;
  quick.memory_bytes = 8 << 20;
  const Signer signer{test::id_of(party), person, test::key_of(party, person)};
  const auto sealed = seal_key(signer, "a long passphrase", quick);
  ASSERT_TRUE(sealed.has_value());
  const auto path = key_path(signer.party, person);
  ASSERT_TRUE(make_folder(path.parent_path(), Privacy::owner_only).has_value());
  ASSERT_TRUE(write_file(path, *sealed, Privacy::owner_only).has_value());
  ASSERT_TRUE(write_file(file("secret"), "a long passphrase\n", Privacy::owner_only).has_value());
}

GenesisConfig production_genesis() {
  GenesisConfig out = test::demo_genesis();
  out.kind = NetworkKind::production;
  out.calendar_start = out.wall_anchor = Time{wall_ms()};
  return out;
}

}  // namespace allonge::wallet
