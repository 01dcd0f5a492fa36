package sfu

import (
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"alcove/room"
)

// eleven is how many subscribers the hot path is measured with.
const eleven = 11

// captured stands for a subscriber's transport.
type captured struct {
	packets int
	last    rtp.Header
	payload []byte
	keep    bool
}

func (c *captured) WriteRTP(h *rtp.Header, payload []byte) (int, error) {
	c.packets++
	if c.keep {
		c.last, c.payload = *h, slices.Clone(payload)
	}
	return len(payload), nil
}

// bench is a publisher's camera and microphone with subscribers whose transports only count, in virtual time.
type bench struct {
	now           time.Time
	camera, sound *layer
	slots         []*slot
	outs          []*captured
	stats         *counters
	peer          *peer
	raw           []byte
}

func newBench(subscribers int) *bench {
	b := &bench{now: origin, stats: &counters{}}
	s := &Server{now: func() time.Time { return b.now }, log: slog.New(slog.DiscardHandler)}
	m := newMember(room.Stage{Person: "ana", Visit: "ana", Seat: 1}, &trust{}, new(atomic.Int64))
	o := offer{sends: []sendLine{
		{
			mid: "0", source: room.SourceMicrophone, ssrc: 1, codec: codec{payload: 111},
			ids: extensionIDs{level: 1, transport: 3},
		},
		{
			mid: "1", source: room.SourceCamera, ssrc: 2, repair: 3, codec: codec{true, 96, 97},
			ids: extensionIDs{transport: 3},
		},
	}}
	b.peer = newPeer(m, o, s, func(*peer) {})
	b.stats = b.peer.stats
	b.sound, b.camera = b.peer.layers[0], b.peer.layers[1]
	var lists [2][]*slot
	for i := range subscribers {
		ready := &peer{stats: b.stats, now: s.now}
		ready.ready.Store(true)
		for j, f := range []*feed{m.feeds[feedMicrophone], m.feeds[feedCamera]} {
			out := &captured{}
			sl := newSlot(ready, receiveLine{pair: i, numbered: true}, codec{j == 1, 100, 101})
			sl.out, sl.header = out, rtp.Header{Version: 2, SSRC: uint32(1000 + i), PayloadType: 100}
			if err := sl.carry([]webrtc.RTPHeaderExtensionParameter{{URI: uriTransport, ID: 3}}); err != nil {
				panic(err)
			}
			sl.bind(f)
			lists[j] = append(lists[j], sl)
			b.slots, b.outs = append(b.slots, sl), append(b.outs, out)
		}
	}
	m.feeds[feedMicrophone].slots.Store(&lists[0])
	m.feeds[feedCamera].slots.Store(&lists[1])
	m.feeds[feedMicrophone].allow(true)
	m.feeds[feedCamera].allow(true)
	return b
}

// packet writes one packet as a browser would send it: with a transport-wide number and, for video, a picture id.
func (b *bench) packet(l *layer, number int) []byte {
	b.raw = append(b.raw[:0], 0x90, l.codec.payload, byte(number>>8), byte(number),
		0, byte(number>>16), byte(number>>8), byte(number), 0, 0, 0, byte(l.ssrc.Load()),
		0xbe, 0xde, 0, 2, 0x10, 0x94, 0x31, byte(number>>8), byte(number), 0, 0, 0)
	if l.codec.video {
		key := byte(1)
		if number%1000 == 0 {
			key = 0
		}
		b.raw = append(b.raw, 0x90, 0x80, 0x80|byte(number>>8)&0x7f, byte(number), key)
	}
	for range 200 {
		b.raw = append(b.raw, 'x')
	}
	return b.raw
}

func (b *bench) receive(l *layer, number int) {
	b.now = b.now.Add(10 * time.Millisecond)
	l.receive(b.packet(l, number), b.now)
	if number%8 == 0 {
		b.peer.twcc.BuildFeedbackPacket() // as the room's loop does
	}
}

func TestForwardingAPacketToElevenSubscribersAllocatesNothing(t *testing.T) {
	b := newBench(eleven)
	for name, l := range map[string]*layer{"sound": b.sound, "picture": b.camera} {
		n := 0
		send := func() {
			b.now = b.now.Add(10 * time.Millisecond)
			l.receive(b.packet(l, n), b.now)
			n++
		}
		for range 2000 { // the ring, the lists of feedback
			send()
			b.peer.twcc.BuildFeedbackPacket()
		}
		before := b.stats.forwarded.Load()
		if allocated := testing.AllocsPerRun(400, send); allocated != 0 {
			t.Errorf("%s: %v allocations per packet", name, allocated)
		}
		if sent := b.stats.forwarded.Load() - before; sent != 401*eleven {
			t.Errorf("%s: %d packets were forwarded, want %d", name, sent, 401*eleven)
		}
	}
}

