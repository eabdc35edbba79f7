#include "ledger/codec.h"

#include "ledger/utf8.h"

namespace allonge {

namespace {

enum class Wire : std::uint8_t { varint = 0, delimited = 2 };

bool is_number(Kind kind) { return kind <= Kind::enumeration; }

const Shape& inner(const Shape& shape) {
  return shape.kind == Kind::list || shape.kind == Kind::optional ? *shape.item : shape;
}

Wire wire_of(const FieldInfo& field) {
  if (field.shape->kind == Kind::list) return Wire::delimited;  // numbers packed, others one by one
  return is_number(inner(*field.shape).kind) ? Wire::varint : Wire::delimited;
}

// ---- writing

void put_varint(Bytes& out, std::uint64_t number) {
  while (number >= 0x80) {
    out.push_back(std::uint8_t(number | 0x80));
    number >>= 7;
  }
  out.push_back(std::uint8_t(number));
}

void put_tag(Bytes& out, std::uint32_t number, Wire wire) {
  put_varint(out, std::uint64_t(number) << 3 | std::uint64_t(wire));
}

// Writes the content, then moves it to make room for its length: messages are short.
template <class Write>
void put_delimited(Bytes& out, Write write) {
  const std::size_t start = out.size();
  out.push_back(0);
  write();
  const std::size_t length = out.size() - start - 1;
  if (length < 0x80) {
    out[start] = std::uint8_t(length);
    return;
  }
  Bytes prefix;
  put_varint(prefix, length);
  out.insert(out.begin() + std::ptrdiff_t(start) + 1, prefix.size() - 1, 0);
  std::copy(prefix.begin(), prefix.end(), out.begin() + std::ptrdiff_t(start));
}

// A value with its tag. `keep_default`: list items and present optionals are written even if zero.
void put_value(Bytes& out, std::uint32_t number, const Shape& shape, const void* object, bool keep_default) {
  if (is_number(shape.kind)) {
    const std::uint64_t value = shape.load(object);
    if (value == 0 && !keep_default) return;
    put_tag(out, number, Wire::varint);
    put_varint(out, value);
    return;
  }
  switch (shape.kind) {
    case Kind::text: {
      std::string scratch;
      const std::string_view text = shape.text(object, scratch);
      if (text.empty() && !keep_default) return;
      put_tag(out, number, Wire::delimited);
      put_varint(out, text.size());
      append(out, bytes_of(text));
      return;
    }
    case Kind::fixed:
    case Kind::bytes:
    case Kind::raw: {
      const BytesView bytes = shape.view(object);
      if (bytes.empty() && shape.kind == Kind::bytes && !keep_default) return;
      put_tag(out, number, Wire::delimited);
      put_varint(out, bytes.size());
      append(out, bytes);
      return;
    }
    case Kind::message:
    case Kind::one_of:
      put_tag(out, number, Wire::delimited);
      put_delimited(out, [&] { encode(shape, object, out); });
      return;
    default: ensure(false, "lists and optionals are written field by field");
  }
}

void put_field(Bytes& out, const FieldInfo& field, const void* object) {
  const Shape& shape = *field.shape;
  if (shape.kind == Kind::optional) {
    if (const void* held = shape.held(object)) put_value(out, field.number, *shape.item, held, true);
    return;
  }
  if (shape.kind != Kind::list) return put_value(out, field.number, shape, object, false);

  const std::size_t count = shape.count(object);
  if (count == 0) return;
  if (!is_number(shape.item->kind)) {
    for (std::size_t i = 0; i < count; ++i)
      put_value(out, field.number, *shape.item, shape.at(object, i), true);
    return;
  }
  put_tag(out, field.number, Wire::delimited);
  put_delimited(out, [&] {
    for (std::size_t i = 0; i < count; ++i) put_varint(out, shape.item->load(shape.at(object, i)));
  });
}

// ---- reading

class Reader {
 public:
  Reader(BytesView bytes, std::size_t offset) : bytes_(bytes), offset_(offset) {}

