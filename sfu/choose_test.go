package sfu

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pion/rtcp"

	"alcove/room"
)

// studio is a room with Ana's camera of several layers and Ben who watches, in virtual time and without a network.
type studio struct {
	*testing.T
	room   *Room
	now    time.Time
	layers []*layer
	slot   *slot
	out    *captured
	told   [][]string
	sent   map[*layer]int
	next   []packetSeen // what reached Ben, in order
	stats  *counters
}

// packetSeen is what a packet looks like to a browser.
type packetSeen struct {
	rank      int
	sequence  uint16
	timestamp uint32
	picture   uint16
	key       bool
}

func (*studio) Slots(room.VisitID, []Slot)          {}
func (*studio) Speaking([]room.SeatNumber)          {}
func (*studio) Lines([]room.SeatNumber)             {}
func (*studio) Voice(room.Voice)                    {}
func (s *studio) Layers(_ room.VisitID, r []string) { s.told = append(s.told, r) }

func newStudio(t *testing.T, layers int) *studio {
	s := &studio{T: t, now: origin, sent: map[*layer]int{}}
	server := &Server{now: func() time.Time { return s.now }}
	s.stats = &server.stats
	s.room = newRoom(server, Slots{People: 1}, s)
	s.room.SetStage(stageOf("ana", "ben"))
	send := sendLine{mid: "1", source: room.SourceCamera, codec: codec{true, 96, 97}, ids: extensionIDs{mid: 1, rid: 2}}
	if layers > 1 {
		send.rids = []string{"q", "h", "f"}[:layers]
	}
	ana := s.join("ana", offer{sends: []sendLine{send}})
	s.layers = ana.layers
	for i, l := range s.layers {
		l.ssrc.Store(uint32(10 + i))
	}
	ben := s.join("ben", offer{
		video: codec{true, 100, 101}, receives: []receiveLine{{mid: "5", kind: KindVideo}, {mid: "7", kind: KindVideo, pair: 1}},
	})
	s.slot, s.out = ben.slots[0], &captured{keep: true}
	s.slot.out = s.out
	s.slot.header.Version = 2
	return s
}

func (s *studio) join(visit room.VisitID, o offer) *peer {
	m, _ := s.room.find(visit)
	p := newPeer(m, o, s.room.server, func(*peer) {})
	p.ready.Store(true)
	if err := s.room.adopt(m, p); err != nil {
		s.Fatal(err)
	}
	return p
}

// show sends one packet of each of these ranks, each a whole frame.
func (s *studio) show(key bool, ranks ...int) {
	for _, rank := range ranks {
		l := s.layers[rank]
		n := s.sent[l]
		s.sent[l]++
		before := s.out.packets
		number := 7000*(rank+1) + n
		inter := byte(1)
		if key {
			inter = 0
		}
		raw := []byte{
			0x80, 0x80 | 96, byte(number >> 8), byte(number), 0, byte(rank + 1), byte(number >> 8), byte(number),
			0, 0, 0, byte(10 + rank), 0x90, 0x80, 0x80 | byte(number>>8)&0x7f, byte(number), inter, byte(rank),
		}
		l.receive(raw, s.now)
		if s.out.packets > before {
			d, _ := readVP8(s.out.payload)
			s.next = append(s.next, packetSeen{
				int(s.out.payload[d.size+1]), s.out.last.SequenceNumber, s.out.last.Timestamp, d.pictureID, d.keyFrame,
			})
		}
	}
}

// run sends pictures of these ranks for some time. Key frames come when the server has asked for them.
func (s *studio) run(length time.Duration, ranks ...int) {
	const every = 50 * time.Millisecond
	for end := s.now.Add(length); s.now.Before(end); s.now = s.now.Add(every) {
		s.room.choose(s.now)
		for _, rank := range ranks {
			key := false
			for _, ask := range s.layers[rank].asks(s.now, 9) {
				_, pli := ask.(*rtcp.PictureLossIndication)
				key = key || pli
			}
			s.show(key, rank)
		}
	}
}

