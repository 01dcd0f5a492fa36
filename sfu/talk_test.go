package sfu

import (
	"math"
	"testing"
	"time"

	"alcove/room"
)

// lasts is how long recordings are, without the silence between them.
func lasts(t testing.TB, what ...string) time.Duration {
	all, packets := recordings(t), 0
	for _, w := range what {
		packets += len(all[w])
	}
	return time.Duration(packets) * cellTime
}

// spoke holds that somebody's figures are right: the time to within five of a hundred.
func (c *conversation) spoke(name string, want time.Duration, turns, brief int) {
	c.Helper()
	_, all := c.figures()
	got := all[name]
	if off := (got.Spoken - want).Abs(); off > want/20 {
		c.Errorf("%s has spoken for %v, told as %v", name, want, got.Spoken)
	}
	if got.Turns != turns || got.Brief != brief {
		c.Errorf("%s: %d turns and %d back-channels, want %d and %d", name, got.Turns, got.Brief, turns, brief)
	}
	c.Logf("%s: %v of %v, %d turns, %d back-channels", name, got.Spoken, want, got.Turns, got.Brief)
}

const settled = 12 * time.Second // nothing is late after it, and it is a long silence

func TestTalkTimeIsWhatWasSpoken(t *testing.T) {
	cut := func(c *conversation, name, what string, from, to int) {
		c.mics[name].waiting = append(c.mics[name].waiting, recordings(c)[what][from:to]...)
	}
	television := func(c *conversation, name string) { c.mics[name].backdrop = recordings(c)["television"] }
	cases := map[string]struct {
		happens      func(c *conversation)
		spoken       time.Duration // by Ana
		turns, brief int
	}{
		"nobody speaks": {func(c *conversation) { c.pass(time.Minute) }, 0, 0, 0},
		"one sentence":  {func(c *conversation) { c.says("Ana", "slt-2") }, lasts(t, "slt-2"), 1, 0},
		"a speech": {func(c *conversation) {
			c.says("Ana", "slt-1", "240", "slt-2", "240", "slt-3", "240", "slt-4", "240", "slt-2")
		}, lasts(t, "slt-1", "slt-2", "slt-3", "slt-4", "slt-2") + 4*240*time.Millisecond, 1, 0},
		"a gap that is short enough":    {func(c *conversation) { c.says("Ana", "rms-1", "1400", "rms-4") }, lasts(t, "rms-1", "rms-4"), 1, 0},
		"a gap that is too long for it": {func(c *conversation) { c.says("Ana", "rms-1", "1620", "rms-4") }, lasts(t, "rms-1", "rms-4"), 2, 0},
		"six turns": {func(c *conversation) {
			for range 3 {
				c.says("Ana", "awb-1", "4000", "awb-3", "9000")
			}
		}, 3 * lasts(t, "awb-1", "awb-3"), 6, 0},
		"back-channels": {func(c *conversation) {
			for range 4 {
				cut(c, "Ana", "awb-2", 0, 30)
				c.says("Ana", "3000")
			}
		}, 0, 0, 4},
		"words that make a turn together": {func(c *conversation) {
			for range 5 {
				cut(c, "Ana", "awb-2", 0, 30)
				c.says("Ana", "600")
			}
		}, 5 * 600 * time.Millisecond, 1, 0},
		"keys of a keyboard": {func(c *conversation) {
			for range 20 {
				c.mics["Ana"].waiting = append(c.mics["Ana"].waiting, note{level: 30, size: 90}, note{level: 45, size: 70})
				c.says("Ana", "700")
			}
		}, 0, 0, 0},
		"two at once": {func(c *conversation) {
			c.says("Dana", "rms-2", "200", "rms-4")
			c.says("Ben", "1000", "awb-2")
			c.says("Ana", "2000", "slt-2")
		}, lasts(t, "slt-2"), 1, 0},
		"a mute in mid-sentence": {func(c *conversation) {
			c.says("Ana", "slt-2", "slt-4")
			c.pass(2 * time.Second)
			c.do("Dana", room.Mute{Seat: 2}) // and her browser sends on
		}, 2 * time.Second, 1, 0},
		"speaking before the microphone is let through": {func(c *conversation) {
			c.do("Ana", room.SetMicrophone{})
			c.says("Ana", "slt-2", "200", "slt-4")
			c.pass(lasts(t, "slt-2"))
			c.do("Ana", room.SetMicrophone{On: true})
		}, lasts(t, "slt-4"), 1, 0},
		"a mute of a second in a long speech": {func(c *conversation) {
			c.says("Ana", "slt-2", "slt-4", "slt-2")
			c.pass(4 * time.Second)
			c.do("Ana", room.SetMicrophone{})
			c.pass(time.Second)
			c.do("Ana", room.SetMicrophone{On: true})
		}, lasts(t, "slt-2", "slt-4", "slt-2") - time.Second, 1, 0},
		"a talk in private": {func(c *conversation) {
			c.says("Ana", "slt-4")
			c.pass(6 * time.Second)
			c.do("Dana", room.OfferAside{Seat: 2, Alone: true})
			c.do("Ana", room.AcceptAside{})
			c.do("Ana", room.SetMicrophone{On: true})
			c.says("Ana", "slt-2", "slt-4")
			c.pass(12 * time.Second)
			c.do("Ana", room.EndAside{})
			c.do("Ana", room.SetMicrophone{On: true})
			c.says("Ana", "2000", "slt-1")
		}, lasts(t, "slt-4", "slt-1"), 2, 0},
		"a television alone": {func(c *conversation) { television(c, "Ana"); c.pass(time.Minute) }, 0, 0, 0},
		"a television that comes and goes": {func(c *conversation) {
			for range 3 {
				c.says("Ana", "television", "5000")
			}
		}, 0, 0, 0},
		"a television, muted and not": {func(c *conversation) {
			television(c, "Ana")
			for range 5 {
				c.pass(7 * time.Second)
				c.do("Ana", room.SetMicrophone{})
				c.pass(3 * time.Second)
				c.do("Ana", room.SetMicrophone{On: true})
			}
		}, 0, 0, 0},
		"a voice over a television": {func(c *conversation) {
			television(c, "Ana")
			c.pass(10 * time.Second)
			c.says("Ana", "slt-2", "240", "slt-4", "8000", "slt-2")
		}, lasts(t, "slt-2", "slt-4", "slt-2") + 240*time.Millisecond, 2, 0},
		"noise of the room": {func(c *conversation) {
			c.mics["Ana"].backdrop = recordings(c)["quiet"]
			c.says("Ana", "5000", "rms-4", "3000", "rms-1")
		}, lasts(t, "rms-4", "rms-1"), 2, 0},
		"packets that come in bursts": {func(c *conversation) {
			c.mics["Ana"].burst = 9
			c.says("Ana", "rms-4", "3000", "rms-2")
		}, lasts(t, "rms-4", "rms-2"), 2, 0},
		"the line breaks": {func(c *conversation) {
			c.says("Ana", "rms-2")
			c.pass(3 * time.Second)
			c.mics["Ana"].unplugged = true
			c.pass(8 * time.Second)
			c.mics["Ana"].unplugged = false
			c.plug("Ana") // a connection with another clock
		}, lasts(t, "rms-2"), 2, 0},
		"whoever leaves in mid-sentence": {func(c *conversation) {
			c.says("Ana", "slt-2")
			c.pass(2 * time.Second)
			c.do("Dana", room.Hold{Seat: 2, Reason: room.ReasonAsked})
			c.mics["Ana"].waiting = nil
			c.pass(settled)
			c.do("Dana", room.Admit{Waiting: 4})
		}, 2 * time.Second, 1, 0},
	}
	for name, e := range cases {
		t.Run(name, func(t *testing.T) {
			c := converse(t, "Ana", "Ben")
			c.pass(5 * time.Second)
			e.happens(c)
			for len(c.mics["Ana"].waiting) > 0 {
				c.pass(time.Second)
			}
			c.pass(settled)
			c.spoke("Ana", e.spoken, e.turns, e.brief)
			if loud := c.mics["Ana"].backdrop[0].level <= loudLevel; c.media.untold && !loud {
				t.Error("the loop waits for something that doesn't come")
			}
		})
	}
}

