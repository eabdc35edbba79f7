#include "node/world/link.h"

namespace allonge::node {

namespace {

using boost::system::error_code;

constexpr std::size_t head_bytes = 5;             // length u32, kind u8
constexpr std::size_t first_frames_limit = 4'096;  // until the link is up
constexpr std::size_t read_bytes = 64 * 1024;
constexpr std::size_t batch_bytes = 128 * 1024;
constexpr std::size_t batch_messages = 64;
constexpr auto gossip_wait = std::chrono::milliseconds(1);
constexpr std::uint64_t farewell_ms = 1'000;

}  // namespace

Link::Link(LinkOwner& owner, asio::io_context& io, std::shared_ptr<asio::ssl::context> tls)
    : owner_(owner), tls_(std::move(tls)), stream_(io, *tls_), gossip_timer_(io) {
  begun_ms_ = received_ms_ = sent_ms_ = now_ms();
}

// ---- reading ----

void Link::read_more() {
  if (state_ != State::hello && state_ != State::up) return;
  if (*unhandled_bytes_ > read_ahead_bytes) {
    paused_ = true;
    return;
  }
  // What is unread moves to the front; the buffer grows with what arrives, never with what is announced.
  if (in_begin_ > 0) {
    std::copy(in_.begin() + std::ptrdiff_t(in_begin_), in_.begin() + std::ptrdiff_t(in_end_), in_.begin());
    in_end_ -= in_begin_;
    in_begin_ = 0;
  }
  if (in_.size() < in_end_ + read_bytes) in_.resize(in_end_ + read_bytes);
  stream_.async_read_some(asio::buffer(in_.data() + in_end_, in_.size() - in_end_),
                          [self = shared_from_this()](const error_code& error, std::size_t count) {
                            self->on_read(error, count);
                          });
}

void Link::resume_reading() {
  if (!paused_ || *unhandled_bytes_ > read_ahead_bytes / 2) return;
  paused_ = false;
  received_ms_ = now_ms();
  if (frame_begun_ms_ != 0) frame_begun_ms_ = received_ms_;
  read_more();
}

void Link::on_read(const error_code& error, std::size_t count) {
  if (state_ == State::closed || state_ == State::refusing) return;
  if (error == asio::error::eof || error == asio::ssl::error::stream_truncated) return close("the peer closed");
  if (error) {
    if (state_ == State::hello) return fail_handshake(error);
    return close(error.message());
  }
  in_end_ += count;
  received_ms_ = now_ms();
  if (take_frames()) read_more();
}

bool Link::take_frames() {
  std::vector<Bytes> messages;
  std::size_t bytes = 0;
  bool goes_on = true;
  frame_begun_ms_ = in_end_ == in_begin_ ? 0 : frame_begun_ms_;
  while (goes_on && in_end_ - in_begin_ >= head_bytes) {
    const BytesView unread(in_.data() + in_begin_, in_end_ - in_begin_);
    const std::uint32_t length = read_big_endian<std::uint32_t>(unread);  // of kind and payload
    if (length == 0 || length - 1 > (state_ == State::up ? PeerLinks::frame_limit : first_frames_limit)) {
      close("a frame of " + std::to_string(length) + " bytes");
      return false;
    }
    if (unread.size() < 4 + std::size_t(length)) break;
    goes_on = take_frame(Frame(unread[4]), unread.subspan(head_bytes, length - 1), messages, bytes);
    in_begin_ += 4 + std::size_t(length);
    frame_begun_ms_ = 0;
  }
  if (in_end_ > in_begin_ && frame_begun_ms_ == 0) frame_begun_ms_ = received_ms_;
  if (in_begin_ == in_end_) {
    in_begin_ = in_end_ = 0;
    if (in_.size() > 4 * read_bytes) Bytes().swap(in_);  // a large frame does not hold its memory for ever
  }
  if (!messages.empty()) {
    *unhandled_bytes_ += bytes;
    owner_.metrics().add(Metric::peer_bytes_received, bytes);
    owner_.link_messages(shared_from_this(), std::move(messages), bytes);
  }
  return goes_on && state_ != State::closed;
}

bool Link::take_frame(Frame kind, BytesView payload, std::vector<Bytes>& messages, std::size_t& bytes) {
  switch (kind) {
    case Frame::hello:
      if (state_ == State::hello && !hello_taken_) return take_hello(payload);
      break;
    case Frame::welcome:
      if (state_ == State::hello && !welcomed_ && payload.empty()) {
        welcomed_ = true;
        become_up_if_welcome();
        return true;
      }
      break;
    case Frame::refused: {
      const auto refused = decode<RefusedLink>(payload);
      if (refused && find_link_refusal(refused->reason) != nullptr) owner_.link_refused(*this, false, *refused);
      close("the peer refused");
      return false;
    }
    case Frame::ping:
      if (state_ == State::up && payload.empty()) return true;
      break;
    case Frame::consensus:
    case Frame::bulk:
    case Frame::gossip:
      if (state_ == State::up) {
        messages.push_back(copy_of(payload));
        bytes += payload.size() + sizeof(Bytes);
        return true;
      }
      break;
  }
  close("an unexpected frame of kind " + std::to_string(unsigned(kind)));
  return false;
}

// ---- writing ----

void Link::put_frame(Frame kind, BytesView payload) {
  append_big_endian(control_, std::uint32_t(payload.size() + 1));
  control_.push_back(std::uint8_t(kind));
  append(control_, payload);
  write_more();
}

void Link::send(Lane lane, const SharedBytes& message) {
  if (state_ != State::up) return;
  switch (lanes_.put(lane, message)) {
    case Lanes::Taken::yes:
      break;
    case Lanes::Taken::dropped_one:
      owner_.metrics().add(Metric::peer_messages_dropped, 1, lane == Lane::bulk ? "bulk" : "gossip");
      break;
    case Lanes::Taken::hopeless:
      return close("the peer takes nothing any more");
  }
  // Gossip alone waits a moment for company: one record and one wake-up for many.
  const bool alone = lanes_.waiting(Lane::consensus) + lanes_.waiting(Lane::bulk) == 0;
  if (alone && lanes_.waiting(Lane::gossip) < batch_messages)
    write_soon();
  else
    write_more();
}

void Link::write_soon() {
  if (writing_ || gossip_waits_) return;
  gossip_waits_ = true;
  gossip_timer_.expires_after(gossip_wait);
  gossip_timer_.async_wait([self = shared_from_this()](const error_code&) {
    self->gossip_waits_ = false;
    self->write_more();
  });
}

void Link::write_more() {
  if (writing_ || (state_ != State::hello && state_ != State::up && state_ != State::refusing)) return;
  if (control_.empty() && (state_ != State::up || lanes_.empty())) return;
  out_.clear();
  out_.swap(control_);
  std::size_t payload_bytes = 0;
  for (std::size_t i = 0; state_ == State::up && i < batch_messages && out_.size() < batch_bytes && !lanes_.empty(); ++i) {
    const auto [lane, message] = lanes_.take();
    append_big_endian(out_, std::uint32_t(message->size() + 1));
    out_.push_back(std::uint8_t(std::uint8_t(Frame::consensus) + std::uint8_t(lane)));
    append(out_, *message);
    payload_bytes += message->size();
  }
  if (payload_bytes > 0) owner_.metrics().add(Metric::peer_bytes_sent, payload_bytes);
  writing_ = true;
  write_begun_ms_ = sent_ms_ = now_ms();
  asio::async_write(stream_, asio::buffer(out_), [self = shared_from_this()](const error_code& error, std::size_t) {
    self->writing_ = false;
    self->write_begun_ms_ = 0;
    if (self->state_ == State::closed) return;
    if (error) return self->close("cannot write: " + error.message());
    if (self->out_.capacity() > 4 * batch_bytes) Bytes().swap(self->out_);
    if (self->state_ == State::refusing && self->control_.empty()) return self->drain();
    self->write_more();
  });
}

// ---- the end ----

void Link::refuse(LinkRefusal reason, std::string expected, std::string received) {
  refuse({std::uint32_t(reason), expected.substr(0, 100), received.substr(0, 100)});
}

void Link::cut_off(const std::string& why) {
  if (state_ == State::up) refuse(LinkRefusal::cut_off, "what a correct validator says", why);
}

void Link::refuse(const RefusedLink& refused) {
  owner_.link_refused(*this, true, refused);
  state_ = State::refusing;
  begun_ms_ = now_ms();
  RefusedLink printable = refused;  // a stranger's text may hold half a letter
  for (std::string* const text : {&printable.expected, &printable.received})
    for (char& letter : *text)
      if (letter < 0x20 || letter > 0x7e) letter = '?';
  put_frame(Frame::refused, encode(printable));
}

// Reads and forgets until the peer has read our last word: closing with unread bytes would take it
// back (TCP resets).
void Link::drain() {
  error_code ignored;
  stream_.next_layer().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream_.next_layer().async_read_some(asio::buffer(drained_),
                                       [self = shared_from_this()](const error_code& error, std::size_t) {
                                         if (self->state_ == State::closed) return;
                                         if (error) return self->close("refused");
                                         self->drain();
                                       });
}

void Link::tick(std::uint64_t now) {
  const LinkOptions& options = owner_.options();
  const auto longer = [now](std::uint64_t since_ms, std::uint64_t limit_ms) {
    return since_ms != 0 && now > since_ms && now - since_ms > limit_ms;
  };
  switch (state_) {
    case State::closed:
      return;
    case State::connecting:
    case State::handshake:
    case State::hello:
      if (longer(begun_ms_, options.handshake_timeout_ms)) close("no hello in time");
      return;
    case State::refusing:
      if (longer(begun_ms_, farewell_ms)) close("refused");
      return;
    case State::up:
      break;
  }
  if (!paused_ && longer(frame_begun_ms_, options.frame_timeout_ms)) return close("a frame took too long");
  if (!paused_ && longer(received_ms_, options.dead_after_ms)) return close("the peer is silent");
  if (longer(write_begun_ms_, options.frame_timeout_ms)) return close("the peer takes nothing");
  if (!writing_ && longer(sent_ms_, options.ping_after_ms)) put_frame(Frame::ping, {});
}

void Link::close(const std::string& words) {
  if (state_ == State::closed) return;
  state_ = State::closed;
  error_code ignored;
  gossip_timer_.cancel();
  stream_.next_layer().close(ignored);
  owner_.link_closed(shared_from_this(), words);
}

}  // namespace allonge::node