  bool at_end() const { return at_ == bytes_.size(); }
  Refusal bad(const char* what) const {
    return Refusal{Reason::bad_encoding, "byte " + std::to_string(offset_ + at_) + ": " + what};
  }
  std::size_t offset() const { return offset_ + at_; }

  Result<std::uint64_t> varint() {
    if (at_ < bytes_.size() && bytes_[at_] < 0x80) return std::uint64_t{bytes_[at_++]};
    std::uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at_end()) return bad("a number is cut off");
      const std::uint8_t byte = bytes_[at_++];
      if (shift == 63 && byte > 1) return bad("a number has more than 64 bits");
      number |= std::uint64_t(byte & 0x7f) << shift;
      if ((byte & 0x80) != 0) continue;
      if (byte == 0 && shift > 0) return bad("a number is not in its shortest form");
      return number;
    }
    return bad("a number has more than ten bytes");
  }

  Result<BytesView> delimited() {
    TRY(const std::uint64_t length, varint());
    if (length > bytes_.size() - at_) return bad("a length reaches past the end");
    const BytesView out = bytes_.subspan(at_, std::size_t(length));
    at_ += std::size_t(length);
    return out;
  }

  // Takes the next tag if it is this one, in its shortest form.
  bool take_tag(std::uint64_t tag) {
    std::size_t at = at_;
    for (; tag >= 0x80; tag >>= 7)
      if (at == bytes_.size() || bytes_[at++] != std::uint8_t(tag | 0x80)) return false;
    if (at == bytes_.size() || bytes_[at++] != std::uint8_t(tag)) return false;
    at_ = at;
    return true;
  }

 private:
  BytesView bytes_;
  std::size_t offset_;
  std::size_t at_ = 0;
};

Result<void> read_message(const Shape& shape, void* object, BytesView bytes, std::size_t offset, int depth);

Result<void> read_value(const FieldInfo& field, const Shape& shape, void* object, Reader& reader, bool keep_default,
                        int depth) {
  if (is_number(shape.kind)) {
    TRY(const std::uint64_t number, reader.varint());
    if (number == 0 && !keep_default) return reader.bad("a default value is written out");
    if (!shape.store(object, number)) return reader.bad("a number is out of its field's range");
    return done();
  }
  TRY(const BytesView bytes, reader.delimited());
  switch (shape.kind) {
    case Kind::text:
      if (bytes.empty() && !keep_default) return reader.bad("an empty text is written out");
      if (field.limit != 0 && bytes.size() > field.limit && field.shape->kind != Kind::list)
        return reader.bad("a text is longer than its limit");
      if (!is_utf8(text_of(bytes))) return reader.bad("a text is not UTF-8");
      if (!shape.parse(object, text_of(bytes))) return reader.bad("a text is not of its field's form");
      return done();
    case Kind::fixed:
      if (!shape.assign(object, bytes)) return reader.bad("bytes are not of their exact length");
      return done();
    case Kind::bytes:
    case Kind::raw:
      if (bytes.empty() && !keep_default && shape.kind == Kind::bytes)
        return reader.bad("empty bytes are written out");
      if (field.shape->kind != Kind::list && field.limit != 0 && bytes.size() > field.limit)
        return reader.bad("bytes are longer than their limit");
      shape.assign(object, bytes);
      return done();
    default: return read_message(shape, object, bytes, reader.offset() - bytes.size(), depth + 1);
  }
}

