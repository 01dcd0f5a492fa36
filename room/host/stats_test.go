package host

import (
	"errors"
	"testing"
	"time"

	"alcove/room"
)

func TestStatsTellHowTheRoomsFare(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, _ := w.speakingSession()
		if s := w.house.Stats(); s.Serving != 1 || s.Leases != 1 || s.SaveLag != 0 || s.Saved != uint64(w.writes()) {
			t.Errorf("in a session: %+v", s)
		}

		w.set(func() { w.down = true })
		dana.must(room.Mute{Seat: 2})
		if _, err := dana.do(room.Invite{Seat: 2}); !errors.Is(err, ErrUnavailable) {
			t.Fatalf("got %v", err)
		}
		w.pass(5 * time.Second)
		s := w.house.Stats()
		if s.Alone != 1 || s.Serving != 0 || s.Leases != 0 || s.Refused != 1 || s.Unanswered < 5 {
			t.Errorf("in an outage: %+v", s)
		}
		if s.SaveLag != 5*time.Second {
			t.Errorf("what was taken away five seconds ago is unsaved for %v", s.SaveLag)
		}
		w.pass(DefaultAlone)
		if s := w.house.Stats(); s.Held != 1 || s.SaveLag < DefaultAlone {
			t.Errorf("in a long outage: %+v", s)
		}

		w.set(func() { w.down = false })
		w.pass(2 * DefaultRenew)
		if s := w.house.Stats(); s.Serving != 1 || s.Leases != 1 || s.SaveLag != 0 || s.Lost != 0 {
			t.Errorf("afterwards: %+v", s)
		}
		w.set(func() { w.down = true })
		w.sleep(DefaultLease)
		w.pass(2 * DefaultRenew)
		if s := w.house.Stats(); s.Doubting != 1 {
			t.Errorf("after a stall: %+v", s)
		}
		w.set(func() { w.down = false })
		w.takenOver()
		w.pass(2 * DefaultRenew)
		if s := w.house.Stats(); s.Lost != 1 || s.Serving+s.Alone+s.Doubting+s.Held+s.Leases != 0 {
			t.Errorf("after somebody else took the room: %+v", s)
		}
	})
}