func TestALyingSenderIsMarkedAndAnHonestOneIsNot(t *testing.T) {
	always := func(level uint8) func(note) note {
		return func(n note) note { return note{level: level, size: n.size} }
	}
	sized := func(size int) func(note) note {
		return func(n note) note { return note{level: n.level, size: size} }
	}
	honest := func(n note) note { return n }
	speech := []string{"slt-2", "400", "slt-4", "700", "slt-1", "300", "slt-3", "1500"}
	cases := map[string]struct {
		claims func(note) note
		sounds []string // again and again, for a minute
		marked bool
		slow   uint32
	}{
		"an honest speaker":                     {honest, speech, false, 0},
		"an honest speaker of few words":        {honest, []string{"rms-1", "9000"}, false, 0},
		"an honest listener":                    {honest, []string{"silence"}, false, 0},
		"an honest room":                        {honest, []string{"quiet"}, false, 0},
		"an honest television":                  {honest, []string{"television"}, false, 0},
		"an honest speaker beside one":          {honest, []string{"television", "slt-2", "slt-4", "television"}, false, 0},
		"on and off":                            {honest, []string{"slt-1", "3000", "quiet", "2000"}, false, 0},
		"speaks and claims to be silent":        {always(127), speech, true, 0},
		"speaks and claims next to nothing":     {always(95), speech, true, 0},
		"a television that claims to be silent": {always(127), []string{"television"}, true, 0},
		"is silent and claims to speak":         {always(25), []string{"silence"}, false, 0}, // steady: it counts for nothing
		"claims to speak, with comfort noise": {
			func(n note) note { return note{level: n.level, size: 3} }, speech, true, 0,
		},
		"claims to speak, with silence": {sized(21), speech, true, 0},
		"has a clock that hides words":  {honest, speech, true, 20},
	}
	for name, e := range cases {
		t.Run(name, func(t *testing.T) {
			c := converse(t, "Ana", "Ben")
			c.mics["Ana"].claims = e.claims
			c.mics["Ana"].slow = e.slow
			for range 60 {
				if len(c.mics["Ana"].waiting) == 0 {
					c.says("Ana", e.sounds...)
					c.says("Ben", "rms-4")
				}
				c.pass(time.Second)
			}
			_, figures := c.figures()
			if figures["Ana"].Doubted != e.marked {
				t.Errorf("marked: %t", figures["Ana"].Doubted)
			}
			if figures["Ben"].Doubted || figures["Dana"].Doubted {
				t.Error("somebody else is marked")
			}
			marks := 0
			for _, v := range c.told {
				marks += len(v.Doubted)
			}
			if e.marked && marks != 1 || !e.marked && marks != 0 {
				t.Errorf("it was told %d times", marks)
			}
		})
	}
}