func TestForwardingToConnectedSubscribersAllocatesNothingOfOurs(t *testing.T) {
	slots := Slots{People: eleven}
	s := newStand(t, slots)
	var visits []room.VisitID
	for i := range eleven + 1 {
		visits = append(visits, room.VisitID(fmt.Sprint("person ", i)))
	}
	s.room.SetStage(stageOf(visits...))
	for _, v := range visits {
		newClient(s, v, slots).connect()
	}
	_, publisher := s.room.find(visits[0])
	var camera *layer
	for _, l := range publisher.layers {
		if l.feed.source == room.SourceCamera {
			camera = l
		}
	}
	b := &bench{now: time.Now()}
	number := 0
	send := func(count int) {
		for range count {
			sink := mediaSink{peer: publisher, layer: camera}
			if _, err := sink.Write(b.packet(camera, number)); err != nil {
				t.Fatal(err)
			}
			number++
		}
	}
	send(500)
	before := s.server.Stats()
	defer func(rate int) { runtime.MemProfileRate = rate }(runtime.MemProfileRate)
	runtime.MemProfileRate = 1
	ours, below := allocations()
	const count = 300
	send(count)
	oursAfter, belowAfter := allocations()
	if got := s.server.Stats().Forwarded - before.Forwarded; got != count*eleven {
		t.Fatalf("%d packets were forwarded, want %d; stats %+v", got, count*eleven, s.server.Stats())
	}
	// The feedback's own list doubles now and then, which is not per packet.
	if got := oursAfter - ours; got > 3 {
		t.Errorf("%d allocations of ours for %d packets", got, count)
	}
	t.Logf("%d packets to %d subscribers: %d allocations of ours, %d in the transport below",
		count, eleven, oursAfter-ours, belowAfter-below)
}

// allocations returns how many objects were allocated so far under mediaSink.Write: by this package itself, and by
// what it calls.
func allocations() (ours, below int64) {
	runtime.GC()
	runtime.GC() // the profile is one collection behind
	records := make([]runtime.MemProfileRecord, 20000)
	n, _ := runtime.MemProfile(records, true)
	for _, r := range records[:n] {
		frames := runtime.CallersFrames(r.Stack())
		first, under := "", false
		for {
			f, more := frames.Next()
			if first == "" && !strings.HasPrefix(f.Function, "runtime.") {
				first = f.Function
			}
			under = under || strings.HasSuffix(f.Function, "sfu.(*mediaSink).Write")
			if !more {
				break
			}
		}
		switch {
		case !under:
		case strings.HasPrefix(first, "alcove/sfu."):
			ours += r.AllocObjects
		default:
			below += r.AllocObjects
		}
	}
	return ours, below
}

func TestANackIsAnsweredWithTheSamePacketWhileItIsYoung(t *testing.T) {
	for _, repaired := range []bool{true, false} {
		t.Run(fmt.Sprintf("with RTX %v", repaired), func(t *testing.T) {
			b := newBench(1)
			sl, out := b.slots[1], b.outs[1]
			out.keep = true
			if repaired {
				sl.repair.Version, sl.repair.SSRC, sl.repair.PayloadType = 2, 77, 101
			}
			sl.budget.Store(retransmitMost)
			for i := range 5 {
				b.receive(b.camera, i)
			}
			sent, payload := out.last, out.payload
			for i := range 5 {
				b.receive(b.camera, 5+i)
			}
			scratch := make([]byte, ringPacket+2)
			ask := func() bool {
				before := out.packets
				sl.retransmit(sent.SequenceNumber, b.now, scratch)
				return out.packets > before
			}
			if !ask() {
				t.Fatal("no answer")
			}
			original := out.payload
			if repaired {
				if out.last.SSRC != 77 || out.last.PayloadType != 101 ||
					uint16(original[0])<<8|uint16(original[1]) != sent.SequenceNumber {
					t.Errorf("answered with %+v for %d", out.last, sent.SequenceNumber)
				}
				original = original[2:]
			} else if out.last.SequenceNumber != sent.SequenceNumber || out.last.Marker != sent.Marker {
				t.Errorf("answered with %+v for %+v", out.last, sent)
			}
			if out.last.Timestamp != sent.Timestamp || !slices.Equal(original, payload) {
				t.Errorf("answered with %x, first sent as %x", original, payload)
			}
			first := out.last.SequenceNumber
			if ask(); repaired && out.last.SequenceNumber != first+1 {
				t.Error("the retransmission stream repeats a sequence number")
			}
			b.now = b.now.Add(retransmitAge)
			if ask() {
				t.Error("an old packet was sent again")
			}
		})
	}
}

