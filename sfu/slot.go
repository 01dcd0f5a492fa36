package sfu

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"alcove/room"
)

// Kind is what a slot shows or plays.
type Kind string

// The kinds.
const (
	KindAudio       Kind = "audio"
	KindVideo       Kind = "video"
	KindScreen      Kind = "screen"
	KindScreenAudio Kind = "screen-audio"
)

// Slot says that one receive line of a browser now belongs to a seat.
type Slot struct {
	Mid  string // of the m-line
	Kind Kind
	Seat room.SeatNumber
	// Paused: the line is too slow for this picture, so nothing of it is sent for now.
	Paused bool
	// After is the RTP timestamp of the last picture that the line has carried of whoever had it before: what is not
	// newer is not of this seat, however late it comes. Nil: it had carried none, or is no picture.
	After *uint32
}

// retransmitMost is how many packets a slot sends again in a second: a browser that asks
// for more has lost its line.
const retransmitMost = 128

// slot is one receive line of one browser. It is bound to a feed, or to none, and makes whatever feeds it is bound to
// one after the other look like a single stream. It is the TrackLocal of its Pion sender.
type slot struct {
	peer  *peer
	line  receiveLine
	codec codec
	stats *counters

	bound  atomic.Pointer[binding] // nil: empty. Stored under the room's lock
	before uint64                  // what newest was when the slot was bound; guarded by the room's lock
	budget atomic.Int32            // retransmissions left in this second
	height atomic.Int32            // in pixels, as large as the browser shows it; 0: not at all. Of pictures only
	target atomic.Pointer[layer]   // the only layer to move to; nil: whichever comes. Stored by the room's loop
	paused atomic.Bool             // the line can't carry it now. Stored by the room's loop, and when the connection ends
	let    int                     // the greatest rank that the line can carry; owned by the room's loop
	untold bool                    // the browser has not been told that paused has changed; owned by the room's loop
	newest atomic.Uint64           // the RTP timestamp of the newest picture that left or is about to, and carried; 0: none

	heardOf heardOf // owned by the peer's SRTCP goroutine

	// mu lets one packet at a time be rewritten and sealed: two publishers may meet here while the slot moves from
	// one to the other, and retransmissions come from the subscriber's own goroutine.
	mu             sync.Mutex
	out            outlet // nil before Bind and after Unbind
	header         rtp.Header
	numbered       bool    // the browser takes transport-wide numbers on this line
	number         [2]byte // the one that header and repair carry
	rewriter       rewriter
	run            *binding // whose packets the rewriter's run is made of
	layer          *layer
	packets        uint32
	octets         uint32
	repair         rtp.Header // SSRC 0: retransmissions go in the stream itself
	repairSequence uint16
}

// carried marks a timestamp in slot.newest, of which 0 is one, too.
const carried = 1 << 32

// binding is one period of a slot with a feed. A new one is made even if the feed is the same, so that the stream
// starts over with a key frame.
type binding struct{ feed *feed }

// outlet seals a packet and sends it to a browser. It must be done with the payload when it returns.
type outlet interface {
	WriteRTP(header *rtp.Header, payload []byte) (int, error)
}

func newSlot(p *peer, line receiveLine, c codec) *slot {
	s := &slot{peer: p, line: line, codec: c, stats: p.stats}
	s.let = maxLayers - 1
	s.rewriter.clock = c.clock()
	s.height.Store(unknownHeight)
	s.rewriter.sequence = rand.Int64N(1 << 15)
	s.rewriter.pictureID = uint16(rand.IntN(1 << 14))
	s.repairSequence = uint16(rand.IntN(1 << 15))
	return s
}

// bind gives the slot to a feed; nil empties it. A packet that is being written at this moment may still leave, but of a
// picture none that is newer than before. The room's lock is held.
func (s *slot) bind(f *feed) {
	now := s.bound.Load()
	switch {
	case f == nil:
		s.bound.Store(nil)
	case now == nil || now.feed != f:
		s.bound.Store(&binding{f})
		s.before = s.newest.Load() // after the store: see announce
		f.askKey()
	}
}

