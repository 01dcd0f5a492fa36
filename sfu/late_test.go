package sfu

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"

	"alcove/room"
)

func TestASlotSaysFromWhenOnItsPicturesAreTheNewcomers(t *testing.T) {
	s, clients, stage := gather(t, "ana", "ben", "cleo")
	ben, cleo := clients[1], clients[2]
	afterOf := func(mid string) *uint32 {
		for _, slot := range s.slots["cleo"] {
			if slot.Mid == mid {
				return slot.After
			}
		}
		return nil
	}
	spray(s, ben, "ben", 20)
	s.await("ben is seen", func() bool {
		return len(cleo.received("ben picture")) == 20 && len(cleo.received("ben sound")) == 20
	})
	s.mu.Lock()
	for _, slot := range s.slots["cleo"] {
		if slot.After != nil {
			t.Errorf("mid %s has carried nobody before, and says %d", slot.Mid, *slot.After)
		}
	}
	last := cleo.received("ben picture")[19]
	sound := cleo.received("ben sound")[19].mid
	s.mu.Unlock()

	s.room.SetStage([]room.Stage{stage[0], stage[2]})
	stage[1] = room.Stage{Person: "dora", Visit: "dora", Seat: 2, Speaks: true, Shows: true, Hears: true, Sees: true}
	s.room.SetStage(stage) // at once: the list between the two may never be told
	s.await("the line is dora's", func() bool { return afterOf(last.mid) != nil })
	dora := newClient(s, "dora", Slots{People: 4, Screen: 1}).connect()
	spray(s, dora, "dora", 20)
	s.await("dora is seen", func() bool { return len(cleo.received("dora picture")) == 20 })
	s.mu.Lock()
	defer s.mu.Unlock()
	if got := *afterOf(last.mid); got != last.timestamp {
		t.Errorf("dora's pictures come after %d, want ben's last one, %d", got, last.timestamp)
	}
	if got := afterOf(sound); got != nil {
		t.Errorf("a line of sound says %d", *got)
	}
	for _, h := range cleo.received("dora picture") {
		if int32(h.timestamp-last.timestamp) <= 0 {
			t.Errorf("a picture of dora's has %d, which is not after %d", h.timestamp, last.timestamp)
		}
	}
}

// newestSent keeps the newest timestamp that has left.
type newestSent struct{ timestamp atomic.Uint32 }

func (n *newestSent) WriteRTP(h *rtp.Header, payload []byte) (int, error) {
	n.timestamp.Store(h.Timestamp)
	return len(payload), nil
}

func TestNoNewerPictureLeavesOnceASlotHasPassedToSomebodyElse(t *testing.T) {
	b := newBench(1)
	s, theirs := b.slots[1], b.camera.feed
	other := &feed{seat: 2}
	other.slots.Store(new([]*slot))
	sent := &newestSent{}
	s.out = sent
	var received atomic.Int64
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for n := 0; ; n++ {
			select {
			case <-over:
				return
			default:
			}
			b.now = b.now.Add(time.Millisecond)
			raw := b.packet(b.camera, n)
			raw[28] = 0 // a key frame, each of them
			b.camera.receive(raw, b.now)
			received.Add(1)
		}
	}()
	another := func() {
		for before := received.Load(); received.Load() < before+2; {
			runtime.Gosched()
		}
	}
	for range 3000 {
		s.bind(theirs)
		another()
		s.bind(other)
		last := uint32(s.before)
		another()
		if newest := sent.timestamp.Load(); last == 0 || int32(newest-last) > 0 {
			t.Errorf("the slot passed on after %d, and a picture of %d left", last, newest)
			break
		}
	}
	close(over)
	<-done
}
