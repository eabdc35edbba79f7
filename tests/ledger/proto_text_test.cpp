// libprotobuf as witness: it compiles our schema, reads our bytes and writes the same bytes back.
#include "ledger/proto_text.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ledger/proof.h"
#include "ledger/rate.h"
#include "ledger/transaction.h"
#include "tests/support/everything.h"
#include "tests/support/random_value.h"

namespace allonge {
namespace {

namespace protobuf = google::protobuf;

struct Terms {
  DayCount basis = DayCount::none;
  std::vector<DayCount> others;
  static constexpr auto fields() {
    return std::tuple{Field{1, "basis", &Terms::basis, "days of a year"},
                      Field{2, "others", &Terms::others, "further ones", 4}};
  }
};

const std::vector<const Shape*> roots{&shape_of<test::Everything>, &shape_of<TransactionBody>, &shape_of<SignedTransaction>,
                                      &shape_of<Receipt>, &shape_of<FinalBlock>, &shape_of<TransactionProof>,
                                      &shape_of<StateProof>, &shape_of<Terms>};

std::string contents(const std::string& path) {
  std::stringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

// The schema as protoc compiles it and libprotobuf understands it.
class Witness {
 public:
  explicit Witness(const std::string& text) : factory_(&pool_) {
    const std::string folder = testing::TempDir() + "allonge_proto_" + std::to_string(::getpid());
    std::filesystem::create_directory(folder);
    std::ofstream(folder + "/allonge.proto") << text;
    const std::string command = std::string(ALLONGE_PROTOC " --fatal_warnings -I") + folder + " --descriptor_set_out=" + folder +
                                "/set allonge.proto 2>" + folder + "/complaints";
    compiled_ = std::system(command.c_str()) == 0;
    complaints_ = contents(folder + "/complaints");
    protobuf::FileDescriptorSet set;
    if (compiled_ && set.ParseFromString(contents(folder + "/set"))) file_ = pool_.BuildFile(set.file(0));
    std::filesystem::remove_all(folder);
  }
  const std::string& complaints() const { return complaints_; }
  const protobuf::FileDescriptor* file() const { return file_; }

  // Our bytes through libprotobuf; "refused" if it does not read them or finds what it does not know.
  std::string echo(std::string_view type, BytesView bytes) {
    const auto* descriptor = file_->FindMessageTypeByName(std::string(type));
    if (descriptor == nullptr) return "no such message";
    const std::unique_ptr<protobuf::Message> message(factory_.GetPrototype(descriptor)->New());
    if (!message->ParseFromArray(bytes.data(), int(bytes.size()))) return "refused";
    if (!message->GetReflection()->GetUnknownFields(*message).empty()) return "unknown fields";
    return message->SerializeAsString();
  }

 private:
  protobuf::DescriptorPool pool_;
  protobuf::DynamicMessageFactory factory_;
  const protobuf::FileDescriptor* file_ = nullptr;
  bool compiled_ = false;
  std::string complaints_;
};

// A value of any of the roots, with encoded messages inside where they belong.
test::RandomValue random_values(test::Dice& dice) {
  test::RandomValue random(dice);
  random.raw("Operation", [](test::RandomValue& r) {
    Bytes out;
    const auto choice = r.make<test::Choice>();
    encode(shape_of<test::Choice>, &choice, out);
    return out;
  });
  random.raw("TransactionBody", [](test::RandomValue& r) { return encode(r.make<TransactionBody>()); });
  random.raw("SignedTransaction", [](test::RandomValue& r) { return encode(r.make<SignedTransaction>()); });
  random.raw("Receipt", [](test::RandomValue& r) { return encode(r.make<Receipt>()); });
  return random;
}

struct Sample {
  const char* type;
  Bytes (*make)(test::RandomValue&);
};
template <class T>
constexpr Sample sample(const char* type) {
  return {type, [](test::RandomValue& random) { return encode(random.make<T>()); }};
}
const std::vector<Sample> samples{sample<test::Everything>("Everything"), sample<TransactionBody>("TransactionBody"),
                                  sample<SignedTransaction>("SignedTransaction"), sample<Receipt>("Receipt"),
                                  sample<FinalBlock>("FinalBlock"), sample<TransactionProof>("TransactionProof"),
                                  sample<StateProof>("StateProof"), sample<Terms>("Terms")};

TEST(ProtoText, IsWhatProtocCompiles) {
  const std::string text = proto_text("allonge.v1", roots);
  Witness witness(text);
  ASSERT_NE(witness.file(), nullptr) << witness.complaints() << text;
  EXPECT_EQ(witness.complaints(), "");
  EXPECT_EQ(witness.file()->package(), "allonge.v1");
  EXPECT_EQ(witness.file()->syntax(), protobuf::FileDescriptor::SYNTAX_PROTO3);
}

TEST(ProtoText, SaysTheSameEveryTimeAndEachTypeOnce) {
  const std::string text = proto_text("allonge.v1", roots);
  EXPECT_EQ(text, proto_text("allonge.v1", roots));
  for (const char* line : {"message Header {", "message Certificate {", "message Event {", "message Operation {",
                           "enum VoteKind {", "enum Colour {", "message StateStep {"}) {
    const auto first = text.find(line);
    ASSERT_NE(first, std::string::npos) << line;
    EXPECT_EQ(text.find(line, first + 1), std::string::npos) << line;
  }
}

TEST(ProtoText, WritesFieldsAsAReaderWantsThem) {
  const std::string text = proto_text("x", std::vector{&shape_of<test::Everything>, &shape_of<TransactionBody>, &shape_of<Terms>});
  for (const char* line : {
           "  uint32 small = 2;  // 16 bits\n",
           "  uint64 amount = 6;  // money (in fen)\n",
           "  uint32 date = 7;  // a day (days since 1970-01-01)\n",
           "  Colour colour = 9;  // one of three\n",
           "  bytes digest = 10;  // a hash (exactly 32 bytes)\n",
           "  string words = 12;  // free words (at most 60 bytes)\n",
           "  Operation choice = 17;  // one of two\n",
           "  repeated uint64 numbers = 20;  // packed (at most 5)\n",
           "  optional uint64 maybe_number = 30;  // or nothing\n",
           "  optional Colour maybe_colour = 2000;  // or nothing\n",
           "  oneof is {\n    Give test_give = 257;  // Give something.\n",
           "  repeated Operation operations = 5;  // at most 500\n",
           "  COLOUR_UNSPECIFIED = 0;  // refused\n  COLOUR_RED = 1;\n",
           "  DAY_COUNT_NONE = 0;\n  DAY_COUNT_ACT_360 = 1;\n",
       })
    EXPECT_NE(text.find(line), std::string::npos) << line << "\nnot in\n" << text;
}

TEST(ProtoText, LibprotobufWritesTheSameBytesForTenThousandRandomValues) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  test::Dice dice(seed);
  test::RandomValue random = random_values(dice);
  Witness witness(proto_text("allonge.v1", roots));
  ASSERT_NE(witness.file(), nullptr);
  for (int round = 0; round < 10'000; ++round) {
    const Sample& one = samples[std::size_t(round) % samples.size()];
    const Bytes bytes = one.make(random);
    const std::string echoed = witness.echo(one.type, bytes);
    ASSERT_EQ(hex(bytes_of(echoed)), hex(bytes)) << one.type << " round " << round;
  }
}

// Golden vectors: encodings that must not change by accident. To change them on purpose, run this
// test with ALLONGE_WRITE_VECTORS=1 and commit the file with the reason.
TEST(ProtoText, GoldenVectorsStayAndLibprotobufAgrees) {
  const std::string path = ALLONGE_SOURCE_DIR "/tests/vectors/ledger_encodings.txt";
  test::Dice dice(20260302);
  test::RandomValue random = random_values(dice);
  std::string expected;
  for (int round = 0; round < 3; ++round)
    for (const Sample& one : samples) expected += std::string(one.type) + " 0x" + hex(one.make(random)) + "\n";
  if (std::getenv("ALLONGE_WRITE_VECTORS") != nullptr) std::ofstream(path) << expected;

  std::stringstream written(contents(path));
  EXPECT_EQ(written.str(), expected);
  Witness witness(proto_text("allonge.v1", roots));
  std::string type, bytes;
  while (written >> type >> bytes) {
    bytes.erase(0, 2);
    EXPECT_EQ(hex(bytes_of(witness.echo(type, *parse_hex(bytes)))), bytes) << type;
  }
}

struct Left {
  static constexpr const char* type_name = "Twin";
  static constexpr auto fields() { return std::tuple<>{}; }
};
struct Right {
  static constexpr const char* type_name = "Twin";
  static constexpr auto fields() { return std::tuple<>{}; }
};

TEST(ProtoTextDeathTest, StopsAtTwoTypesOfOneName) {
  const std::vector<const Shape*> twins{&shape_of<Left>, &shape_of<Right>};
  EXPECT_EXIT(static_cast<void>(proto_text("x", twins)), testing::ExitedWithCode(70), "different names");
}

}  // namespace
}  // namespace allonge
