package sfu

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"

	"alcove/room"
)

// commons is a room with everybody's microphone and camera, in memory: members, gates, feeds, layers, slots, rewriting and
// retransmission are real, only encryption and the network are not. Every packet says who sent it, and during which move.
type commons struct {
	*testing.T
	room   *Room
	now    time.Time
	random *rand.Rand
	people []*guest
	move   int
	voices room.Voice
	// among says for every move so far who was among whom, by visit.
	among []map[room.VisitID]room.Audience
}

// guest is one person's browser.
type guest struct {
	visit    room.VisitID
	peer     *peer
	sequence int
	got      []string // what was sent to them since the last look
	seen     map[string]uint16
}

func (*commons) Slots(room.VisitID, []Slot)    {}
func (*commons) Speaking([]room.SeatNumber)    {}
func (*commons) Lines([]room.SeatNumber)       {}
func (*commons) Layers(room.VisitID, []string) {}
func (*commons) WriteRTCP([]rtcp.Packet) error { return nil }
func (*commons) GracefulClose() error          { return nil }

// Voice keeps who has spoken to the group.
func (h *commons) Voice(v room.Voice) { h.voices.Add(v) }

func (h *commons) stage() (list []room.Stage) {
	for i, g := range h.people {
		list = append(list, room.Stage{
			Person: room.PersonID(g.visit), Visit: g.visit, Seat: room.SeatNumber(i + 1), Speaks: true, Shows: true, Hears: true, Sees: true,
		})
	}
	return list
}

// receiver is the outlet of one slot.
type receiver struct {
	of *guest
	to *slot
}

func (e receiver) WriteRTP(h *rtp.Header, payload []byte) (int, error) {
	if e.to.codec.video {
		payload = payload[2:]
	}
	e.of.got = append(e.of.got, string(payload))
	e.of.seen[e.to.line.mid] = h.SequenceNumber
	return len(payload), nil
}

func newCommons(t *testing.T, names ...room.VisitID) *commons {
	h := &commons{T: t, now: origin, random: rand.New(rand.NewPCG(5, 19))}
	server := &Server{now: func() time.Time { return h.now }, log: slog.New(slog.DiscardHandler)}
	h.room = newRoom(server, Slots{People: len(names)}, h)
	for _, name := range names {
		h.people = append(h.people, &guest{visit: name})
	}
	h.room.SetStage(h.stage())
	for _, g := range h.people {
		h.connect(g)
	}
	t.Cleanup(h.room.burial.Wait)
	return h
}

// connect gives somebody a new connection, in place of the one that they have.
func (h *commons) connect(g *guest) {
	h.Helper()
	sound, picture := codec{payload: 111}, codec{true, 96, 97}
	o := offer{origin: fmt.Sprint(h.random.Uint64()), audio: sound, video: picture, sends: []sendLine{
		{mid: "0", source: room.SourceMicrophone, ssrc: 1, codec: sound},
		{mid: "1", source: room.SourceCamera, ssrc: 2, repair: 3, codec: picture},
	}}
	for i := range h.people {
		o.receives = append(o.receives, receiveLine{mid: fmt.Sprint("a", i), kind: KindAudio, pair: i},
			receiveLine{mid: fmt.Sprint("v", i), kind: KindVideo, pair: i})
	}
	m, _ := h.room.find(g.visit)
	p := newPeer(m, o, h.room.server, func(*peer) {})
	p.line = h
	g.peer, g.seen = p, map[string]uint16{}
	for _, s := range p.slots {
		s.out, s.header = receiver{g, s}, rtp.Header{Version: 2, SSRC: 77, PayloadType: s.codec.payload}
	}
	p.ready.Store(true)
	if err := h.room.adopt(m, p); err != nil {
		h.Fatal(err)
	}
}

