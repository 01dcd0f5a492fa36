package sfu

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/interceptor/pkg/twcc"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"

	"alcove/room"
)

// line is what a peer needs of its transport beside the packets that reach its sinks and leave through its outlets.
type line interface {
	WriteRTCP([]rtcp.Packet) error
	GracefulClose() error
}

// peer is one connection of one visit: the layers that it publishes and the slots that it receives.
//
// Its packets are handled by the goroutines of its transport; Room owns everything else.
type peer struct {
	visit room.VisitID
	stats *counters
	log   *slog.Logger
	now   func() time.Time
	lost  func(*peer) // tells the room that the connection is beyond use; must not block

	over  atomic.Bool // set for good before the connection is torn down; nothing flows from then on
	ready atomic.Bool // DTLS is done
	fresh atomic.Bool // some slot has begun a run and owes a sender report

	// Fixed by the offer.
	layers []*layer
	slots  []*slot
	origin string
	lines  string

	// One offer is answered at a time.
	answering sync.Mutex
	pc        *webrtc.PeerConnection
	line      line
	ice       string // the browser's ICE credentials that were answered last

	streams, reports atomic.Int64 // SSRCs seen

	mu     sync.Mutex
	bySSRC map[uint32]*slot // guarded by mu

	outgoing outgoing // what has left to the browser

	arrivals sync.Mutex // guards twcc
	twcc     *twcc.Recorder
	started  time.Time

	clock      atomic.Int64 // the server's clock minus the publisher's, in nanoseconds
	clockKnown atomic.Bool

	paths                  atomic.Uint32 // how many it has had: the first one, and one for each ICE restart
	rtcp                   atomic.Uint64 // RTCP packets that have come, counted once for each stream they are about
	expectedDown, lostDown atomic.Int64  // packets, by the browser's reports
	trips                  trips         // by the browser's reports

	scratch [ringPacket + 2]byte // for retransmissions; owned by the SRTCP goroutine

	// Owned by the room's loop.
	ssrc     uint32 // names the server in RTCP
	reportAt time.Time
	quality  quality
	ration   ration

	// Guarded by the room's lock.
	people  []*member // who is in each pair of slots
	untold  bool      // the browser's view of its slots is out of date
	sending sending   // of the camera
}

// loggedPanics is how many panics leave a stack in the log; whoever found a way can repeat it.
const loggedPanics = 10

// newPeer makes the layers and slots of an offer. Layers belong to the feeds of m, and stay with them.
func newPeer(m *member, o offer, s *Server, lost func(*peer)) *peer {
	p := &peer{
		visit: m.stage.Visit, stats: &s.stats, log: s.log, now: s.now, lost: lost,
		origin: o.origin, lines: o.lines, bySSRC: map[uint32]*slot{}, ssrc: rand.Uint32(), started: s.now(),
	}
	p.twcc = twcc.NewRecorder(p.ssrc)
	for _, send := range o.sends {
		for _, f := range m.feeds {
			if f.source == send.source {
				p.layers = append(p.layers, newLayers(p, f, send)...)
			}
		}
	}
	pairs := 0
	for _, receive := range o.receives {
		c := o.audio
		if receive.kind == KindVideo || receive.kind == KindScreen {
			c = o.video
		}
		p.slots = append(p.slots, newSlot(p, receive, c))
		if !receive.screen {
			pairs = max(pairs, receive.pair+1)
		}
	}
	p.people = make([]*member, pairs)
	return p
}

// answer applies an offer and returns the server's answer with all its candidates. The first offer makes the
// transceivers of the slots; later ones may only restart ICE (RFC 8839, section 4.4.1.1.1).
func (p *peer) answer(ctx context.Context, o offer) (answer string, err error) {
	p.answering.Lock()
	defer p.answering.Unlock()
	switch {
	case p.over.Load():
		return "", errGone
	case o.lines != p.lines || o.ice == p.ice:
		return "", fmt.Errorf("%w: neither the first one nor an ICE restart", ErrOffer)
	}
	defer func() {
		if p.survive(recover()) {
			answer, err = "", fmt.Errorf("%w: can't be understood", ErrOffer)
		}
	}()
	return p.negotiate(ctx, o)
}

func (p *peer) negotiate(ctx context.Context, o offer) (string, error) {
	if p.ice == "" {
		for _, s := range p.slots {
			direction := webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}
			if _, err := p.pc.AddTransceiverFromTrack(s, direction); err != nil {
				return "", fmt.Errorf("add a slot: %w", err)
			}
		}
	}
	remote := webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: o.sdp}
	if err := p.pc.SetRemoteDescription(remote); err != nil {
		return "", fmt.Errorf("%w: %w", ErrOffer, err)
	}
	if err := p.checkMids(); err != nil {
		return "", err
	}
	local, err := p.pc.CreateAnswer(nil)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrOffer, err)
	}
	gathered := webrtc.GatheringCompletePromise(p.pc)
	if err := p.pc.SetLocalDescription(local); err != nil {
		return "", fmt.Errorf("%w: %w", ErrOffer, err)
	}
	select {
	case <-gathered:
	case <-ctx.Done():
		return "", fmt.Errorf("answer an offer: %w", context.Cause(ctx))
	}
	p.ice = o.ice
	return tuneAnswer(p.pc.LocalDescription().SDP), nil
}

// checkMids makes sure that Pion has tied every slot to the m-line that it was made for.
func (p *peer) checkMids() error {
	for _, t := range p.pc.GetTransceivers() {
		if t.Sender() == nil {
			continue
		}
		if s, ok := t.Sender().Track().(*slot); ok && s.line.mid != t.Mid() {
			return fmt.Errorf("%w: a slot has no line", ErrOffer)
		}
	}
	return nil
}

// close tears the connection down. It waits for Pion's goroutines.
func (p *peer) close() {
	p.over.Store(true)
	defer p.rescue()
	_ = p.line.GracefulClose() // what can still go wrong while closing is of no use to anybody
}

// rescue is deferred to keep a packet that nobody thought of from ending the server.
func (p *peer) rescue() { p.survive(recover()) }

// survive takes note of a panic, if there was one. A stack holds no content.
func (p *peer) survive(what any) bool {
	if what == nil {
		return false
	}
	if p.stats.panics.Add(1) <= loggedPanics {
		p.log.Error("media handling panicked", "what", fmt.Sprint(what), "stack", string(debug.Stack()))
	}
	return true
}

// name notes under which SSRC a slot sends.
func (p *peer) name(s *slot, ssrc uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bySSRC[ssrc] = s
}

// arrived takes note of a packet's transport-wide number, for the next feedback.
func (p *peer) arrived(packet *packet, now time.Time) {
	if !packet.extensions.hasTransport {
		return
	}
	p.arrivals.Lock()
	p.twcc.Record(packet.ssrc, packet.extensions.transport, now.Sub(p.started).Microseconds())
	p.arrivals.Unlock()
}

// clockOffset returns the server's clock minus the publisher's.
func (p *peer) clockOffset() time.Duration { return time.Duration(p.clock.Load()) }

// setClock compares the clocks. The first comparison stays, so that sound and picture keep the same one, until the
// publisher's clock has been set anew.
func (p *peer) setClock(offset time.Duration) {
	if p.clockKnown.Load() && (offset-p.clockOffset()).Abs() < time.Second {
		return
	}
	p.clock.Store(int64(offset))
	p.clockKnown.Store(true)
}