func TestAClosedGateAnswersNoNack(t *testing.T) {
	b := newBench(1)
	b.outs[1].keep = true
	b.slots[1].budget.Store(retransmitMost)
	b.receive(b.camera, 0)
	sent := b.outs[1].last.SequenceNumber
	b.camera.feed.allow(false)
	b.slots[1].retransmit(sent, b.now, make([]byte, ringPacket+2))
	if b.outs[1].packets != 1 {
		t.Error("it did")
	}
}

func TestASlotAnswersOnlySoManyNacks(t *testing.T) {
	b := newBench(1)
	b.outs[1].keep = true
	b.receive(b.camera, 0)
	b.slots[1].budget.Store(retransmitMost)
	for range 10 * retransmitMost {
		b.slots[1].retransmit(b.outs[1].last.SequenceNumber, b.now, make([]byte, ringPacket+2))
	}
	if got := b.outs[1].packets; got != 1+retransmitMost {
		t.Errorf("%d packets were sent", got)
	}
}

func TestVideoWaitsForAKeyFrameAfterTheGateWasClosed(t *testing.T) {
	b := newBench(1)
	out := b.outs[1]
	b.receive(b.camera, 1000) // a key frame
	b.receive(b.camera, 1001)
	b.camera.feed.allow(false)
	b.receive(b.camera, 1002)
	b.camera.feed.allow(true)
	for n := 1003; n < 2000; n++ {
		b.receive(b.camera, n)
	}
	if out.packets != 2 {
		t.Errorf("%d packets were sent before the next key frame", out.packets)
	}
	b.receive(b.camera, 2000)
	b.receive(b.camera, 2001)
	if out.packets != 4 {
		t.Errorf("%d packets were sent after it", out.packets)
	}
}

func TestKeyFramesAreAskedForOnceInAWhile(t *testing.T) {
	b := newBench(3)
	asked := 0
	for range 100 { // ten seconds without a key frame
		b.receive(b.camera, 1)
		for range 5 {
			b.slots[1].askKey()
			for _, p := range b.camera.asks(b.now, 9) {
				if _, ok := p.(*rtcp.PictureLossIndication); ok {
					asked++
				}
			}
		}
		b.now = b.now.Add(90 * time.Millisecond)
	}
	if most := int(10*time.Second/keyEvery) + 1; asked < 10 || asked > most {
		t.Errorf("asked %d times in ten seconds, want at most %d", asked, most)
	}
	b.camera.feed.allow(false)
	b.slots[1].askKey()
	b.now = b.now.Add(keyEvery)
	if got := b.camera.asks(b.now, 9); len(got) != 0 {
		t.Errorf("a muted camera is asked for %v", got)
	}
}

func BenchmarkForward(b *testing.B) {
	for _, video := range []bool{false, true} {
		b.Run(fmt.Sprintf("video=%v", video), func(b *testing.B) {
			s := newBench(eleven)
			l := s.sound
			if video {
				l = s.camera
			}
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				s.receive(l, n)
			}
		})
	}
}

func TestReceiverReportsCountLossAcrossTheWrap(t *testing.T) {
	for _, start := range wraps {
		r := reception{clock: 90000}
		for i := range uint16(100) {
			if i%10 != 5 {
				r.add(start+i, uint32(i)*3600, origin.Add(time.Duration(i)*40*time.Millisecond))
			}
		}
		got, ok := r.block(7, origin)
		if !ok || got.TotalLost != 10 || got.FractionLost != 25 || uint16(got.LastSequenceNumber) != start+99 || got.Jitter != 0 {
			t.Errorf("from %d: %+v", start, got)
		}
	}
}

func TestClocksSurviveTheWayThroughNTP(t *testing.T) {
	for _, at := range []time.Time{origin, origin.Add(time.Nanosecond), origin.Add(999999999), time.Unix(0, 0)} {
		if apart := timeOf(ntpOf(at)).Sub(at).Abs(); apart > time.Microsecond {
			t.Errorf("%v comes back %v apart", at, apart)
		}
	}
}