// say sends one packet of each source. What it says is who and when.
func (g *guest) say(h *commons) string {
	h.Helper()
	content := fmt.Sprintf("%s/%d/%d", string(g.visit), h.move, g.sequence)
	for _, l := range g.peer.layers {
		n := g.sequence
		payload := []byte(content)
		if l.codec.video {
			payload = vp8(content, true)
		}
		raw := append([]byte{
			0x80, 0x80 | l.codec.payload, byte(n >> 8), byte(n), 0, byte(n >> 16), byte(n >> 8), byte(n),
			0, 0, 0, byte(l.ssrc.Load()),
		}, payload...)
		l.receive(raw, h.now)
	}
	g.sequence++
	return content
}

// moves seats everybody among others.
func (h *commons) moves(among map[room.VisitID]room.Audience) {
	stage := h.stage()
	for i := range stage {
		stage[i].Audience = among[stage[i].Visit]
	}
	h.room.SetStage(stage)
	h.move++
	h.among = append(h.among, among)
}

// mix draws who steps aside: nobody, one pair or two. Dana and Theo are staff.
func (h *commons) mix() map[room.VisitID]room.Audience {
	clients := []room.VisitID{"ana", "ben", "cleo"}
	h.random.Shuffle(len(clients), func(i, j int) { clients[i], clients[j] = clients[j], clients[i] })
	switch h.random.IntN(5) {
	case 0:
		return map[room.VisitID]room.Audience{}
	case 1:
		return map[room.VisitID]room.Audience{"dana": 1, "theo": 1}
	case 2:
		return map[room.VisitID]room.Audience{"dana": 1, clients[0]: 1, "theo": 2, clients[1]: 2}
	default:
		return map[room.VisitID]room.Audience{"dana": 1, clients[0]: 1}
	}
}

// nags asks for everything again that was lost, or wasn't: what a hostile browser may hope to get so.
func (g *guest) nags(h *commons) {
	scratch := make([]byte, ringPacket+2)
	for _, s := range g.peer.slots {
		s.budget.Store(1 << 20)
		last := g.seen[s.line.mid]
		for back := range uint16(2 * ringSize) {
			s.retransmit(last+8-back, h.now, scratch)
		}
	}
}

// leaked returns what a browser was sent of somebody whom its person was not among at that move, and forgets the rest.
func (g *guest) leaked(h *commons) []string {
	h.Helper()
	var list []string
	for _, content := range g.got {
		parts := strings.SplitN(strings.TrimLeft(content, "\x00\x10\x01"), "/", 3)
		var move int
		if _, err := fmt.Sscan(parts[1], &move); err != nil {
			h.Fatalf("%q: %v", content, err)
		}
		among := h.among[move-1]
		if among[room.VisitID(parts[0])] != among[g.visit] {
			list = append(list, content)
		}
	}
	g.got = nil
	return list
}

func TestNoPacketCrossesBetweenAPairAndTheGroupOverAThousandMoves(t *testing.T) {
	h := newCommons(t, "dana", "theo", "ana", "ben", "cleo")
	crossed, reconnected, again, pairs := 0, 0, 0, 0
	before := map[room.VisitID]room.Audience{}
	for range 1000 {
		among := h.mix()
		h.moves(among)
		for _, g := range h.people {
			if before[g.visit] != among[g.visit] {
				crossed++
			}
		}
		before = among
		if h.random.IntN(3) == 0 { // somebody's line breaks, and comes back where they are
			h.connect(h.people[h.random.IntN(len(h.people))])
			reconnected++
		}
		for range 3 {
			for _, from := range h.people {
				h.now = h.now.Add(4 * time.Millisecond)
				content := from.say(h)
				for _, to := range h.people {
					sound := slices.Contains(to.got, content)
					reaches := to != from && among[to.visit] == among[from.visit]
					if sound != reaches {
						t.Fatalf("move %d: %s of %s reaches %s: %t", h.move, content, string(from.visit), string(to.visit), sound)
					}
					if reaches && among[to.visit] != 0 {
						pairs++
					}
				}
			}
		}
		for _, g := range h.people {
			sent := len(g.got)
			g.nags(h)
			again += len(g.got) - sent
			if leaked := g.leaked(h); len(leaked) > 0 {
				t.Fatalf("move %d: %s was sent %q", h.move, string(g.visit), leaked)
			}
		}
	}
	// The controls: people did cross and reconnect, pairs did hear each other, and retransmissions were sent.
	if crossed < 1000 || reconnected < 200 || pairs < 1000 || again < 1000 {
		t.Errorf("%d crossings, %d reconnections, %d packets in pairs, %d sent again", crossed, reconnected, pairs, again)
	}
	t.Logf("%d people crossed in 1000 moves, %d reconnected; %d packets within pairs, %d sent again", crossed, reconnected, pairs, again)
}

