// The committed documents are what the program says, and hang together.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "api/glossary.h"
#include "api/help.h"
#include "api/json.h"
#include "api/methods.h"
#include "api/openrpc.h"
#include "api/records.h"
#include "api/schema.h"
#include "api/summary.h"
#include "contracts/operations.h"
#include "tests/support/json_schema.h"
#include "tests/support/parties.h"
#include "tests/api/story.h"

namespace allonge::api {
namespace {

std::string file(const std::string& name) {
  std::ifstream in(std::string(ALLONGE_SOURCE_DIR) + name, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

JsonValue document() {
  JsonLimits limits;
  limits.bytes = 8 * 1024 * 1024;
  auto value = parse_json(openrpc_document(), limits);
  EXPECT_TRUE(value.has_value()) << (value ? "" : value.error().detail);
  return value ? *std::move(value) : JsonValue{};
}

TEST(Documents, OpenRpcIsNotStale) {
  EXPECT_TRUE(file("/api/openrpc.json") == openrpc_document()) << "run: api_documents api --write";
}
TEST(Documents, ProtoIsNotStale) {
  EXPECT_TRUE(file("/api/allonge.proto") == proto_document()) << "run: api_documents api --write";
}

void follow(const JsonValue& value, const JsonValue& whole, std::set<std::string>& links) {
  for (const JsonValue& item : value.items) follow(item, whole, links);
  for (const auto& [name, member] : value.members) {
    if (name == "$ref") links.insert(member.text);
    follow(member, whole, links);
  }
}

TEST(Documents, EveryReferenceLeadsSomewhereAndEveryComponentIsUsed) {
  const JsonValue whole = document();
  std::set<std::string> links;
  follow(whole, whole, links);
  const JsonValue& schemas = *whole.find("components")->find("schemas");
  const JsonValue& errors = *whole.find("components")->find("errors");
  for (const std::string& link : links) {
    const std::string schema = "#/components/schemas/", error = "#/components/errors/";
    const bool found = link.rfind(schema, 0) == 0 ? schemas.find(link.substr(schema.size())) != nullptr
                                                  : errors.find(link.substr(error.size())) != nullptr;
    EXPECT_TRUE(found) << link;
  }
  for (const auto& [name, schema] : schemas.members) {
    if (name == "ErrorData") continue;
    EXPECT_TRUE(links.contains("#/components/schemas/" + name)) << name << " is not used";
  }
}

TEST(Documents, MethodsAreDescribedAsOpenRpcAsks) {
  const JsonValue whole = document();
  EXPECT_EQ(whole.find("openrpc")->text, "1.3.2");
  ASSERT_EQ(whole.find("methods")->items.size(), methods().size());
  std::set<std::string> names;
  for (const JsonValue& method : whole.find("methods")->items) {
    const std::string name = method.find("name")->text;
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(method.find("paramStructure")->text, "by-name");
    bool optional_seen = false;
    for (const JsonValue& param : method.find("params")->items) {
      const bool required = param.find("required") != nullptr;
      EXPECT_FALSE(required && optional_seen) << name << ": required parameters stand first";
      optional_seen = optional_seen || !required;
      EXPECT_NE(param.find("schema"), nullptr);
      EXPECT_FALSE(param.find("description")->text.empty());
    }
    EXPECT_EQ(method.find("examples")->items.size(), 1u);
    EXPECT_NE(method.find("result"), nullptr);
  }
}

TEST(Documents, MethodNamesHaveTheirForm) {
  for (const Method& method : methods()) {
    const std::string name = method.card.name;
    if (name == "rpc.discover") continue;
    const std::size_t bar = name.find('_');
    ASSERT_NE(bar, std::string::npos) << name;
    EXPECT_EQ(name.find('_', bar + 1), std::string::npos) << name;
    for (const char c : name.substr(0, bar)) EXPECT_TRUE(c >= 'a' && c <= 'z') << name;
    EXPECT_TRUE(name[bar + 1] >= 'a' && name[bar + 1] <= 'z') << name;
  }
}

TEST(Schema, FitsWhateverTheWriterWrites) {
  const std::uint64_t seed = 7;
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  test::Dice dice(seed);
  test::RandomValue random(dice);
  random.items_up_to(16);
  SchemaBook book;
  const auto schema = parse_json(book.schema_of(shape_of<Operation>, {}, 0, SchemaUse::read));
  const auto components = parse_json(book.components());
  ASSERT_TRUE(schema.has_value() && components.has_value());
  for (int i = 0; i < 500; ++i) {
    const Operation op = test::random_operation(random);
    std::string text;
    append_json(text, shape_of<Operation>, &op);
    const auto value = parse_json(text);
    ASSERT_TRUE(value.has_value());
    const auto no = test::misfit(*schema, *value, *components);
    ASSERT_FALSE(no.has_value()) << *no << "\n" << text;
  }
}

TEST(Records, EveryTableOfTheStateHasItsShape) {
  const auto first = genesis_state(test::demo_genesis());
  ASSERT_TRUE(first.has_value());
  for (const auto& [key, value] : *first) {
    const RecordType* type = record_type_of(key);
    ASSERT_NE(type, nullptr) << hex(key);
    std::string text;
    EXPECT_TRUE(type->append(text, *value).has_value()) << type->name;
    EXPECT_TRUE(parse_json(text).has_value()) << text;
  }
}

void words_of(std::string_view operation, const Shape& shape, std::set<std::string>& missing) {
  for (const FieldInfo& field : shape.fields) {
    if (!chinese_field(operation, field.name)) missing.insert(std::string(operation) + "." + std::string(field.name));
    const Shape* of = field.shape;
    while (of->item != nullptr) of = of->item;
    if (of->kind == Kind::message) words_of(operation, *of, missing);
  }
}

TEST(Glossary, HasAWordForEveryOperationAndField) {
  std::set<std::string> missing;
  for (const FieldInfo& operation : shape_of<Operation>.fields) {
    if (!chinese_operation(operation.name)) missing.insert(std::string(operation.name));
    words_of(operation.name, *operation.shape, missing);
  }
  std::string all;
  for (const std::string& one : missing) all += one + " ";
  EXPECT_TRUE(missing.empty()) << all;
}

TEST(Summary, IsPlainTextWhateverStandsInTheFields) {
  receivable::Refuse refuse;
  refuse.certificate = CertificateId::derive(Digest{}, 1);
  refuse.reason = "line\nbreak \x1b[31m \xE2\x80\xAE turned \xE2\x80\xA6";
  const Summary summary = summary_of(Operation(refuse));
  for (const std::string& text : {summary.en, summary.zh}) {
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
    EXPECT_NE(text.find("\xE2\x80\xA6"), std::string::npos) << "an ellipsis is harmless";
  }
}

TEST(Summary, GroupsAmounts) {
  for (const char* text : {"0.00", "1.00", "12.00", "123.00", "1,234.56", "12,345.00", "123,456.00", "1,234,567.89", "9,999,999,999.00"}) {
    std::string plain;
    for (const char* c = text; *c != 0; ++c)
      if (*c != ',') plain.push_back(*c);
    EXPECT_EQ(grouped(*Amount::parse(plain)), text);
  }
}

TEST(Help, NamesEveryMethodAndOperation) {
  const std::string all = help();
  for (const Method& method : methods()) {
    EXPECT_NE(all.find(method.card.name), std::string::npos);
    EXPECT_NE(help(method.card.name).find(method.card.sentence), std::string::npos);
  }
  for (const FieldInfo& operation : shape_of<Operation>.fields)
    EXPECT_NE(help(operation.name).find(operation.note), std::string::npos);
  EXPECT_NE(help("cert_gte").find("did you mean cert_get"), std::string::npos);
}

}  // namespace
}  // namespace allonge::api