Result<void> read_list(const FieldInfo& field, void* list, Reader& reader, std::uint64_t tag, int depth) {
  const Shape& shape = *field.shape;
  std::size_t count = 0;
  if (is_number(shape.item->kind)) {
    TRY(const BytesView packed, reader.delimited());
    if (packed.empty()) return reader.bad("an empty list is written out");
    Reader items(packed, reader.offset() - packed.size());
    while (!items.at_end()) {
      if (++count > field.limit) return items.bad("a list is longer than its limit");
      TRY(const std::uint64_t number, items.varint());
      if (!shape.item->store(shape.grow(list), number)) return items.bad("a number is out of its field's range");
    }
    return done();
  }
  while (true) {
    if (++count > field.limit) return reader.bad("a list is longer than its limit");
    CHECK(read_value(field, *shape.item, shape.grow(list), reader, true, depth));
    if (!reader.take_tag(tag)) return done();
  }
}

// A field that is not there has the value that would not have been written: zero, or nothing. A
// struct's own initial value may be another, and an enumeration may not have zero at all.
bool set_default(const Shape& shape, void* member) {
  if (is_number(shape.kind)) return shape.store(member, 0);
  if (shape.kind == Kind::text) {
    std::string scratch;
    return shape.text(member, scratch).empty() || shape.parse(member, {});
  }
  if (shape.kind == Kind::bytes) return shape.assign(member, {});
  if (shape.kind == Kind::list) ensure(shape.count(member) == 0, "a described list is empty when it is made");
  if (shape.kind == Kind::optional) ensure(shape.held(member) == nullptr, "a described optional is empty when it is made");
  return true;
}

bool must_be_present(Kind kind) {
  return kind == Kind::fixed || kind == Kind::message || kind == Kind::one_of || kind == Kind::raw;
}

Result<void> read_one_of(const Shape& shape, void* object, Reader& reader, int depth) {
  TRY(const std::uint64_t tag, reader.varint());
  for (std::size_t i = 0; i < shape.fields.size(); ++i) {
    const FieldInfo& alternative = shape.fields[i];
    if (tag != (std::uint64_t(alternative.number) << 3 | std::uint64_t(Wire::delimited))) continue;
    TRY(const BytesView bytes, reader.delimited());
    CHECK(read_message(*alternative.shape, shape.emplace(object, i), bytes, reader.offset() - bytes.size(),
                       depth + 1));
    if (!reader.at_end()) return reader.bad("more than one alternative");
    return done();
  }
  return reader.bad("no such alternative");
}

Result<void> read_message(const Shape& shape, void* object, BytesView bytes, std::size_t offset, int depth) {
  Reader reader(bytes, offset);
  if (depth > codec_depth_limit) return reader.bad("nested too deep");
  if (shape.kind == Kind::one_of) return read_one_of(shape, object, reader, depth);

  for (const FieldInfo& field : shape.fields) {
    const Shape& kind = *field.shape;
    const std::uint64_t tag = std::uint64_t(field.number) << 3 | std::uint64_t(wire_of(field));
    if (!reader.take_tag(tag)) {
      if (must_be_present(kind.kind) || !set_default(kind, field.edit(object)))
        return reader.bad(("field " + std::string(field.name) + " is missing, or out of order").c_str());
      continue;
    }
    void* member = field.edit(object);
    if (kind.kind == Kind::list) {
      CHECK(read_list(field, member, reader, tag, depth));
    } else if (kind.kind == Kind::optional) {
      CHECK(read_value(field, *kind.item, kind.emplace(member, 0), reader, true, depth));
    } else {
      CHECK(read_value(field, kind, member, reader, false, depth));
    }
  }
  if (!reader.at_end()) return reader.bad("an unknown, repeated or misplaced field");
  return done();
}

}  // namespace

void encode(const Shape& shape, const void* object, Bytes& out) {
  if (shape.kind == Kind::one_of) {
    const FieldInfo& alternative = shape.fields[shape.which(object)];
    put_value(out, alternative.number, *alternative.shape, shape.held(object), true);
    return;
  }
  ensure(shape.kind == Kind::message, "only messages have bytes of their own");
  for (const FieldInfo& field : shape.fields) put_field(out, field, field.get(object));
}

Result<void> decode(const Shape& shape, void* object, BytesView bytes) {
  return read_message(shape, object, bytes, 0, 1);
}

}  // namespace allonge
