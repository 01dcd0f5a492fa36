package sfu

import (
	"log/slog"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"alcove/room"
)

// conversation is a running session of the real rules on the real packet path, in virtual time and without a network: what
// microphones send goes through their gates, and what is found out of it into the room.
type conversation struct {
	*testing.T
	rules *room.Room
	media *Room
	now   time.Time
	steps int
	mics  map[string]*mic
	told  []room.Voice
}

// mic is what somebody's browser sends, one packet every 20 ms.
type mic struct {
	layer     *layer
	number    int
	waiting   []note // what comes next; then background
	backdrop  []note // goes round
	claims    func(note) note
	burst     int // packets that come together
	held      []note
	unplugged bool
	slow      uint32 // the clock goes so many times too slowly; 0: it doesn't
}

func (*conversation) Slots(room.VisitID, []Slot)    {}
func (*conversation) Speaking([]room.SeatNumber)    {}
func (*conversation) Lines([]room.SeatNumber)       {}
func (*conversation) Layers(room.VisitID, []string) {}

func (c *conversation) Voice(v room.Voice) {
	c.told = append(c.told, v)
	for _, s := range v.Spans {
		if s.To.After(c.now) || !s.From.Before(s.To) {
			c.Errorf("told of %v to %v at %v", s.From, s.To, c.now)
		}
	}
	if _, err := c.rules.Note(c.now, v); err != nil {
		c.Fatal(err)
	}
}

// recordings returns what testdata/make.mjs has written.
func recordings(t testing.TB) map[string][]note {
	t.Helper()
	data, err := os.ReadFile("testdata/recordings.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]note{}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		for _, f := range fields[1:] {
			level, size, _ := strings.Cut(f, "/")
			l, err := strconv.Atoi(level)
			n, err2 := strconv.Atoi(size)
			if err != nil || err2 != nil {
				t.Fatalf("%s: %q", fields[0], f)
			}
			all[fields[0]] = append(all[fields[0]], note{level: uint8(l), size: n})
		}
	}
	return all
}

// converse seats people behind Dana, microphones on and silent, and lets the session begin.
func converse(t *testing.T, clients ...string) *conversation {
	c := &conversation{T: t, now: origin, mics: map[string]*mic{}}
	rules, err := room.New(room.Group{ID: "g", ClientMax: 12})
	if err != nil {
		t.Fatal(err)
	}
	c.rules = rules
	c.media = newRoom(&Server{now: func() time.Time { return c.now }, log: slog.New(slog.DiscardHandler)}, Slots{}, c)
	for i, name := range append([]string{"Dana"}, clients...) {
		role := room.RoleClient
		if i == 0 {
			role = room.RoleTherapist
		}
		c.arrive(name, role)
		c.do(name, room.Ready{})
		if i == 0 {
			c.do(name, room.Start{Open: true})
		} else {
			c.do("Dana", room.AdmitAll{})
		}
		c.do(name, room.SetMicrophone{On: true})
		c.plug(name)
	}
	return c
}

func (c *conversation) arrive(name string, role room.Role) {
	c.Helper()
	m := room.Membership{Group: "g", Person: room.PersonID(name), Role: role, Name: room.NameOf(name), Version: 1}
	if _, err := c.rules.Note(c.now, room.Arrived{Visit: room.VisitID(name), Membership: m, Begun: c.now}); err != nil {
		c.Fatal(err)
	}
}

// do carries out a command, and moves the gates as a host does.
func (c *conversation) do(name string, command room.Command) {
	c.Helper()
	if _, err := c.rules.Apply(c.now, room.VisitID(name), command); err != nil {
		c.Fatalf("%s: %T: %v", name, command, err)
	}
	c.media.SetStage(c.rules.Stage())
}

// plug connects a browser, whose clock begins just before it wraps.
func (c *conversation) plug(name string) {
	c.Helper()
	m, _ := c.media.find(room.VisitID(name))
	if m == nil {
		c.Fatalf("%s is not on the stage", name)
	}
	p := newPeer(m, offer{sends: []sendLine{{
		mid: "0", source: room.SourceMicrophone, ssrc: 1, codec: codec{payload: 111}, ids: extensionIDs{level: 1},
	}}}, c.media.server, func(*peer) {})
	p.line = unplugged{}
	p.ready.Store(true)
	if err := c.media.adopt(m, p); err != nil {
		c.Fatal(err)
	}
	one := c.mics[name]
	if one == nil {
		one = &mic{backdrop: recordings(c)["silence"], claims: func(n note) note { return n }, burst: 1}
		c.mics[name] = one
	}
	one.layer, one.number = p.layers[0], 65_500
}

// says queues recordings, or silence of so many milliseconds ("1000").
func (c *conversation) says(name string, what ...string) {
	all := recordings(c)
	for _, w := range what {
		if ms, err := strconv.Atoi(w); err == nil {
			for range ms / 20 {
				c.mics[name].waiting = append(c.mics[name].waiting, all["silence"][0])
			}
			continue
		}
		if all[w] == nil {
			c.Fatalf("no recording %s", w)
		}
		c.mics[name].waiting = append(c.mics[name].waiting, all[w]...)
	}
}

// pass lets time go by.
func (c *conversation) pass(d time.Duration) {
	for range int(d / cellTime) {
		c.now = c.now.Add(cellTime)
		c.steps++
		for _, m := range c.mics {
			m.send(c.now, c.steps)
		}
		if c.steps%5 == 0 || c.steps%5 == 2 { // every 50 ms
			c.media.listen(c.now)
		}
	}
}

// send sends the next packet, or holds it back until a burst is full.
func (m *mic) send(now time.Time, step int) {
	if m.unplugged {
		return
	}
	n := m.backdrop[step%len(m.backdrop)]
	if len(m.waiting) > 0 {
		n = mixed(m.waiting[0], n)
		m.waiting = m.waiting[1:]
	}
	m.held = append(m.held, m.claims(n))
	if len(m.held) < m.burst {
		return
	}
	for _, n := range m.held {
		m.number++
		stamp := uint32(m.number) * 960
		if m.slow > 0 {
			stamp /= m.slow
		}
		raw := []byte{
			0x90, 111, byte(m.number >> 8), byte(m.number), byte(stamp >> 24), byte(stamp >> 16), byte(stamp >> 8), byte(stamp),
			0, 0, 0, 1, 0xbe, 0xde, 0, 1, 0x10, 0x80 | n.level, 0, 0,
		}
		m.layer.receive(append(raw, make([]byte, n.size)...), now)
	}
	m.held = nil
}

// mixed is what two sounds at once are like.
func mixed(a, b note) note {
	power := math.Pow(10, -float64(a.level)/10) + math.Pow(10, -float64(b.level)/10)
	return note{level: uint8(min(silent, math.Round(-10*math.Log10(power)))), size: max(a.size, b.size)}
}

// figures is what Dana sees, by name.
func (c *conversation) figures() (room.TalkView, map[string]room.SeatTalk) {
	c.Helper()
	view, err := c.rules.TalkOf(c.now, "Dana")
	if err != nil {
		c.Fatal(err)
	}
	names := map[string]room.SeatTalk{}
	seats, _ := c.rules.View("Dana")
	for _, s := range view.Seats {
		i := slices.IndexFunc(seats.Seats, func(v room.SeatView) bool { return v.Seat == s.Seat })
		names[seats.Seats[i].Name.Reveal()] = s
	}
	return view, names
}
