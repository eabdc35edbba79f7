// Describe a struct once; its bytes, JSON, .proto text, JSON schema, wallet flags and help follow.
//
// A described struct has `static constexpr auto fields()` returning a tuple of Field. From it the
// compiler makes a Shape: a constant table of kinds, numbers, names and accessors. Readers and
// writers (codec, json, schema, proto_text, flags) walk Shapes and are ordinary functions, so a new
// struct costs a table and no new code.
//
//   struct Transfer {
//     CertificateId certificate;
//     std::string note;
//     static constexpr auto fields() {
//       return std::tuple{Field{1, "certificate", &Transfer::certificate, "certificate to pass on"},
//                         Field{2, "note", &Transfer::note, "free words", 200}};
//     }
//   };
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "ledger/amount.h"
#include "ledger/bytes.h"
#include "ledger/ids.h"
#include "ledger/time.h"

namespace allonge {

// `number` is the Protobuf field number and is never re-used. `limit` is the largest count of
// bytes (text, bytes) or items (list); every text, bytes and list has one.
template <class Struct, class Member>
struct Field {
  std::uint32_t number;
  const char* name;
  Member Struct::*member;
  const char* note;
  std::uint32_t limit = 0;
};
template <class S, class M>
Field(std::uint32_t, const char*, M S::*, const char*) -> Field<S, M>;
template <class S, class M>
Field(std::uint32_t, const char*, M S::*, const char*, std::uint32_t) -> Field<S, M>;

template <class T>
concept Described = requires { T::fields(); };

// A struct may name itself for .proto and JSON schema with `static constexpr const char* type_name`.
// An enum is described by `constexpr std::array<EnumValue, N> values_of(E)` found beside it.
struct EnumValue {
  std::uint64_t number;
  std::string_view name;
};

// An encoded message that a higher floor reads: `repeated RawMessage` has the wire form of a
// repeated message. `type` in the .proto text comes from the field's note "type: ...".
struct RawMessage {
  Bytes bytes;
  bool operator==(const RawMessage&) const = default;
};

enum class Kind : std::uint8_t {
  boolean,      // JSON true, false
  number,       // u16, u32, u64: JSON number below 2^53 (heights, counts, ms, ppm)
  fen,          // u64: JSON integer text
  amount,       // u64 fen: JSON "200000.00"
  date,         // u32 days: JSON "2026-08-28"
  time,         // u64 ms: JSON RFC 3339
  enumeration,  // u64 on the wire: JSON the value's name
  fixed,        // exactly `size` bytes: JSON lower-case hex
  text,         // UTF-8, and for ids a fixed form
  bytes,        // JSON base64url
  raw,          // an encoded message
  message, list, optional, one_of,
};

struct Shape;

struct FieldInfo {
  std::uint32_t number;
  std::string_view name;
  std::string_view note;
  std::uint32_t limit;
  const Shape* shape;
  const void* (*get)(const void* object);
  void* (*edit)(void* object);
};

struct Shape {
  Kind kind;
  std::string_view name;                 // "u64", "PartyId", or the struct's own name
  std::string_view form = {};            // text: a regular expression, if it has a fixed form
  std::uint32_t size = 0;                // fixed: bytes
  std::uint64_t largest = 0;             // boolean to enumeration: largest number
  const Shape* item = nullptr;           // list, optional
  std::span<const FieldInfo> fields = {};  // message: ascending; one_of: its alternatives
  std::span<const EnumValue> values = {};  // enumeration