func (s *studio) want(height int) { s.room.Want("ben", []Wish{{Mid: "5", Height: height}}) }

// shown returns which layer the last packet came from; -1: none since the last look.
func (s *studio) shown() int {
	if len(s.next) == 0 {
		return -1
	}
	return s.next[len(s.next)-1].rank
}

func (s *studio) shows(what string, want int) {
	s.Helper()
	if got := s.shown(); got != want {
		s.Errorf("%s: layer %d is shown, want %d", what, got, want)
	}
}

// continuous fails unless everything that Ben received is one stream whose layers change at key frames only.
func (s *studio) continuous() {
	s.Helper()
	for i, p := range s.next {
		if i == 0 {
			if !p.key {
				s.Error("the first packet is no key frame")
			}
			continue
		}
		before := s.next[i-1]
		switch {
		case p.sequence != before.sequence+1, p.picture != (before.picture+1)&0x7fff:
			s.Errorf("packet %d: %+v after %+v", i, p, before)
		case int32(p.timestamp-before.timestamp) <= 0 || p.timestamp-before.timestamp > 90000*10:
			s.Errorf("packet %d: the timestamp goes from %d to %d", i, before.timestamp, p.timestamp)
		case p.rank != before.rank && !p.key:
			s.Errorf("packet %d: layer %d begins without a key frame", i, p.rank)
		}
	}
}

func TestASlotGetsTheLayerThatFitsItsSize(t *testing.T) {
	cases := map[string]struct {
		layers int
		small  int // what 150 pixels get
		medium int // 400
		large  int // 1000
	}{
		"one layer":    {1, 0, 0, 0},
		"two layers":   {2, 0, 1, 1},
		"three layers": {3, 0, 1, 2},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := newStudio(t, c.layers)
			all := []int{0, 1, 2}[:c.layers]
			for _, step := range []struct{ height, want int }{
				{150, c.small}, {1000, c.large}, {400, c.medium}, {150, c.small}, {1000, c.large},
			} {
				s.want(step.height)
				s.run(time.Second, all...)
				s.shows(fmt.Sprint(step.height, " pixels"), step.want)
			}
			s.continuous()
		})
	}
}

func TestOffScreenNoPicturesCome(t *testing.T) {
	s := newStudio(t, 2)
	s.run(time.Second, 0, 1)
	s.shows("on screen", 1)
	before := len(s.next)
	s.want(0)
	s.run(5*time.Second, 0, 1)
	if got := len(s.next) - before; got != 0 {
		t.Errorf("%d packets came while nothing was seen", got)
	}
	s.out.packets = 0
	s.want(400)
	s.run(time.Second, 0, 1)
	if s.out.packets == 0 || !s.next[before].key {
		t.Errorf("back on screen: %d packets, the first one a key frame: %v", s.out.packets, s.next[before].key)
	}
	s.continuous()
}

func TestANewcomerSeesWhateverComesFirst(t *testing.T) {
	for _, first := range []int{0, 2} {
		s := newStudio(t, 3)
		s.want(400)
		s.room.choose(s.now)
		s.show(true, first)
		s.shows("at once", first)
		s.run(time.Second, 0, 1, 2)
		s.shows("then", 1)
		s.continuous()
	}
}

func TestALayerThatNeverComesOrStopsIsDoneWithout(t *testing.T) {
	s := newStudio(t, 3)
	s.want(1000)
	s.run(time.Second, 0, 1)
	s.shows("the top layer has not come", 1)
	s.run(16*time.Second, 0, 1)
	s.run(time.Second, 0, 1, 2)
	s.shows("it has come after all", 2)
	s.run(aliveTime+600*time.Millisecond, 0, 1)
	s.shows("it has stopped", 1)
	s.run(aliveTime+600*time.Millisecond, 0)
	s.shows("the middle one has stopped, too", 0)
	s.want(150)
	s.run(aliveTime+600*time.Millisecond, 2)
	s.shows("only the top one goes on", 2)
	s.continuous()
}

