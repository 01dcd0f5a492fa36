package signaling

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestASilentBrowserIsBlankedWithinThreeSecondsAndBackWhenItAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana", "sam")
		ana := circle[0]
		seen := dana.look()
		ana.look()
		circle[1].look()
		reconnecting := func() bool { return seen.view().Circle.Seats[1].Reconnecting }
		pass(time.Minute)
		if reconnecting() {
			t.Fatal("a browser that answers is shown as reconnecting")
		}
		ana.deaf.Store(true)
		pass(quietTime - pingEvery)
		if reconnecting() {
			t.Error("shown as reconnecting too early")
		}
		pass(3*time.Second - quietTime + pingEvery)
		if !reconnecting() {
			t.Fatal("not shown as reconnecting after 3 s")
		}
		if seen.view().Circle.Seats[2].Reconnecting {
			t.Error("somebody else is shown as reconnecting")
		}
		ana.deaf.Store(false)
		pass(pingEvery + lookEvery)
		if reconnecting() {
			t.Error("still shown as reconnecting after an answer")
		}
	})
}

func TestASilentBrowsersSocketIsFreedAfterFifteenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana")
		dana.look()
		ana := circle[0].look()
		circle[0].deaf.Store(true)
		pass(deadTime - time.Second)
		select {
		case <-ana.over:
			t.Fatal("its connection has ended too early")
		default:
		}
		if n := w.server.Sessions(); n != 2 {
			t.Errorf("%d sessions, want 2", n)
		}
		pass(2 * time.Second)
		<-ana.over
		if n := w.server.Sessions(); n != 1 {
			t.Errorf("%d sessions are left, want Dana's", n)
		}
	})
}

func TestPresenceIsToldFromPunctualLooks(t *testing.T) {
	const step = lookEvery
	for name, c := range map[string]struct {
		looks func(look func(after time.Duration, heard bool) (dead bool)) (dead bool)
		quiet bool
		dead  bool
	}{
		"one that answers": {looks: func(look func(time.Duration, bool) bool) bool {
			for range 100 {
				look(step, true)
			}
			return look(step, true)
		}},
		"one that never answers": {quiet: true, looks: func(look func(time.Duration, bool) bool) bool {
			for range quietTime / step {
				look(step, false)
			}
			return false
		}},
		"one that hasn't had its time yet": {looks: func(look func(time.Duration, bool) bool) bool {
			for range quietTime/step - 1 {
				look(step, false)
			}
			return false
		}},
		"a process that slept for long": {looks: func(look func(time.Duration, bool) bool) bool {
			look(step, true)
			return look(time.Minute, false)
		}},
		"one that stays silent after that": {quiet: true, looks: func(look func(time.Duration, bool) bool) bool {
			look(step, true)
			look(time.Minute, false)
			for range quietTime / step {
				look(step, false)
			}
			return false
		}},
		"a process that slept while somebody was silent already": {quiet: true, looks: func(look func(time.Duration, bool) bool) bool {
			for range quietTime / step {
				look(step, false)
			}
			return look(time.Minute, false)
		}},
		"one that is silent for too long": {quiet: true, dead: true, looks: func(look func(time.Duration, bool) bool) (dead bool) {
			for range deadTime / step {
				dead = look(step, false)
			}
			return dead
		}},
	} {
		t.Run(name, func(t *testing.T) {
			now := time.Unix(1_000_000, 0)
			heard := time.Unix(0, 0)
			p := newPresence(now)
			dead := c.looks(func(after time.Duration, answered bool) bool {
				now = now.Add(after)
				if answered {
					heard = now
				}
				return p.look(now, heard)
			})
			if p.quiet != c.quiet || dead != c.dead {
				t.Errorf("quiet %v, dead %v; want %v, %v", p.quiet, dead, c.quiet, c.dead)
			}
		})
	}
}