  // boolean to enumeration. `store` refuses what the type cannot hold.
  std::uint64_t (*load)(const void*) = nullptr;
  bool (*store)(void*, std::uint64_t) = nullptr;
  // text: a view into the object or into `scratch`; `parse` refuses what is not of the form.
  std::string_view (*text)(const void*, std::string& scratch) = nullptr;
  bool (*parse)(void*, std::string_view) = nullptr;
  // fixed, bytes, raw. `assign` refuses a wrong size.
  BytesView (*view)(const void*) = nullptr;
  bool (*assign)(void*, BytesView) = nullptr;
  // list: count and items; `grow` appends one and returns it.
  std::size_t (*count)(const void*) = nullptr;
  const void* (*at)(const void*, std::size_t) = nullptr;
  void* (*grow)(void*) = nullptr;
  // optional: its value or null; `emplace(_, 0)` makes it. one_of: the value, which alternative it
  // is, and `emplace(_, i)` makes alternative i.
  const void* (*held)(const void*) = nullptr;
  std::size_t (*which)(const void*) = nullptr;
  void* (*emplace)(void*, std::size_t) = nullptr;
};

template <class T>
constexpr Shape make_shape();
template <class T>
inline constexpr Shape shape_of = make_shape<T>();

namespace fields_detail {

template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type { using Item = T; };
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type { using Item = T; };
template <class T>
struct is_variant : std::false_type {};
template <class... T>
struct is_variant<std::variant<T...>> : std::true_type {};
template <class T>
struct is_fixed : std::false_type {};
template <std::size_t N, class Tag>
struct is_fixed<FixedBytes<N, Tag>> : std::true_type {};

template <class T>
concept TextForm = requires(const T& value, std::string_view text) {
  { T::parse(text) } -> std::same_as<Result<T>>;
  value.is_set();
};

template <class T, std::size_t I>
constexpr FieldInfo field_info() {
  constexpr auto field = std::get<I>(T::fields());
  using Member = std::remove_cvref_t<decltype(std::declval<T>().*field.member)>;
  constexpr Kind kind = make_shape<Member>().kind;
  constexpr bool unbounded = std::is_same_v<Member, std::string> || kind == Kind::bytes ||
                             kind == Kind::list || kind == Kind::raw;
  static_assert(!unbounded || field.limit > 0, "every text, bytes and list states its limit");
  return FieldInfo{field.number, field.name, field.note, field.limit, &shape_of<Member>,
                   // Named as a constant: otherwise a long list of fields is built at every access.
                   [](const void* object) -> const void* {
                     constexpr auto member = std::get<I>(T::fields()).member;
                     return &(static_cast<const T*>(object)->*member);
                   },
                   [](void* object) -> void* {
                     constexpr auto member = std::get<I>(T::fields()).member;
                     return &(static_cast<T*>(object)->*member);
                   }};
}

template <class T, std::size_t... I>
constexpr auto field_infos(std::index_sequence<I...>) {
  std::array<FieldInfo, sizeof...(I)> out{field_info<T, I>()...};
  return out;
}

template <std::size_t N>
constexpr bool ascending(const std::array<FieldInfo, N>& fields) {
  for (std::size_t i = 1; i < N; ++i)
    if (fields[i - 1].number >= fields[i].number) return false;
  return true;
}

template <Described T>
inline constexpr auto fields_of =
    field_infos<T>(std::make_index_sequence<std::tuple_size_v<decltype(T::fields())>>{});

// The alternatives of a one_of carry their own number and name in `card` (code, name, sentence).
template <class Variant, std::size_t... I>
constexpr auto alternative_infos(std::index_sequence<I...>) {
  return std::array<FieldInfo, sizeof...(I)>{FieldInfo{
      std::variant_alternative_t<I, Variant>::card.code, std::variant_alternative_t<I, Variant>::card.name,
      std::variant_alternative_t<I, Variant>::card.sentence, 0,
      &shape_of<std::variant_alternative_t<I, Variant>>, nullptr, nullptr}...};
}
template <class Variant>
inline constexpr auto alternatives_of =
    alternative_infos<Variant>(std::make_index_sequence<std::variant_size_v<Variant>>{});

template <class T>
inline constexpr auto enum_values = values_of(T{});

template <class Variant, std::size_t... I>
void* emplace_alternative(Variant& variant, std::size_t index, std::index_sequence<I...>) {
  void* made = nullptr;
  ((index == I ? void(made = &variant.template emplace<I>()) : void()), ...);
  return made;
}

// The struct's own name out of the compiler's text of this function's signature.
template <class T>
constexpr std::string_view name_of_type() {
  if constexpr (requires { T::type_name; }) {
    return T::type_name;
  } else {
    std::string_view text = __PRETTY_FUNCTION__;
    const std::size_t from = text.find("T = ") + 4;
    std::size_t to = text.find(';', from);
    if (to == std::string_view::npos) to = text.find(']', from);
    text = text.substr(from, to - from);
    const std::size_t colon = text.rfind("::");
    return colon == std::string_view::npos ? text : text.substr(colon + 2);
  }
}

template <class T>
constexpr Shape number_shape(Kind kind, std::string_view name, std::uint64_t largest) {
  Shape shape{};
  shape.kind = kind;
  shape.name = name;
  shape.largest = largest;
  return shape;
}

}  // namespace fields_detail

template <class T>
constexpr Shape make_shape() {
  namespace d = fields_detail;
  Shape s{};
  if constexpr (std::is_same_v<T, bool>) {
    s = d::number_shape<T>(Kind::boolean, "bool", 1);
  } else if constexpr (std::is_same_v<T, std::uint16_t> || std::is_same_v<T, std::uint32_t> ||
                       std::is_same_v<T, std::uint64_t>) {
    s = d::number_shape<T>(Kind::number,
                           sizeof(T) == 8 ? "u64" : sizeof(T) == 4 ? "u32" : "u16", T(~T{0}));
  } else if constexpr (std::is_same_v<T, Fen>) {
    s = d::number_shape<T>(Kind::fen, "Fen", ~std::uint64_t{0});
  } else if constexpr (std::is_same_v<T, Amount>) {
    s = d::number_shape<T>(Kind::amount, "Amount", Amount::max_fen);
  } else if constexpr (std::is_same_v<T, Date>) {
    s = d::number_shape<T>(Kind::date, "Date", 2'932'896);  // 9999-12-31
  } else if constexpr (std::is_same_v<T, Time>) {
    s = d::number_shape<T>(Kind::time, "Time", 253'402'300'799'999);
  } else if constexpr (std::is_enum_v<T>) {
    s = d::number_shape<T>(Kind::enumeration, d::name_of_type<T>(), 0);
    s.values = d::enum_values<T>;
    for (const EnumValue& value : s.values)
      if (value.number > s.largest) s.largest = value.number;
  } else if constexpr (d::is_fixed<T>::value) {
    s.kind = Kind::fixed;
    s.name = "bytes";
    s.size = T::size;
    s.view = [](const void* object) { return static_cast<const T*>(object)->view(); };
    s.assign = [](void* object, BytesView bytes) {
      if (bytes.size() != T::size) return false;
      std::memcpy(static_cast<T*>(object)->bytes.data(), bytes.data(), T::size);
      return true;
    };
  } else if constexpr (std::is_same_v<T, std::string>) {
    s.kind = Kind::text;
    s.name = "string";
    s.text = [](const void* object, std::string&) -> std::string_view {
      return *static_cast<const std::string*>(object);
    };
    s.parse = [](void* object, std::string_view text) {
      *static_cast<std::string*>(object) = text;
      return true;
    };
  } else if constexpr (d::TextForm<T>) {
    s.kind = Kind::text;
    s.name = d::name_of_type<T>();
    if constexpr (requires { T::form; }) s.form = T::form;
    s.text = [](const void* object, std::string& scratch) -> std::string_view {
      scratch = static_cast<const T*>(object)->text();
      return scratch;
    };
    s.parse = [](void* object, std::string_view text) {
      auto parsed = T::parse(text);
      if (parsed) *static_cast<T*>(object) = *parsed;
      return parsed.has_value();
    };
  } else if constexpr (std::is_same_v<T, Bytes>) {
    s.kind = Kind::bytes;
    s.name = "bytes";
    s.view = [](const void* object) { return BytesView(*static_cast<const Bytes*>(object)); };
    s.assign = [](void* object, BytesView bytes) {
      static_cast<Bytes*>(object)->assign(bytes.begin(), bytes.end());
      return true;
    };
  } else if constexpr (std::is_same_v<T, RawMessage>) {
    s.kind = Kind::raw;
    s.name = "RawMessage";
    s.view = [](const void* object) { return BytesView(static_cast<const RawMessage*>(object)->bytes); };
    s.assign = [](void* object, BytesView bytes) {
      static_cast<RawMessage*>(object)->bytes.assign(bytes.begin(), bytes.end());
      return true;
    };
  } else if constexpr (d::is_vector<T>::value) {
    s.kind = Kind::list;
    s.item = &shape_of<typename d::is_vector<T>::Item>;
    s.count = [](const void* object) { return static_cast<const T*>(object)->size(); };
    s.at = [](const void* object, std::size_t i) -> const void* { return &(*static_cast<const T*>(object))[i]; };
    s.grow = [](void* object) -> void* { return &static_cast<T*>(object)->emplace_back(); };
  } else if constexpr (d::is_optional<T>::value) {
    s.kind = Kind::optional;
    s.item = &shape_of<typename d::is_optional<T>::Item>;
    s.held = [](const void* object) -> const void* {
      const T& value = *static_cast<const T*>(object);
      return value ? &*value : nullptr;
    };
    s.emplace = [](void* object, std::size_t) -> void* { return &static_cast<T*>(object)->emplace(); };
  } else if constexpr (d::is_variant<T>::value) {
    s.kind = Kind::one_of;
    s.name = "Operation";
    s.fields = d::alternatives_of<T>;
    static_assert(d::ascending(d::alternatives_of<T>), "alternatives stand in ascending order");
    s.held = [](const void* object) -> const void* {
      return std::visit([](const auto& value) -> const void* { return &value; }, *static_cast<const T*>(object));
    };
    s.which = [](const void* object) { return static_cast<const T*>(object)->index(); };
    s.emplace = [](void* object, std::size_t index) {
      return d::emplace_alternative(*static_cast<T*>(object), index,
                                    std::make_index_sequence<std::variant_size_v<T>>{});
    };
  } else {
    static_assert(Described<T>, "the field's type is not one that can be described");
    s.kind = Kind::message;
    s.name = d::name_of_type<T>();
    s.fields = d::fields_of<T>;
    static_assert(d::ascending(d::fields_of<T>), "fields stand in ascending order of their numbers");
  }

  if constexpr (std::is_same_v<T, Amount>) {
    s.load = [](const void* object) { return static_cast<const Amount*>(object)->fen(); };
    s.store = [](void* object, std::uint64_t number) {
      const auto amount = Amount::of_fen(number);
      if (amount) *static_cast<Amount*>(object) = *amount;
      return amount.has_value();
    };
  } else if constexpr (std::is_same_v<T, Fen>) {
    s.load = [](const void* object) { return static_cast<const Fen*>(object)->value; };
    s.store = [](void* object, std::uint64_t number) { return static_cast<Fen*>(object)->value = number, true; };
  } else if constexpr (std::is_same_v<T, Date>) {
    s.load = [](const void* object) { return std::uint64_t(static_cast<const Date*>(object)->days); };
    s.store = [](void* object, std::uint64_t number) {
      if (number > 2'932'896) return false;
      static_cast<Date*>(object)->days = std::uint32_t(number);
      return true;
    };
  } else if constexpr (std::is_same_v<T, Time>) {
    s.load = [](const void* object) { return static_cast<const Time*>(object)->ms; };
    s.store = [](void* object, std::uint64_t number) {
      if (number > 253'402'300'799'999) return false;
      static_cast<Time*>(object)->ms = number;
      return true;
    };
  } else if constexpr (std::is_enum_v<T>) {
    s.load = [](const void* object) { return std::uint64_t(*static_cast<const T*>(object)); };
    s.store = [](void* object, std::uint64_t number) {
      for (const EnumValue& value : d::enum_values<T>) {
        if (value.number != number) continue;
        *static_cast<T*>(object) = T(number);
        return true;
      }
      return false;
    };
  } else if constexpr (std::is_integral_v<T>) {
    s.load = [](const void* object) { return std::uint64_t(*static_cast<const T*>(object)); };
    s.store = [](void* object, std::uint64_t number) {
      constexpr std::uint64_t largest = std::numeric_limits<T>::max();
      if (number > largest) return false;
      *static_cast<T*>(object) = T(number);
      return true;
    };
  }
  return s;
}

}  // namespace allonge