func TestAPacketThatWasUnderWayWhileItsSenderCrossedReachesNobodyThere(t *testing.T) {
	h := newCommons(t, "dana", "ana", "ben")
	h.moves(nil)
	h.people[1].say(h)
	ana := h.people[1].peer.layers[0]
	// The packet path has looked for receivers, and is stopped there while Ana crosses.
	late := *ana.feed.slots.Load()
	h.moves(map[room.VisitID]room.Audience{"dana": 1, "ana": 1})
	for _, s := range late {
		if s.bound.Load() != nil && s.bound.Load().feed == ana.feed && s.peer.visit != "dana" {
			t.Errorf("%s would still take it", string(s.peer.visit))
		}
	}
	to := map[room.VisitID]bool{}
	for _, s := range *ana.feed.slots.Load() {
		to[s.peer.visit] = true
	}
	if len(to) != 1 || !to["dana"] {
		t.Errorf("in the talk Ana is heard by %v", to)
	}
	if len(late) != 2 {
		t.Errorf("control: before it she was heard by %d", len(late))
	}
}

func TestWhoSpokeBeforeCrossingIsNotShownSpeakingAfterIt(t *testing.T) {
	h := newCommons(t, "dana", "ana", "ben")
	h.moves(nil)
	speak := func(length time.Duration) {
		for end := h.now.Add(length); h.now.Before(end); h.now = h.now.Add(loopEvery) {
			h.room.members["ana"].feeds[feedMicrophone].trace.add(uint32(h.now.UnixMilli()*48), 60, 10)
			h.room.listen(h.now)
		}
	}
	speak(time.Second)
	if !slices.Contains(h.room.speaking, 2) {
		t.Fatal("control: Ana isn't heard speaking")
	}
	h.moves(map[room.VisitID]room.Audience{"dana": 1, "ana": 1})
	crossed := h.now
	h.room.listen(h.now)
	if len(h.room.speaking) != 0 {
		t.Errorf("%v are shown speaking", h.room.speaking)
	}
	speak(time.Second)
	if !slices.Contains(h.room.speaking, 2) {
		t.Error("Ana isn't heard speaking in the talk")
	}
	h.moves(nil)
	for range 200 { // until all is told that is to be told
		h.now = h.now.Add(loopEvery)
		h.room.listen(h.now)
	}
	if len(h.voices.Spans) == 0 {
		t.Error("control: what she said before isn't told")
	}
	for _, s := range h.voices.Spans {
		if s.To.After(crossed.Add(loopEvery)) {
			t.Errorf("her voice in the talk is told to the group's staff: %v after she had crossed", s.To.Sub(crossed))
		}
	}
}

func TestASharedScreenStaysAmongItsAudience(t *testing.T) {
	s, clients, stage := gather(t, "dana", "ana", "ben", "theo")
	stage[3].Shares = true
	s.room.SetStage(stage)
	shown := func(content string, to *client) func() bool {
		return func() bool {
			clients[3].screen.show(t, content, true)
			return len(to.received(content)) > 0
		}
	}
	s.await("Ana sees it", shown("before", clients[1]))
	stage[0].Audience, stage[1].Audience = 1, 1
	s.room.SetStage(stage)
	s.await("Ben sees it", shown("aside", clients[2]))
	stream(s, clients[0], clients[1], "Dana to Ana")
	stage[0].Audience, stage[1].Audience = 0, 0
	s.room.SetStage(stage)
	s.await("Ana sees it again", shown("after", clients[1]))
	nothing(s, clients[:2], "aside")
	nothing(s, clients[2:], "Dana to Ana")
}
