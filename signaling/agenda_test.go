package signaling

import (
	"strings"
	"testing"
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

func TestAnObjectiveIsToldToTheCircleAndNotToTheLobby(t *testing.T) {
	w := newWorld(t)
	dana := w.arrive("dana")
	dana.do(protocol.LobbyReady{})
	dana.until(func(v protocol.View) bool { return v.Place == "circle" && v.Staff.Minutes == 75 })
	dana.do(protocol.SessionStart{Objective: "Saying no kindly", Minutes: 90})
	ana := w.arrive("ana")
	ana.do(protocol.LobbyReady{})
	v := dana.until(func(v protocol.View) bool {
		return v.Circle.Session != nil && len(v.Staff.Waiting) == 1 && v.Staff.Waiting[0].Ready
	})
	if s := v.Circle.Session; s.Objective != "Saying no kindly" || s.Minutes != 90 || time.Since(s.Began) > time.Minute {
		t.Errorf("staff read %+v", s)
	}
	if _, frames := ana.shown(); strings.Contains(frames, "Saying no") || strings.Contains(frames, "minutes") {
		t.Errorf("in the lobby Ana was sent %s", frames)
	}
	dana.do(protocol.LobbyAdmit{Waiting: v.Staff.Waiting[0].Waiting})
	seen := ana.until(func(v protocol.View) bool { return v.Place == "circle" })
	if s := seen.Circle.Session; s == nil || s.Objective != "Saying no kindly" {
		t.Errorf("in the circle Ana reads %+v", s)
	}
	dana.do(protocol.SessionLength{Minutes: 60})
	ana.until(func(v protocol.View) bool { return v.Circle.Session.Minutes == 60 })
}

// What a hostile page may try, and the word it gets.
func TestStartsAndLengthsThatAreRefused(t *testing.T) {
	long := strings.Repeat("x", room.MaxObjective+1)
	for name, c := range map[string]struct {
		kind string
		data map[string]any
		want protocol.Code
	}{
		"without an objective":      {"session.start", nil, "objective"},
		"with a poor one":           {"session.start", map[string]any{"objective": "\u202e"}, "objective"},
		"with one that is too long": {"session.start", map[string]any{"objective": long}, "objective"},
		"with one that is no text":  {"session.start", map[string]any{"objective": 7}, codeMalformed},
		"both open and not":         {"session.start", map[string]any{"objective": "x", "open": true}, "objective"},
		"for an hour and a year":    {"session.start", map[string]any{"open": true, "minutes": 525_660}, "length"},
		"for longer than a number":  {"session.start", map[string]any{"open": true, "minutes": int64(1) << 53}, "length"},
		"for less than nothing":     {"session.start", map[string]any{"open": true, "minutes": -75}, "length"},
		"a plan before the start":   {"session.length", map[string]any{"minutes": 60}, "not-started"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			dana := w.arrive("dana")
			dana.do(protocol.LobbyReady{})
			dana.raw(plainJSON(c.kind, c.data))
			for {
				if refused, ok := dana.next().(protocol.Refused); ok {
					if refused.Code != c.want {
						t.Errorf("refused with %q, want %q", refused.Code, c.want)
					}
					break
				}
			}
			dana.do(protocol.SessionStart{Open: true}) // nothing had begun
		})
	}
}

func TestAPingTellsTheServersTime(t *testing.T) {
	w := newWorld(t)
	dana := w.arrive("dana")
	before := time.Now().UnixMilli()
	for {
		_, frame, err := dana.conn.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		m, err := protocol.DecodeFromServer(frame)
		if err != nil {
			t.Fatal(err)
		}
		if ping, ok := m.(protocol.Ping); ok {
			if ping.At < before || ping.At > time.Now().UnixMilli() {
				t.Errorf("the ping says %d", ping.At)
			}
			return
		}
	}
}