func TestPublishersAreToldWhichLayersAreOfUse(t *testing.T) {
	s := newStudio(t, 3)
	all, two, one := []string{"q", "h", "f"}, []string{"q", "h"}, []string{"q"}
	expect := func(what string, want ...[]string) {
		t.Helper()
		if !slices.EqualFunc(s.told, want, slices.Equal[[]string]) {
			t.Errorf("%s: told %v, want %v", what, s.told, want)
		}
	}
	s.want(1000)
	s.run(2*spareTime, 0, 1, 2)
	expect("everything is seen")
	s.want(400)
	s.run(spareTime/2, 0, 1, 2)
	expect("the top one may be wanted again soon")
	s.run(spareTime, 0, 1, 2)
	expect("it is not", two)
	s.want(0)
	s.run(2*spareTime, 0, 1)
	expect("nobody looks", two, one)
	s.want(1000)
	s.run(time.Second, 0)
	expect("somebody does again, and is told at once", two, one, all)
	s.shows("meanwhile", 0)
	s.run(time.Second, 0, 1, 2)
	s.shows("then", 2)
	s.continuous()
}

func TestWishesForOthersOrForNothingChangeNothing(t *testing.T) {
	s := newStudio(t, 2)
	s.run(time.Second, 0, 1)
	s.room.Want("nobody", []Wish{{Mid: "5", Height: 0}})
	s.room.Want("ana", []Wish{{Mid: "5", Height: 0}})
	s.room.Want("ben", []Wish{{Mid: "nothing", Height: 0}, {Mid: "7", Height: 0}})
	before := len(s.next)
	s.run(time.Second, 0, 1)
	if len(s.next) == before {
		t.Error("Ben's picture has stopped")
	}
	s.want(-5)
	before = len(s.next)
	s.run(time.Second, 0, 1)
	if len(s.next) != before {
		t.Error("less than nothing is not nothing")
	}
}

func TestEveryLayerOfAMutedCameraMeetsTheGate(t *testing.T) {
	s := newStudio(t, 3)
	s.want(1000)
	s.run(time.Second, 0, 1, 2)
	stage := stageOf("ana", "ben")
	s.room.SetStage(silence(stage, 1))
	before := len(s.next)
	for range 20 {
		s.show(true, 0, 1, 2)
		s.now = s.now.Add(100 * time.Millisecond)
		s.room.choose(s.now)
	}
	if got := len(s.next) - before; got != 0 {
		t.Errorf("%d packets of a muted camera were forwarded", got)
	}
	s.room.SetStage(stage)
	s.run(time.Second, 0, 1, 2)
	s.shows("after it was allowed again", 2)
	s.continuous()
}

func TestAStreamBelongsToADeclaredLayerOrToNone(t *testing.T) {
	s := newStudio(t, 2)
	p := s.layers[0].peer
	raw := func(ssrc byte, rid string) []byte {
		out := []byte{0x90, 96, 0, ssrc, 0, 0, 0, 0, 0, 0, 1, ssrc, 0xbe, 0xde, 0, 1, 0x10, '1', 0x20, rid[0]}
		return append(out, 0x10, 0, 'x')
	}
	s.want(1000)
	for ssrc, rid := range []string{"q", "h", "f", "q", "h"} {
		sink := p.sinkFor(0, uint32(0x100+ssrc))
		if _, err := sink.Write(raw(byte(ssrc), rid)); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.stats.unexpected.Load(); got != 3 {
		t.Errorf("%d packets belonged to nothing, want 3: a layer that is not declared, and two that are taken", got)
	}
	if s.layers[0].ssrc.Load() != 0x100 || s.layers[1].ssrc.Load() != 0x101 {
		t.Error("the layers are not the first streams that named them")
	}
}