// announce notes that b's picture of the rewriter's time is about to leave, and says whether it still may: either it sees
// here that the slot has passed to somebody else, or bind, which stores and loads in the opposite order, sees this time.
// The slot's lock is held.
func (s *slot) announce(b *binding) bool {
	if newest := carried | uint64(s.rewriter.timestamp); s.newest.Load() != newest {
		s.newest.Store(newest)
	}
	return s.bound.Load() == b
}

// after returns Slot.After. The room's lock is held.
func (s *slot) after() *uint32 {
	if s.before == 0 {
		return nil
	}
	timestamp := uint32(s.before)
	return &timestamp
}

// receives says whether the slot is bound to f; nil is to none.
func (s *slot) receives(f *feed) bool {
	if b := s.bound.Load(); b != nil {
		return b.feed == f
	}
	return f == nil
}

// forward rewrites p for this subscriber and sends it. It reports whether p has left.
func (s *slot) forward(l *layer, p *packet) bool {
	if !s.peer.ready.Load() || s.peer.over.Load() {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bound.Load()
	if b == nil || b.feed != l.feed || s.out == nil {
		return false
	}
	if s.paused.Load() || s.codec.video && s.height.Load() == 0 {
		s.run = nil // what comes next can't be understood without what is left out here
		return false
	}
	if !s.takes(b, l) {
		return false
	}
	begins := s.run != b || s.layer != l || s.rewriter.first < p.since
	if begins {
		// Anything but a key frame would mix the pictures of two people, or freeze.
		if s.codec.video && !p.vp8.keyFrame {
			l.wantsKey.Store(true)
			s.stats.waiting.Add(1)
			return false
		}
		s.rewriter.begin(p)
		s.run, s.layer = b, l
		s.peer.fresh.Store(true)
	}
	sequence, timestamp, ok := s.rewriter.rewrite(p)
	if !ok {
		s.stats.stale.Add(1)
		return false
	}
	if s.codec.video && !s.announce(b) {
		return false
	}
	s.header.SequenceNumber, s.header.Timestamp = sequence, timestamp
	s.header.Marker = p.marker || begins && !s.codec.video
	if err := s.send(&s.header, p.payload, p.at); err != nil {
		s.stats.unsent.Add(1)
		return false
	}
	s.packets++
	s.octets += uint32(len(p.payload))
	return true
}

// send writes a packet, numbered if the browser takes numbers. The slot's lock is held.
func (s *slot) send(header *rtp.Header, payload []byte, now time.Time) error {
	if s.numbered {
		at := now.Sub(s.peer.started).Microseconds()
		binary.BigEndian.PutUint16(s.number[:], s.peer.outgoing.add(at, len(payload)))
	}
	_, err := s.out.WriteRTP(header, payload)
	return err
}

// takes says whether l may be shown: it is shown already, or it is what is to come, or anything is better than what
// there is. The slot's lock is held.
func (s *slot) takes(b *binding, l *layer) bool {
	if s.run != b || s.layer == l || s.layer.peer != l.peer {
		return true
	}
	target := s.target.Load()
	return target == nil || target == l
}

// retransmit sends the packet with this sequence number again, if it is young enough. Scratch is overwritten.
func (s *slot) retransmit(sequence uint16, now time.Time, scratch []byte) {
	if s.budget.Add(-1) < 0 {
		s.stats.refused.Add(1)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bound.Load()
	if b == nil || b != s.run || s.out == nil || s.paused.Load() || !b.feed.gate.passes(now) || s.layer.ring == nil {
		return
	}
	number, ok := s.rewriter.number(sequence)
	if !ok {
		s.stats.refused.Add(1)
		return
	}
	p, ok := s.layer.ring.get(number, now, scratch, 2)
	if !ok {
		s.stats.refused.Add(1)
		return
	}
	// The packet is made again from the same constants, so it is the same packet.
	_, timestamp, _ := s.rewriter.rewrite(&p)
	header, payload := &s.header, p.payload
	if s.repair.SSRC != 0 {
		binary.BigEndian.PutUint16(scratch, sequence)
		payload = scratch[:2+len(p.payload)]
		header = &s.repair
		s.repairSequence++
		sequence = s.repairSequence
	}
	header.SequenceNumber, header.Timestamp, header.Marker = sequence, timestamp, p.marker
	if s.send(header, payload, now) == nil {
		s.stats.retransmitted.Add(1)
	}
}

// askKey passes a subscriber's wish for a key frame on.
func (s *slot) askKey() {
	b := s.bound.Load()
	if b == nil {
		return
	}
	if l := s.shown(); l != nil {
		l.wantsKey.Store(true)
		return
	}
	b.feed.askKey()
}

// shown returns the layer that the browser sees, or nil.
func (s *slot) shown() *layer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run == nil || s.run != s.bound.Load() || s.layer.peer.over.Load() {
		return nil
	}
	return s.layer
}

// report returns a sender report that ties the slot's timestamps to the server's clock (RFC 3550, section 6.4.1),
// once the publisher has tied its own to its clock. Sound and picture of a person use the same offset between the
// two clocks, and so stay together.
func (s *slot) report(now time.Time) (rtcp.SenderReport, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out == nil || s.layer == nil || s.run == nil || s.run != s.bound.Load() || s.packets == 0 {
		return rtcp.SenderReport{}, false
	}
	at, timestamp, ok := s.layer.clockAt()
	if !ok {
		return rtcp.SenderReport{}, false
	}
	ticks := now.Sub(at).Seconds() * float64(s.rewriter.clock)
	return rtcp.SenderReport{
		SSRC:        s.header.SSRC,
		NTPTime:     ntpOf(now),
		RTPTime:     timestamp + uint32(int64(ticks)) + s.rewriter.timestampShift,
		PacketCount: s.packets,
		OctetCount:  s.octets,
	}, true
}

// Bind takes the sender's parameters. Pion calls it when the answer is in force.
func (s *slot) Bind(t webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	for _, c := range t.CodecParameters() {
		if uint8(c.PayloadType) != s.codec.payload {
			continue
		}
		s.mu.Lock()
		s.out = t.WriteStream()
		s.header = rtp.Header{Version: 2, PayloadType: s.codec.payload, SSRC: uint32(t.SSRC())}
		if ssrc := t.SSRCRetransmission(); ssrc != 0 && s.codec.repair != 0 {
			s.repair = rtp.Header{Version: 2, PayloadType: s.codec.repair, SSRC: uint32(ssrc)}
		}
		err := s.carry(t.HeaderExtensions())
		s.mu.Unlock()
		if err != nil {
			return webrtc.RTPCodecParameters{}, err
		}
		s.peer.name(s, uint32(t.SSRC()))
		return c, nil
	}
	return webrtc.RTPCodecParameters{}, webrtc.ErrUnsupportedCodec
}

// carry puts the transport-wide number into the headers, if the line has offered it. The bytes are changed for each
// packet, the headers never again. The slot's lock is held.
func (s *slot) carry(agreed []webrtc.RTPHeaderExtensionParameter) error {
	s.numbered = false
	for _, e := range agreed {
		if e.URI != uriTransport || !s.line.numbered {
			continue
		}
		for _, h := range []*rtp.Header{&s.header, &s.repair} {
			if err := h.SetExtension(uint8(e.ID), s.number[:]); err != nil {
				return fmt.Errorf("number the packets of a slot: %w", err)
			}
		}
		s.numbered = true
	}
	return nil
}

// Unbind ends the use of the sender.
func (s *slot) Unbind(webrtc.TrackLocalContext) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out = nil
	return nil
}

// ID names the slot's track. It says nothing about who is in the slot.
func (s *slot) ID() string { return s.line.name() + "-" + string(s.line.kind) }

// StreamID is shared by the sound and the picture of a pair, so that browsers keep lips and voice together. Pion uses
// it as the CNAME, too.
func (s *slot) StreamID() string { return s.line.name() }

// RID is empty: a slot has one encoding.
func (s *slot) RID() string { return "" }

// Kind says whether the slot is sound or picture.
func (s *slot) Kind() webrtc.RTPCodecType {
	if s.codec.video {
		return webrtc.RTPCodecTypeVideo
	}
	return webrtc.RTPCodecTypeAudio
}

// name returns what the two lines of a pair have in common.
func (l receiveLine) name() string {
	prefix := "slot"
	if l.screen {
		prefix = "screen"
	}
	return prefix + strconv.Itoa(l.pair)
}