func TestAGroupsFiguresAreThoseOfWhatWasSpoken(t *testing.T) {
	c := converse(t, "Ana", "Ben", "Cleo")
	c.pass(4 * time.Second)
	c.says("Dana", "rms-2")
	c.pass(10 * time.Second) // 4.7 s of silence follow
	c.says("Ana", "slt-2", "240", "slt-4")
	c.says("Ben", "2000", "awb-2") // over her
	c.pass(25 * time.Second)       // and more than ten
	c.mics["Cleo"].claims = func(n note) note { return note{level: 127, size: n.size} }
	c.says("Cleo", "slt-4", "rms-4", "awb-4", "slt-2", "rms-2", "awb-2")
	c.pass(30 * time.Second)
	c.says("Ana", "slt-1")
	c.pass(settled)
	c.spoke("Dana", lasts(t, "rms-2"), 1, 0)
	c.spoke("Ana", lasts(t, "slt-2", "slt-4", "slt-1")+240*time.Millisecond, 2, 0)
	c.spoke("Ben", lasts(t, "awb-2"), 1, 0)
	c.spoke("Cleo", 0, 0, 0)
	view, all := c.figures()
	if !all["Cleo"].Doubted || all["Ana"].Doubted {
		t.Error("the wrong one is marked")
	}
	// Before Dana, before Ana, and from then to the end: that Cleo spoke nobody can tell.
	if view.Silences != 3 || view.LongSilences != 1 {
		t.Errorf("%d silences, %d of them long", view.Silences, view.LongSilences)
	}
	spoken := lasts(t, "slt-2", "slt-4", "slt-1", "awb-2", "rms-2") + 240*time.Millisecond
	if off := (view.Spoken - spoken).Abs(); off > spoken/20 {
		t.Errorf("all have spoken for %v, want %v", view.Spoken, spoken)
	}
	// Ana 11.2 s, Ben 4.3 s, Cleo nothing: 2(6.9 + 11.2 + 4.3) / (2 · 2 · 15.5).
	if view.Balance == nil || math.Abs(*view.Balance-0.72) > 0.03 {
		t.Errorf("balance %v", view.Balance)
	}
}
